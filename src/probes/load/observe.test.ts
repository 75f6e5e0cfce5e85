import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { serve, serveRaw } from '../../../test/support/server.ts'
import { describe as described } from './describe.ts'
import { probe } from './index.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function site(handler: Parameters<typeof serve>[0] = (_, response) => void response.end('ok')) {
  const server = await serve(handler)
  closing.push(server.close)
  return server
}

async function look(origin: string, params: Record<string, unknown>, timeoutMs = 60_000) {
  const context = testContext({ origin, timeoutMs })
  closing.push(context.close)
  const seen = await observe(Params.parse({ request: { path: '/' }, ...params }), context)
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return seen
}

const sleep = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms))

it('sends each request of a rate once, the warm-up too, and counts those after it', async () => {
  const server = await site()
  const { observation, answer } = await look(server.url, {
    rate: 100,
    duration: '1s',
    warmup: '300ms',
    request: { method: 'POST', path: '/', json: { user: 'u{n}' } },
  })
  expect(server.requests.length).toBe(130)
  expect(new Set(server.requests.map(({ body }) => body)).size).toBe(130)
  expect(observation).toMatchObject({
    sent: 100,
    completed: 100,
    failed: 0,
    statuses: { 200: 100 },
    non2xx: 0,
    bytes: 200,
    firstErrors: [],
    unsent: 0,
  })
  expect(server.connections()).toBeLessThan(130)
  expect(answer).toBe('100 of 100 answered')
})

it('shows a stall with all who would have waited, and sends them meanwhile', async () => {
  const startedAt = performance.now()
  let [waiting, most] = [0, 0]
  const server = await site(async (_, response) => {
    const at = performance.now() - startedAt
    waiting += 1
    most = Math.max(most, waiting)
    await sleep(at > 1000 && at < 1600 ? 1600 - at : 0)
    waiting -= 1
    response.end()
  })
  const { observation } = await look(server.url, { rate: 200, duration: '2s', warmup: '200ms' })
  expect(observation).toMatchObject({ sent: 400, completed: 400 })
  expect(observation.p99Ms).toBeGreaterThan(400)
  expect(observation.p90Ms).toBeGreaterThan(200)
  expect(observation.p50Ms).toBeLessThan(300)
  expect(most).toBeGreaterThan(50)
})

it('counts what waits for a connection as time of the answer', async () => {
  const server = await site(async (_, response) => {
    await sleep(400)
    response.end()
  })
  const { observation } = await look(server.url, { rate: 20, duration: '1s', warmup: '1ms', connections: 1, within: '1s' })
  expect(observation.sent + observation.unsent).toBe(20)
  expect(observation.failed).toBeGreaterThan(10)
  expect(observation).toMatchObject({ p95Ms: 1001, maxMs: 1001, valid: false })
  expect(server.requests.length).toBeLessThanOrEqual(observation.sent + 1)
  expect(observation.timeouts).toBe(observation.failed)
})

it('lets each user wait for the answer, and counts iterations exactly', async () => {
  let [now, most] = [0, 0]
  const server = await site(async (_, response) => {
    now += 1
    most = Math.max(most, now)
    await sleep(20)
    now -= 1
    response.end()
  })
  const { observation } = await look(server.url, { users: 5, iterations: 6 })
  expect([server.requests.length, server.connections(), most]).toEqual([30, 5, 5])
  expect(observation).toMatchObject({ sent: 30, completed: 30, valid: true })
  expect(observation).not.toHaveProperty('sendLagP99Ms')
})

it('lets users ask until the time is over, without those of the warm-up', async () => {
  const server = await site(async (_, response) => {
    await sleep(20)
    response.end()
  })
  const { observation } = await look(server.url, { users: 2, duration: '600ms', warmup: '400ms' })
  expect(observation.completed).toBeGreaterThan(5)
  expect(observation.completed).toBeLessThan(server.requests.length)
})

it('counts time-outs and broken connections, and keeps the answers', async () => {
  let at = 0
  const server = await site((_, response) => {
    at += 1
    if (at % 3 === 1) response.destroy()
    else if (at % 3 === 2) response.writeHead(500).end()
  })
  const { observation } = await look(server.url, { users: 1, iterations: 9, within: '300ms' })
  expect(observation).toMatchObject({ sent: 9, completed: 3, failed: 6, timeouts: 3, statuses: { 500: 3 }, non2xxShare: 1, p50Ms: 301 })
  expect(observation.firstErrors).toEqual(['3 x the server closed the connection before it answered', '3 x no answer in time'])
})

it('says that a limit was measured', async () => {
  const server = await site((_, response) => void response.writeHead(429).end())
  const { observation, unread } = await look(server.url, { users: 2, iterations: 5 })
  expect(observation).toMatchObject({ refused: 10, valid: false })
  expect(unread?.length).toBe(5)
})

it('gives up where nothing answers, after a hundred tries', async () => {
  const server = await serveRaw((socket) => void socket.destroy())
  closing.push(server.close)
  await expect(look(server.url, { rate: 500, duration: '20s' })).rejects.toMatchObject({
    reason: 'unreachable',
    again: false,
    message: expect.stringMatching(/^none of \d+ requests was answered: /) as string,
  })
  expect(server.connections()).toBeGreaterThanOrEqual(100)
  expect(server.connections()).toBeLessThan(400)
})

it('sends nothing when its time-out is too short for the load', async () => {
  const server = await site()
  await expect(look(server.url, { rate: 10, duration: '30s' }, 30_000)).rejects.toMatchObject({
    reason: 'insufficient',
    message: expect.stringContaining('longer `timeout`') as string,
  })
  expect(server.connections()).toBe(0)
})

it('says what it sends, and always declares it', () => {
  const say = (params: object) => described(Params.parse({ request: { path: '/' }, ...params }), { origin: 'https://h.example' }).summary
  expect(say({ rate: 50, duration: '30s' })).toBe('1550 x GET https://h.example/, 50 a second for 31.0 s (the first 1.0 s to warm up)')
  expect(say({ users: 10, iterations: 5 })).toBe('50 x GET https://h.example/, by 10 users, one after the other each')
  expect(say({ users: 10, duration: '2m' })).toBe('GET https://h.example/, by 10 users, one after the other each for 2 min 0 s')
  expect(probe.effect({ request: { path: '/' } })).toBe('declare')
})

it.each([
  {},
  { rate: 5 },
  { users: 5 },
  { rate: 5, users: 5, duration: '1s' },
  { users: 5, duration: '1s', iterations: 3 },
  { rate: 5, duration: '1s', iterations: 3 },
  { users: 5, iterations: 3, warmup: '1s' },
  { rate: 0, duration: '1s' },
])('does not take %o', (wrong) => {
  expect(Params.safeParse({ request: { path: '/' }, ...wrong }).success).toBe(false)
})
