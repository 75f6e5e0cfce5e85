import { LookError } from '../../core/look-error.ts'
import type { Observe } from '../contract.ts'
import { cookieOf } from './cookie.ts'
import type { Cookie, Observation, Params } from './schema.ts'

/** Reads Set-Cookie lines; nothing is sent. */
export const observe: Observe<Params, Observation, undefined> = async ({ setCookie, url }, context) => {
  const address = addressOf(url, context.origin)
  const now = context.now()
  const cookies = setCookie.map((line) => cookieOf(line, address, now))
  const names = cookies.map(({ name }) => name)
  const dropped = cookies.filter(({ rejected }) => rejected.length > 0).length
  return {
    observation: {
      cookies,
      byName: byName(cookies),
      names: [...new Set(names)],
      duplicates: [...new Set(cookies.filter((cookie, at) => replacesOne(cookie, cookies.slice(0, at))).map(({ name }) => name))],
    },
    answer: `${cookies.length} cookie${cookies.length === 1 ? '' : 's'}${dropped === 0 ? '' : `, ${dropped} of them dropped by browsers`}`,
  }
}

function addressOf(url: string, origin: string | undefined): URL {
  if (url.startsWith('/') && origin === undefined) throw new LookError('unconfigured', 'the environment has no origin for this path')
  const address = url.startsWith('/') ? `${origin}${url}` : url
  if (!URL.canParse(address)) throw new LookError('malformed', 'the address of the cookies is no URL')
  return new URL(address)
}

/** Name, domain and path tell cookies apart (RFC 6265bis, 5.7); one that was deleted before is not replaced. */
function replacesOne({ name, domain, hostOnly, path }: Cookie, earlier: readonly Cookie[]): boolean {
  return earlier.some((one) => !one.expired && one.name === name && one.domain === domain && one.hostOnly === hostOnly && one.path === path)
}

/** A cookie that browsers drop does not hide one before it that they keep. */
function byName(cookies: readonly Cookie[]): Record<string, Cookie> {
  const dropped = cookies.filter(({ rejected }) => rejected.length > 0)
  const kept = cookies.filter(({ rejected }) => rejected.length === 0)
  return Object.fromEntries([...dropped, ...kept].map((cookie) => [cookie.name, cookie]))
}
