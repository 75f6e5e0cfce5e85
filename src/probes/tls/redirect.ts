import { connect, isIP } from 'node:net'
import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { withDeadline } from '../../io/deadline.ts'
import type { Deadline } from '../../io/deadline.ts'
import { lookup } from '../../io/http/lookup.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import type { ProbeContext } from '../contract.ts'
import { shownPlace } from './place.ts'
import type { Redirect } from './schema.ts'

const MOST_HOPS = 10
const CLOSED_MS = 2000
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const PERMANENT: ReadonlySet<number> = new Set([301, 308])
const CLOSED: Redirect = { answered: false, chain: [], endsSecure: false, firstHopSecure: false, permanent: false, hostKept: false }

interface Hop {
  readonly url: URL
  readonly status: number
  readonly location?: string
  /** Where it leads; undefined when it is no redirect or leads nowhere. */
  readonly next?: URL
}

interface Start {
  readonly host: string
  readonly port: number
  readonly path: string
}

/** Asks plain http and follows redirects by hand, without identity or cookies. A closed port is data; throws LookError when it gave no answer otherwise. */
export async function redirectFacts(
  start: Start,
  context: ProbeContext<undefined>,
  endsAt: number,
): Promise<{ readonly redirect: Redirect; readonly unread: Unread[] }> {
  const hops: Hop[] = []
  let url: URL | undefined = new URL(`http://${shownPlace(start)}${start.path}`)
  let failure: LookError | undefined
  while (url !== undefined && hops.length < MOST_HOPS) {
    const answer = await ask(url, context, endsAt)
    if (answer instanceof LookError) {
      failure = answer
      break
    }
    const hop = hopOf(url, answer)
    hops.push(hop)
    url = hop.next
  }
  const [first] = hops
  if (first === undefined) return { redirect: await closedOr(failure, start, context.signal), unread: [] }
  const unread: Unread[] =
    failure === undefined
      ? []
      : [{ path: ['redirect', 'endsSecure'], reason: failure.reason, detail: `after ${hops.length} answers: ${failure.message}` }]
  return { redirect: facts(first, hops, failure === undefined), unread }
}

function facts(first: Hop, hops: readonly Hop[], whole: boolean): Redirect {
  const last = hops.at(-1) ?? first
  return {
    answered: true,
    chain: hops.map(({ url, status, location }) => ({ url: url.href, status, ...(location === undefined ? {} : { location }) })),
    ...(whole ? { endsSecure: staysSecure(hops) && !REDIRECTS.has(last.status) } : {}),
    firstHopSecure: first.next?.protocol === 'https:' && first.next.hostname === first.url.hostname,
    permanent: first.next !== undefined && PERMANENT.has(first.status),
    hostKept: hops.every(({ next }) => next === undefined || next.hostname === first.url.hostname),
  }
}

/** From the first https on there is nothing else. */
function staysSecure(hops: readonly Hop[]): boolean {
  const secure = hops.map(({ url }) => url.protocol === 'https:')
  return secure.includes(true) && !secure.slice(secure.indexOf(true)).includes(false)
}

function hopOf(url: URL, { status, headers }: HttpExchange): Hop {
  const location = REDIRECTS.has(status) ? headers['location'] : undefined
  if (location === undefined) return { url, status }
  const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined
  const followed = next !== undefined && /^https?:$/.test(next.protocol)
  return { url, status, location, ...(followed ? { next } : {}) }
}

async function ask(url: URL, context: ProbeContext<undefined>, endsAt: number): Promise<HttpExchange | LookError> {
  try {
    return await context.http.send({
      method: 'GET',
      url: url.href,
      anonymous: true,
      signal: context.signal,
      timeoutMs: Math.max(endsAt - monotonicMs(), 1),
    })
  } catch (error) {
    if (error instanceof LookError) return error
    throw error
  }
}

/** A port that nothing listens on is known to be closed; any other failure says nothing about what others would meet. */
async function closedOr(failure: LookError | undefined, { host, port }: Start, signal: AbortSignal): Promise<Redirect> {
  const closed =
    failure?.reason === 'unreachable' &&
    (await withDeadline({ signal, timeoutMs: CLOSED_MS, what: 'no answer' }, async (deadline) => {
      const addresses = isIP(host) === 0 ? await lookup(host, deadline) : [{ address: host }]
      const refused = await Promise.all(addresses.map(({ address }) => isRefused(address, port, deadline)))
      return refused.every(Boolean)
    }))
  if (closed) return CLOSED
  throw failure ?? new LookError('insufficient', 'plain http was not asked before the time was over')
}

function isRefused(host: string, port: number, deadline: Deadline): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    deadline.onEnd(() => socket.destroy())
    socket
      .once('connect', () => socket.destroy())
      .once('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED'))
      .once('close', () => resolve(false))
  })
}
