import { trimmed } from '../../core/trimmed.ts'

/** The cookies of one identity, kept between its requests. */
export interface CookieJar {
  /** Takes the Set-Cookie lines of an answer of `url`. */
  store(url: URL, lines: readonly string[]): void
  /** The Cookie header for `url`, undefined without a cookie for it. */
  header(url: URL): string | undefined
}

export interface JarOptions {
  readonly now: () => Date
  /** Called with each stored value: a session cookie is a secret from then on. */
  readonly learn?: (value: string, name: string) => void
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly host: string
  readonly path: string
  readonly secure: boolean
  readonly expiresAt: number
}

/**
 * Cookies by host, path and Secure as RFC 6265bis, 5.6 and 5.7 say. Stricter on one point: a Domain attribute never widens a
 * cookie beyond the host that set it.
 */
export function createJar(options: JarOptions): CookieJar {
  const cookies = new Map<string, Cookie>()
  return {
    store(url, lines) {
      for (const line of lines) {
        const cookie = parse(line, url, options.now().getTime())
        if (cookie === undefined || (!isTrustworthy(url) && hidesSecure(cookie, cookies.values()))) continue
        const key = JSON.stringify([cookie.host, cookie.path, cookie.name])
        cookies.delete(key)
        if (cookie.expiresAt <= options.now().getTime()) continue
        cookies.set(key, cookie)
        options.learn?.(cookie.value, `cookie.${cookie.name}`)
      }
    },
    header(url) {
      const now = options.now().getTime()
      const fitting = [...cookies.values()].filter((cookie) => fits(cookie, url) && cookie.expiresAt > now)
      if (fitting.length === 0) return undefined
      return fitting
        .toSorted((a, b) => b.path.length - a.path.length)
        .map((cookie) => `${cookie.name}=${cookie.value}`)
        .join('; ')
    },
  }
}

function parse(line: string, url: URL, now: number): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';')
  const at = pair.indexOf('=')
  const name = trimmed(pair.slice(0, at))
  if (at < 1 || name === '') return undefined
  const attributes = new Map(
    rest.map((each): [string, string] => {
      const [key = '', ...value] = each.split('=')
      return [trimmed(key).toLowerCase(), trimmed(value.join('='))]
    }),
  )
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase()
  if (domain !== undefined && domain !== '' && url.hostname !== domain && !url.hostname.endsWith(`.${domain}`)) return undefined
  const secure = attributes.has('secure')
  if (secure && !isTrustworthy(url)) return undefined
  if (isDropped(name, attributes)) return undefined
  const path = attributes.get('path')
  return {
    name,
    value: trimmed(pair.slice(at + 1)),
    host: url.hostname,
    path: path?.startsWith('/') ? path : defaultPath(url),
    secure,
    expiresAt: expiry(attributes, now),
  }
}

/** No browser keeps it (RFC 6265bis, 5.6 and 5.7): it asks for Secure, or for its host alone, and does not say so. */
function isDropped(name: string, attributes: ReadonlyMap<string, string>): boolean {
  const needsSecure = /^__(?:secure|host)-/i.test(name) || attributes.get('samesite')?.toLowerCase() === 'none'
  if (needsSecure && !attributes.has('secure')) return true
  return /^__host-/i.test(name) && (attributes.get('path') !== '/' || (attributes.get('domain') ?? '') !== '')
}

/** Plain http, which anybody on the way can write, replaces and hides no Secure cookie (RFC 6265bis, 5.7). */
function hidesSecure({ name, host, path }: Cookie, others: Iterable<Cookie>): boolean {
  return [...others].some((other) => other.secure && other.name === name && other.host === host && isWithin(path, other.path))
}

function expiry(attributes: ReadonlyMap<string, string>, now: number): number {
  const age = attributes.get('max-age')
  if (age !== undefined && /^-?\d+$/.test(age)) return now + Number(age) * 1000
  const expires = Date.parse(attributes.get('expires') ?? '')
  return Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires
}

function fits(cookie: Cookie, url: URL): boolean {
  if (cookie.host !== url.hostname || (cookie.secure && !isTrustworthy(url))) return false
  return isWithin(url.pathname, cookie.path)
}

const isWithin = (path: string, parent: string): boolean => path === parent || path.startsWith(parent.endsWith('/') ? parent : `${parent}/`)

/** https, and loopback as browsers have it. */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === 'https:' || /^(?:localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
}

function defaultPath(url: URL): string {
  const at = url.pathname.lastIndexOf('/')
  return at <= 0 ? '/' : url.pathname.slice(0, at)
}
