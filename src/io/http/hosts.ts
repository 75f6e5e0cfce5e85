import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'

export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

const LOOPBACK: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]
const HOSTS = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts'

/** Addresses of a name without asking a DNS server: localhost (RFC 6761, 6.3) and the hosts file; empty when it is not there. */
export function knownAddresses(name: string, file = HOSTS): readonly Address[] {
  const wanted = plain(name)
  const found = linesOf(file).flatMap((line) => {
    const [address = '', ...names] = line.split(/\s+/)
    const family = isIP(address.replace(/%.*$/, ''))
    return family !== 0 && names.some((each) => plain(each) === wanted)
      ? [{ address, family: family === 4 ? (4 as const) : (6 as const) }]
      : []
  })
  if (wanted !== 'localhost' && !wanted.endsWith('.localhost')) return found
  // Hosts files often name one family only, and the server may listen on the other.
  return [...found, ...LOOPBACK.filter(({ address }) => !found.some((each) => each.address === address))]
}

/** The names to ask for, in order: the search list of resolv.conf comes first for a name with fewer dots than `ndots` (resolv.conf(5)). */
export function candidates(name: string, file = '/etc/resolv.conf'): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const lines = linesOf(file)
  const search =
    lines
      .filter((line) => /^(?:search|domain)\s/.test(line))
      .at(-1)
      ?.split(/\s+/)
      .slice(1) ?? []
  const ndots = Number(/^options\s.*\bndots:(\d+)/m.exec(lines.join('\n'))?.[1] ?? 1)
  const longer = search
    .filter((domain) => domain !== '.' && domain !== '')
    .slice(0, 6)
    .map((domain) => `${name}.${domain.replace(/\.$/, '')}`)
  return name.split('.').length - 1 >= ndots ? [name, ...longer] : [...longer, name]
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.replace(/[#;].*$/, '').trim())
      .filter((line) => line !== '')
  } catch {
    return []
  }
}
