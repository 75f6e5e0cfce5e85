import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import { withDeadline } from '../deadline.ts'
import type { Deadline } from '../deadline.ts'
import { decodeBody } from './decode.ts'
import type { Connection, WireAnswer, WireRequest } from './exchange.ts'
import { bodyFor, checkedUrl, headersFor } from './head.ts'
import type { ClientOptions } from './head.ts'
import { afterRedirect, redirectOf } from './redirect.ts'
import { tlsFacts } from './tls-facts.ts'
import type { Leased, Reuse, Transport } from './transport.ts'
import type { HttpClient, HttpExchange, HttpRequest } from './types.ts'

export { createTransport } from './transport.ts'
export type { Transport } from './transport.ts'
export type { ClientOptions } from './head.ts'

/** Methods that may go over a connection that waited idle, and be sent again when the server had closed it by then. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A client for one look: markers, identity, jar and the rule where secrets may go. Throws LookError only. */
export function createHttpClient(transport: Transport, options: ClientOptions): HttpClient {
  return {
    send: (request) =>
      withDeadline({ signal: request.signal, timeoutMs: request.timeoutMs, what: 'no answer' }, (deadline) =>
        follow(transport, options, request, deadline),
      ),
  }
}

async function follow(transport: Transport, options: ClientOptions, first: HttpRequest, deadline: Deadline): Promise<HttpExchange> {
  const startedAt = monotonicMs()
  const redirects: HttpExchange['redirects'][number][] = []
  let request = first
  for (let left = first.maxRedirects ?? 0; ; left -= 1) {
    const url = checkedUrl(request.url)
    if (request.ownOnly === true && !options.origins.includes(url.origin))
      throw new LookError('refused', `nothing is sent to ${url.origin}: it is none of the environment's origins`)
    const sent = await once(transport, url, request, wireRequest(url, request, options), deadline)
    const exchange = await whole(url, request, sent, startedAt)
    if (options.origins.includes(url.origin) && request.anonymous !== true) options.jar?.store(url, exchange.setCookie)
    const redirect = left > 0 ? redirectOf(exchange) : undefined
    if (redirect === undefined) return { ...exchange, redirects }
    redirects.push({ url: request.url, status: exchange.status, location: redirect.location })
    if (redirect.next === undefined) return { ...exchange, redirects }
    request = afterRedirect(request, exchange.status, redirect.next)
  }
}

function wireRequest(url: URL, request: HttpRequest, options: ClientOptions): WireRequest {
  const body = bodyFor(url, request.body, options)
  return {
    method: request.method,
    path: `${url.pathname}${url.search}`,
    headers: headersFor(url, request, options),
    last: request.connection === 'fresh',
    ...(body === undefined ? {} : { body }),
  }
}

interface Sent extends Pick<Leased, 'connectMs'> {
  readonly answer: WireAnswer
  readonly connection: Connection
  readonly facts: Pick<HttpExchange, 'remote' | 'tls'>
}

/** One request on one connection; a read that met a kept connection the server had just closed goes out again on a new one. */
async function once(transport: Transport, url: URL, request: HttpRequest, wire: WireRequest, deadline: Deadline): Promise<Sent> {
  const fresh = request.connection === 'fresh'
  const leased = await transport.lease(url, reuseFor(request), deadline)
  const facts = factsOf(leased.connection)
  try {
    const answer = await leased.connection.exchange(wire, deadline)
    leased.giveBack(!fresh)
    return { answer, facts, connection: leased.connection, ...(leased.connectMs === undefined ? {} : { connectMs: leased.connectMs }) }
  } catch (error) {
    leased.giveBack(false)
    if (leased.reused && request.connection !== 'kept' && closedIdle(error))
      return once(transport, url, { ...request, connection: 'fresh' }, { ...wire, last: true }, deadline)
    throw error
  }
}

function reuseFor({ connection, method }: HttpRequest): Reuse {
  if (connection === 'kept') return 'recent'
  return connection !== 'fresh' && READS.has(method) ? 'any' : 'none'
}

function closedIdle(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && error.reason === 'unreachable'
}

/** What is told of a connection does not change, and reading a certificate costs. */
const known = new WeakMap<Connection, Sent['facts']>()

function factsOf(connection: Connection): Sent['facts'] {
  const before = known.get(connection)
  if (before !== undefined) return before
  const { socket } = connection
  const tls = tlsFacts(socket)
  const facts = {
    remote: {
      ...(socket.remoteAddress === undefined ? {} : { address: socket.remoteAddress }),
      ...(socket.remotePort === undefined ? {} : { port: socket.remotePort }),
    },
    ...(tls === undefined ? {} : { tls }),
  }
  known.set(connection, facts)
  return facts
}

async function whole(url: URL, request: HttpRequest, sent: Sent, startedAt: number): Promise<Omit<HttpExchange, 'redirects'>> {
  const { status, reason, headerLines, wire, firstByteAt, endedAt } = sent.answer
  const headers = headersOf(headerLines)
  return {
    url: url.href,
    status,
    reason,
    headers,
    headerLines,
    setCookie: headerLines.filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value),
    body: await decodeBody(wire, request.method === 'HEAD' ? undefined : headers['content-encoding']),
    wireBytes: wire.length,
    timing: {
      firstByteMs: firstByteAt - startedAt,
      totalMs: endedAt - startedAt,
      ...(sent.connectMs === undefined ? {} : { connectMs: sent.connectMs }),
    },
    ...sent.facts,
  }
}

/** Names are the server's: `__proto__` becomes a key like any other. */
function headersOf(lines: HttpExchange['headerLines']): Record<string, string> {
  const joined = new Map<string, string>()
  for (const { name, value } of lines) {
    const key = name.toLowerCase()
    const before = joined.get(key)
    if (key !== 'set-cookie') joined.set(key, before === undefined ? value : `${before}, ${value}`)
  }
  return Object.fromEntries(joined)
}
