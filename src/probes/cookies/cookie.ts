import { cookieDate } from './cookie-date.ts'
import { readLine } from './line.ts'
import type { CookieLine } from './line.ts'
import { rejections } from './rejections.ts'
import type { Cookie } from './schema.ts'
import { looksLikeSession } from './session-names.ts'

/** Browsers keep no cookie longer than 400 days (RFC 6265bis, 5.5). */
const LONGEST_SECONDS = 400 * 86_400

const SAME_SITE: Readonly<Record<string, Cookie['sameSite']>> = { strict: 'strict', lax: 'lax', none: 'none' }

/** What a browser would make of one Set-Cookie line of an answer of `url` (RFC 6265bis, 5.6 and 5.7); pure. */
export function cookieOf(line: string, url: URL, now: Date): Cookie {
  const read = readLine(line)
  const { name, value, secure, httpOnly, partitioned } = read
  const prefix = prefixOf(name)
  const sameSite = sameSiteOf(read.sameSite)
  const path = read.path?.startsWith('/') ? read.path : defaultPath(url)
  const place = placeOf(read.domain, url)
  const kept = { name, secure, httpOnly, sameSite, partitioned, path, prefix, ...place }
  return {
    ...kept,
    ...(read.sameSite === undefined ? {} : { sameSiteSent: read.sameSite }),
    ...lifeOf(read, now),
    rejected: rejections(kept, { line, value, pathSent: read.path !== undefined }, url),
    looksLikeSession: looksLikeSession(name),
    readableByScript: !httpOnly,
    sentOverHttp: !secure,
  }
}

/** Prefixes count in any case (RFC 6265bis, 5.7); `__Host-Http-` is one of `__Host-` too. */
export function prefixOf(text: string): Cookie['prefix'] {
  if (/^__host-/i.test(text)) return 'host'
  if (/^__http-/i.test(text)) return 'http'
  return /^__secure-/i.test(text) ? 'secure' : 'none'
}

function sameSiteOf(sent: string | undefined): Cookie['sameSite'] {
  const word = sent?.toLowerCase() ?? ''
  return Object.hasOwn(SAME_SITE, word) ? (SAME_SITE[word] ?? 'default') : 'default'
}

/** Max-Age wins over Expires (RFC 6265bis, 5.7, step 6). */
function lifeOf({ maxAge, expires }: CookieLine, now: Date): Pick<Cookie, 'session' | 'expired' | 'lifetimeSeconds'> {
  const dates = expires.map(cookieDate).filter((date) => date !== undefined)
  const until = dates.at(-1)
  const seconds = maxAge ?? (until === undefined ? undefined : Math.round((until - now.getTime()) / 1000))
  if (seconds === undefined) return { session: true, expired: false }
  return { session: false, expired: seconds <= 0, lifetimeSeconds: Math.max(0, Math.min(seconds, LONGEST_SECONDS)) }
}

/** One leading dot means nothing; an empty Domain is none, and so is the host itself when it is a public suffix (RFC 6265bis, 5.6.3 and 5.7). */
function placeOf(sent: string | undefined, url: URL): Pick<Cookie, 'domain' | 'hostOnly'> {
  const domain = sent?.replace(/^\./, '').toLowerCase() ?? ''
  const none = domain === '' || (domain === url.hostname && !domain.includes('.'))
  return none ? { domain: url.hostname, hostOnly: true } : { domain, hostOnly: false }
}

/** RFC 6265, 5.1.4. */
function defaultPath({ pathname }: URL): string {
  const at = pathname.lastIndexOf('/')
  return at <= 0 ? '/' : pathname.slice(0, at)
}
