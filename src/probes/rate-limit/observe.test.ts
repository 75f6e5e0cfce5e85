import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import type { ContextOptions } from '../../../test/support/context.ts'
import { serve, serveRaw } from '../../../test/support/server.ts'
import { describe as described } from './describe.ts'
import { probe } from './index.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Limiter {
  readonly limit?: number
  readonly windowMs?: number
  /** Counts by X-Forwarded-For when it is sent. */
  readonly trusting?: boolean
  readonly delayMs?: number
  readonly headers?: (left: number) => Record<string, string>
}

/** A fixed window that starts with its first request; `/clock` moves the time, and `share` joins several servers to one count. */
async function limited(
  { limit = 5, windowMs = 60_000, trusting = false, delayMs = 0, headers = () => ({}) }: Limiter = {},
  share = new Map<string, { count: number; until: number }>(),
) {
  let shifted = 0
  const server = await serve(async (request, response) => {
    if (delayMs > 0) await new Promise((resolve) => void setTimeout(resolve, delayMs))
    if (request.path === '/clock') {
      shifted += windowMs
      return void response.end()
    }
    const now = performance.now() + shifted
    const key = (trusting ? request.headers['x-forwarded-for'] : undefined)?.toString() ?? 'client'
    const window = share.get(key)
    const counted = window !== undefined && window.until > now ? window : { count: 0, until: now + windowMs }
    counted.count += 1
    share.set(key, counted)
    response.writeHead(counted.count > limit ? 429 : 401, headers(Math.max(0, limit - counted.count))).end()
  })
  closing.push(server.close)
  return { server, share }
}

async function look(params: Record<string, unknown>, options: ContextOptions<undefined>) {
  const context = testContext(options)
  closing.push(context.close)
  const seen = await observe(
    Params.parse({ limit: 5, period: '60s', request: { method: 'POST', path: '/login', json: { user: 'u{n}' } }, ...params }),
    context,
  )
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return seen
}

const why = (seen: Awaited<ReturnType<typeof look>>) =>
  Object.fromEntries((seen.unread ?? []).map(({ path, reason, detail }) => [path[0], `${reason}: ${detail}`]))

it.each(['parallel', 'sequence'])(
  'spends exactly one request more than the limit and one with a forged address (%s)',
  async (concurrency) => {
    const { server } = await limited()
    const seen = await look({ concurrency }, { origin: server.url })
    expect(seen.observation).toMatchObject({
      sent: 6,
      admitted: 5,
      refusedCount: 1,
      otherCount: 0,
      firstRefusal: 6,
      exact: true,
      statuses: { 401: 5, 429: 1 },
      announced: false,
      agree: false,
      disagreements: [],
      spoofEscapes: false,
      refusal: { status: 429 },
      tooSlow: false,
    })
    expect(seen.answer).toBe('5 of 6 admitted, 1 refused')
    expect(server.requests.length).toBe(7)
    expect(server.requests.map(({ body }) => body).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `{"user":"u${n}"}`))
    expect(server.requests.at(-1)?.headers['x-forwarded-for']).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
    expect(Object.keys(why(seen))).toEqual(['replicaEscapes', 'recovered'])
  },
)

it('sees a limit that is larger, and tries nothing around a limit that is not there', async () => {
  const { server } = await limited({ limit: 50 })
  const seen = await look({ recovery: true, replicas: [server.url] }, { origin: server.url })
  expect(seen.observation).toMatchObject({ sent: 6, admitted: 6, refusedCount: 0, exact: false })
  expect(seen.observation).not.toHaveProperty('firstRefusal')
  expect(why(seen)).toEqual({
    spoofEscapes: 'insufficient: nothing was refused',
    replicaEscapes: 'insufficient: nothing was refused',
    recovered: 'insufficient: nothing was refused',
  })
  expect(server.requests.length).toBe(6)
})

it('tells the limit that an admitted answer announces, and none where none is announced', async () => {
  const { server } = await limited({ limit: 50, headers: () => ({ 'ratelimit-limit': '50' }) })
  expect((await look({}, { origin: server.url })).observation).toMatchObject({ admitted: 6, exact: false, announcedLimit: 50 })
  const silent = await limited()
  expect((await look({}, { origin: silent.server.url })).observation).not.toHaveProperty('announcedLimit')
})

it('takes an early refusal as it is and never sends again', async () => {
  const { server } = await limited({ limit: 3 })
  const { observation } = await look({ concurrency: 'sequence', spoof: false }, { origin: server.url })
  expect(observation).toMatchObject({ admitted: 3, refusedCount: 3, firstRefusal: 4, exact: false })
  expect(server.requests.length).toBe(6)
})

it('sees who gets around it with a forged address', async () => {
  const { server } = await limited({ trusting: true })
  expect((await look({}, { origin: server.url })).observation).toMatchObject({ exact: true, spoofEscapes: true })
})

