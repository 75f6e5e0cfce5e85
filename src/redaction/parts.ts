/**
 * The parts of a value that are secret in themselves. Of a connection URL that is its password and telling query values, not its
 * host or database, which reports must be able to name; of a URL without password, path and query; of PEM, the lines between
 * the armour; of `key=value` connection strings, the password. Anything else is secret as a whole.
 */
export function secretParts(value: string): readonly string[] {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return urlParts(value)
  if (value.includes('-----BEGIN ')) return [value.replace(/-----(?:BEGIN|END) [^-\n]*-----/g, '').trim()]
  const password = /(?:^|[\s;,])(?:password|pwd)=('[^']*'|"[^"]*"|[^\s;,]+)/i.exec(value)?.[1]
  return password === undefined ? [value] : [password.replace(/^(['"])(.*)\1$/, '$2')]
}

const TELLING = /pass|pwd|secret|token|key|sig|auth|credential/i

function urlParts(value: string): readonly string[] {
  const authority = /^[^:]+:\/\/([^/?#]*)/.exec(value)?.[1] ?? ''
  const userInfo = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : ''
  const password = userInfo.includes(':') ? userInfo.slice(userInfo.indexOf(':') + 1) : ''
  const rest = value.slice(value.indexOf(authority, value.indexOf('://') + 3) + authority.length)
  const query = [...rest.matchAll(/[?&;]([^=&#;]+)=([^&#;]+)/g)]
  const telling = query.filter(([, name = '']) => TELLING.test(name)).map(([, , text = '']) => text)
  const parts = password === '' ? [userInfo, ...rest.split(/[/?&#=]/), ...telling] : [password, ...telling]
  const both = parts.flatMap((part) => [part, decoded(part)]).filter((part) => part !== '')
  return both.length > 0 ? [...new Set(both)] : [value]
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
