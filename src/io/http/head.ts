import { LookError } from '../../core/look-error.ts'
import { Secret } from '../../redaction/secret.ts'
import type { CookieJar } from './jar.ts'
import type { HttpRequest } from './types.ts'

export interface ClientOptions {
  readonly runId: string
  readonly version: string
  /** Origins of the environment and of the chosen target; secrets go there and nowhere else. */
  readonly origins: readonly string[]
  readonly identity?: { readonly headers: readonly (readonly [string, string | Secret])[] }
  readonly jar?: CookieJar
}

/** The URL of a request, checked; throws LookError without any part of a URL that may hold a password. */
export function checkedUrl(text: string): URL {
  if (!URL.canParse(text)) throw new LookError('unsupported', 'the request has no valid absolute URL')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new LookError('unsupported', `the scheme ${url.protocol}// is not http or https`)
  if (url.username !== '' || url.password !== '')
    throw new LookError('refused', `the URL of ${url.host} holds a user or password; put it into an identity or a header`)
  return url
}

/** Header names and values for the wire in one flat list. Identity and jar go to the environment's own origins only. */
export function headersFor(url: URL, request: HttpRequest, options: ClientOptions): string[] {
  const own = options.origins.includes(url.origin)
  const headers = new Map<string, readonly [string, string | Secret]>()
  const set = (name: string, value: string | Secret) => headers.set(name.toLowerCase(), [name, value])
  set('User-Agent', `readiness/${options.version}`)
  set('Accept', '*/*')
  set('Accept-Encoding', 'gzip, br, deflate')
  if (own && request.anonymous !== true) {
    for (const [name, value] of options.identity?.headers ?? []) set(name, value)
    const cookies = options.jar?.header(url)
    if (cookies !== undefined) set('Cookie', cookies)
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) set(name, value)
  set('X-Readiness-Run', options.runId)
  return [...headers.values()].flatMap(([name, value]) => [name, revealFor(url, own, value, `the header ${name}`)])
}

/** The body for the wire; a secret one goes to the environment's own origins only. */
export function bodyFor(url: URL, body: HttpRequest['body'], options: ClientOptions): string | Uint8Array | undefined {
  if (!(body instanceof Secret)) return body
  return revealFor(url, options.origins.includes(url.origin), body, 'the body')
}

function revealFor(url: URL, own: boolean, value: string | Secret, what: string): string {
  if (!(value instanceof Secret)) return value
  if (own) return value.reveal()
  throw new LookError(
    'refused',
    `${what} holds the secret ${value.name}, which is not sent to ${url.origin}: it is none of the environment's origins`,
  )
}