it('asks each replica once, and names the one with a count of its own', async () => {
  const { server, share } = await limited()
  const joined = (await limited({}, share)).server
  const apart = (await limited()).server
  const origins = [joined.url, apart.url]
  const { observation } = await look({ replicas: origins }, { origin: server.url, origins })
  expect(observation).toMatchObject({ replicaEscapes: true, escapedReplicas: [apart.url] })
  expect([joined.requests.length, apart.requests.length]).toEqual([1, 1])
  expect(
    (await look({ replicas: [joined.url], request: { path: '/x' } }, { origin: (await limited()).server.url, origins })).observation
      .replicaEscapes,
  ).toBe(false)
})

it('sends nothing to an origin that the environment does not name', async () => {
  const { server } = await limited()
  const stranger = (await limited()).server
  const seen = await look({ replicas: [stranger.url] }, { origin: server.url })
  expect(why(seen)['replicaEscapes']).toMatch(/^refused: .*none of the environment's origins$/)
  await expect(look({ request: { url: `${stranger.url}/` } }, { origin: server.url })).rejects.toMatchObject({ reason: 'refused' })
  expect(stranger.connections()).toBe(0)
})

it('waits as long as the refusal says, and sees that it is admitted again', async () => {
  const { server } = await limited({ windowMs: 900, headers: () => ({ 'retry-after': '1' }) })
  const { observation } = await look({ period: '2s', recovery: true, spoof: false }, { origin: server.url })
  expect(observation).toMatchObject({ recovered: true, agree: true, refusal: { retryAfterSeconds: 1 } })
  expect(observation.recoveredAfterMs).toBeGreaterThan(1900)
  expect(server.requests.length).toBe(7)
})

it('sees that it is still refused after the time', async () => {
  const { server } = await limited()
  const { observation } = await look({ period: '1s', recovery: true, spoof: false }, { origin: server.url })
  expect(observation.recovered).toBe(false)
  expect(observation).not.toHaveProperty('recoveredAfterMs')
})

it('does not begin a wait that its time-out cuts off', async () => {
  const { server } = await limited()
  const seen = await look({ recovery: true, spoof: false }, { origin: server.url, timeoutMs: 5000 })
  expect(why(seen)['recovered']).toMatch(/^insufficient: to wait 1 min 1 s does not fit .* needs a longer `timeout`$/)
})

it('moves the clock of the target in place of waiting, when that answers well', async () => {
  const { server } = await limited()
  const params = { spoof: false, shift: { method: 'POST', path: '/clock' } }
  expect((await look(params, { origin: server.url })).observation).toMatchObject({ exact: true, recovered: true })
  expect(server.requests.map(({ path }) => path).slice(-2)).toEqual(['/clock', '/login'])
  const other = (await limited()).server
  expect(why(await look({ ...params, shift: { path: '/elsewhere' } }, { origin: other.url }))['recovered']).toBe(
    'insufficient: the clock was not moved: the answer was 429',
  )
})

it('leaves exact unread when the burst took half of the period', async () => {
  const { server } = await limited({ delayMs: 150 })
  const seen = await look({ period: '1s', concurrency: 'sequence', spoof: false }, { origin: server.url })
  expect(seen.observation).not.toHaveProperty('exact')
  expect(why(seen)['exact']).toMatch(/^insufficient: the burst took /)
  expect(seen.observation.tooSlow).toBe(true)
})

it('counts by the statuses that mean refused and admitted', async () => {
  const { server } = await limited()
  const { observation } = await look({ ok: [200], refused: [403, 429] }, { origin: server.url })
  expect(observation).toMatchObject({ admitted: 0, otherCount: 5, refusedCount: 1, exact: false })
})

it('is no look when a request of the burst was not answered, and no retry follows', async () => {
  const server = await serveRaw((socket) => void socket.once('data', () => socket.destroy()))
  closing.push(server.close)
  await expect(look({ concurrency: 'sequence' }, { origin: server.url })).rejects.toMatchObject({
    reason: 'unreachable',
    again: false,
    message: expect.stringMatching(/^1 of 1 requests of the burst/) as string,
  })
  expect(server.connections()).toBe(1)
})

it('says what it sends, and always declares it', () => {
  const where = { origin: 'https://api.example.com' }
  const params = { limit: 5, period: '60s', request: { method: 'POST', path: '/login' } }
  expect(described(Params.parse(params), where).summary).toBe(
    '6 x POST https://api.example.com/login in one burst; once refused: 1 with a forged address (3 where it is admitted)',
  )
  expect(
    described(
      Params.parse({ ...params, spoof: false, concurrency: 'sequence', recovery: true, replicas: ['https://b.example.com'] }),
      where,
    ).summary,
  ).toBe(
    '6 x POST https://api.example.com/login one after the other; once refused: 1 to each of https://b.example.com, 1 after up to 1 min 0 s',
  )
  expect(probe.effect({ request: { path: '/' } })).toBe('declare')
})

it.each([
  { request: undefined },
  { requests: [{ path: '/' }] },
  { limit: 0 },
  { period: '60' },
  { refused: [] },
  { replicas: ['https://a.example/path'] },
])('does not take %o', (wrong) => {
  expect(Params.safeParse({ limit: 5, period: '60s', request: { path: '/' }, ...wrong }).success).toBe(false)
})
