import { isIP } from 'node:net'
import { isTrustworthy } from '../../io/http/jar.ts'
import type { Cookie } from './schema.ts'

type Kept = Pick<Cookie, 'name' | 'secure' | 'httpOnly' | 'sameSite' | 'partitioned' | 'path' | 'prefix' | 'domain' | 'hostOnly'>

interface Sent {
  readonly line: string
  readonly value: string
  /** A Path attribute stands there. */
  readonly pathSent: boolean
}

type Rule = readonly [drops: (cookie: Kept, sent: Sent, url: URL) => boolean, reason: string]

/** Name and value together (RFC 6265bis, 5.6). */
const LARGEST_BYTES = 4096
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/

const RULES: readonly Rule[] = [
  [(_, { line }) => CONTROL.test(line), 'it holds a control character'],
  [({ name }, { value }) => name === '' && value === '', 'it has neither name nor value'],
  [({ name }, { value }) => Buffer.byteLength(name + value) > LARGEST_BYTES, 'name and value are longer than 4096 bytes'],
  [({ name }, { value }) => name === '' && /^__(?:host|secure|http)-/i.test(value), 'it has no name, and its value poses as a prefix'],
  [(cookie, _, url) => !matches(cookie, url.hostname), 'Domain is not the host that answered, nor a domain above it'],
  [({ domain, hostOnly }) => !hostOnly && !/\../.test(domain), 'Domain has one label and is a public suffix'],
  [({ secure }, _, url) => secure && !isTrustworthy(url), 'Secure was set over plain http'],
  [({ secure, sameSite }) => sameSite === 'none' && !secure, 'SameSite=None without Secure'],
  [({ secure, partitioned }) => partitioned && !secure, 'Partitioned without Secure'],
  [({ prefix, secure }) => prefix === 'secure' && !secure, '__Secure- without Secure'],
  [({ prefix, secure }) => prefix === 'http' && !secure, '__Http- without Secure'],
  [({ name, httpOnly }) => /^__(?:host-)?http-/i.test(name) && !httpOnly, '__Http- or __Host-Http- without HttpOnly'],
  [({ prefix, secure }) => prefix === 'host' && !secure, '__Host- without Secure'],
  [({ prefix, hostOnly }) => prefix === 'host' && !hostOnly, '__Host- with Domain'],
  [({ prefix, path }, { pathSent }) => prefix === 'host' && !(pathSent && path === '/'), '__Host- without Path=/'],
]

/** Every reason for which a browser would drop a cookie (RFC 6265bis, 5.6 and 5.7); of public suffixes those of one label are known here. */
export function rejections(cookie: Kept, sent: Sent, url: URL): string[] {
  return RULES.filter(([drops]) => drops(cookie, sent, url)).map(([, reason]) => reason)
}

/** RFC 6265bis, 5.1.3: an address has no domain above it. */
function matches({ domain, hostOnly }: Kept, host: string): boolean {
  if (hostOnly || domain === host) return true
  return host.endsWith(`.${domain}`) && isIP(host) === 0
}
