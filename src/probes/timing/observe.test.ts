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

const login = (user: string) => ({ method: 'POST', path: '/login', json: { user } })

async function look(origin: string, params: Record<string, unknown> = {}, timeoutMs = 60_000) {
  const context = testContext({ origin, timeoutMs })
  closing.push(context.close)
  const seen = await observe(
    Params.parse({ a: [login('known')], b: [login('nobody-{random}')], pairs: 30, warmup: 2, margin: '50ms', ...params }),
    context,
  )
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return seen
}

/** A login that takes 60 ms to check a password, and may skip that for users it does not know. */
async function site(skips: boolean, refuses: (at: number) => boolean = () => false) {
  let at = 0
  const server = await serve(async (request, response) => {
    at += 1
    if (refuses(at)) return void response.writeHead(429).end()
    if (!skips || request.body.includes('known')) await new Promise((resolve) => void setTimeout(resolve, 60))
    response.writeHead(401).end()
  })
  closing.push(server.close)
  return server
}

it('sees a password check that is skipped for unknown users, over one connection, every pair in an order of its own', async () => {
  const server = await site(true)
  const { observation, unread } = await look(server.url)
  expect(observation).toMatchObject({
    samples: 30,
    dropped: 0,
    distinguishable: true,
    equivalent: false,
    a: { statuses: { 401: 30 } },
    b: { statuses: { 401: 30 } },
  })
  expect(unread).toEqual([])
  expect(observation.differenceMs).toBeGreaterThan(30)
  expect(observation.z).toBeGreaterThan(3.29)
  expect([server.requests.length, server.connections()]).toEqual([64, 1])
  const users = server.requests.map(({ body }) => body.includes('"known"'))
  const firsts = users.filter((_, index) => index % 2 === 0)
  expect(users.filter(Boolean).length).toBe(32)
  expect(new Set(firsts).size).toBe(2)
  expect(new Set(server.requests.map(({ body }) => body)).size).toBe(33)
})

it('finds equal times equal, and that it would have seen a difference', async () => {
  const server = await site(false)
  const { observation } = await look(server.url, { control: undefined })
  expect(observation).toMatchObject({ equivalent: true, powerful: true })
  expect(observation.a?.medianMs).toBeGreaterThan(50)
})

it('measures a kind that is known to differ beside', async () => {
  const server = await site(true)
  const { observation } = await look(server.url, { a: [login('x')], b: [login('y')], control: [login('known')] })
  expect(observation).toMatchObject({ powerful: true, equivalent: true, control: { statuses: { 401: 30 } } })
  expect(server.requests.length).toBe(96)
})

it('drops pairs that a limit refused, and ends when they are too many', async () => {
  const some = await site(true, (at) => at % 40 === 10)
  const { observation } = await look(some.url, { pairs: 35, warmup: 0 })
  expect(observation.dropped).toBe(2)
  expect(observation).toMatchObject({ samples: 33, distinguishable: true })
  const most = await site(true, (at) => at > 10)
  const { observation: limited, unread } = await look(most.url)
  expect(limited).not.toHaveProperty('equivalent')
  expect(limited.dropped).toBe(7)
  expect(most.requests.length).toBe(2 * (2 + 3 + 7))
  expect(unread?.map(({ path }) => path[0])).toEqual([
    'differenceMs',
    'differenceLowMs',
    'differenceHighMs',
    'z',
    'distinguishable',
    'equivalent',
    'detectableMs',
    'powerful',
  ])
  expect(unread?.[0]).toMatchObject({
    reason: 'insufficient',
    detail: expect.stringMatching(/^3 of 30 pairs count, 7 were dropped/) as string,
  })
})

it.each([503, 500])('takes an answer %i for no sample, so that failures of the server do not look alike', async (status) => {
  let at = 0
  const server = await serve((_, response) => {
    at += 1
    response.writeHead(at > 8 ? status : 401).end()
  })
  closing.push(server.close)
  const { observation, unread } = await look(server.url)
  expect(observation.dropped).toBe(7)
  expect(observation).not.toHaveProperty('equivalent')
  expect(unread?.[0]?.reason).toBe('insufficient')
})

it('keeps what it measured when the time is nearly over', async () => {
  const { observation, unread } = await look((await site(false)).url, {}, 2000)
  expect(observation.samples).toBeLessThan(30)
  expect(unread?.[0]?.reason).toBe('insufficient')
})

it('is no look when nothing counts', async () => {
  await expect(look((await site(true, () => true)).url)).rejects.toMatchObject({
    reason: 'insufficient',
    message: 'none of 7 pairs counts: 7 x 429 and 7 x 429',
  })
  const deaf = await serveRaw((socket) => void socket.once('data', () => socket.destroy()))
  closing.push(deaf.close)
  await expect(look(deaf.url)).rejects.toMatchObject({ reason: 'unreachable' })
})

it('says what it sends, and declares what is more than a read', () => {
  const params = Params.parse({ a: [{ path: '/a' }], b: [login('{n}')] })
  expect(described(params, { origin: 'https://h.example' }).summary).toBe(
    '65 x each of GET https://h.example/a and POST https://h.example/login, one after the other in random order',
  )
  expect(
    [
      { a: [{ path: '/a' }], b: [{ path: '/b' }] },
      { a: [{}], b: [login('x')] },
      { a: [{}], b: [{}], control: [login('x')] },
    ].map((raw) => probe.effect(raw)),
  ).toEqual(['read', 'declare', 'declare'])
})

it.each([{ pairs: 29 }, { a: [] }, { margin: '15' }, { b: undefined }])('does not take %o', (wrong) => {
  expect(Params.safeParse({ a: [{ path: '/a' }], b: [{ path: '/b' }], ...wrong }).success).toBe(false)
})
