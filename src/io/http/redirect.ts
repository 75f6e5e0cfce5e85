import type { HttpExchange, HttpRequest } from './types.ts'

const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Where an answer points: `next` only within its own origin; undefined when it is no redirect. */
export function redirectOf(exchange: Pick<HttpExchange, 'url' | 'status' | 'headers'>): { location: string; next?: string } | undefined {
  const location = exchange.headers['location']
  if (location === undefined || !REDIRECTS.has(exchange.status)) return undefined
  if (!URL.canParse(location, exchange.url)) return { location }
  const next = new URL(location, exchange.url)
  const inside = next.origin === new URL(exchange.url).origin && next.username === '' && next.password === ''
  return inside ? { location, next: next.href } : { location }
}

/** The request that follows: 303 becomes a read, and so does a POST after 301 and 302 (RFC 9110, 15.4). */
export function afterRedirect(request: HttpRequest, status: number, url: string): HttpRequest {
  const { body: _, ...rest } = request
  const reads = (status === 303 && request.method !== 'HEAD') || (status < 303 && request.method === 'POST')
  if (!reads) return { ...request, url }
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).filter(([name]) => !/^content-/i.test(name)))
  return { ...rest, url, method: 'GET', headers }
}
