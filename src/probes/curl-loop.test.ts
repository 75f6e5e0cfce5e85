import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { paste } from '../../test/support/paste.ts'
import { serve } from '../../test/support/server.ts'
import type { Received, TestServer } from '../../test/support/server.ts'
import { Secret } from '../redaction/secret.ts'
import { describe as load } from './load/describe.ts'
import { Params as Load } from './load/schema.ts'
import { describe as limit } from './rate-limit/describe.ts'
import { Params as Limit } from './rate-limit/schema.ts'
import { describe as timing } from './timing/describe.ts'
import { Params as Timing } from './timing/schema.ts'

const ODD = `a"b'c`
const odd = new Secret(ODD, 'secrets.odd', [{ variable: 'ODD' }])
const variables = { ODD }

let server: TestServer
let most = 0
beforeAll(async () => {
  let open = 0
  server = await serve(({ path }, response) => {
    if (path !== '/limited') return void response.end()
    most = Math.max(most, (open += 1))
    // The first ones wait for the last, if it is on its way.
    setTimeout(() => {
      open -= 1
      response.writeHead(429, { 'Retry-After': '7', 'X-RateLimit-Limit': '2', 'X-Other': '1' }).end()
    }, 500)
  })
})
afterAll(() => server.close())
let before = 0
beforeEach(() => void (before = server.requests.length))

const since = (): readonly Received[] => server.requests.slice(before)

it('a burst prints of each answer what it says of the limit, and is sent at the same moment', async () => {
  const raw = { request: { method: 'POST', path: '/limited', json: { n: 'a{n}b', password: odd } }, limit: 2, period: '1s' }
  const { stdout } = await paste(limit(Limit.parse(raw), { origin: server.url }).repeat, variables)
  expect(stdout.split('\n').sort()).toEqual([
    '',
    ...Array<string>(3).fill('HTTP/1.1 429 Too Many Requests Retry-After: 7 X-RateLimit-Limit: 2'),
  ])
  const bodies = () => since().map(({ body }): unknown => JSON.parse(body))
  expect(bodies()).toEqual(expect.arrayContaining(['a1b', 'a2b', 'a3b'].map((n) => ({ n, password: ODD }))))
  expect(most).toBe(3)
  before = server.requests.length
  await paste(limit(Limit.parse({ ...raw, concurrency: 'sequence' }), { origin: server.url }).repeat, variables)
  expect(bodies()).toEqual(['a1b', 'a2b', 'a3b'].map((n) => ({ n, password: ODD })))
})

it('a long burst is sent by 50 at a time', () => {
  const line = limit(Limit.parse({ request: { path: '/' }, limit: 120, period: '1s' }), { origin: server.url }).repeat
  expect(line).toContain('& [ $((i % 50)) -gt 0 ] || wait; done; wait)')
})

it('a comparison of times is a loop over both kinds, with secrets and a number', async () => {
  const params = Timing.parse({
    a: [{ method: 'POST', path: '/a', json: { user: '{n}', password: odd } }],
    b: [{ method: 'POST', path: '/b', json: { user: 'nobody-{n}' } }, { path: '/other' }],
    pairs: 30,
    warmup: 0,
  })
  const { stdout } = await paste(timing(params, { origin: server.url }).repeat, variables)
  expect(stdout.trim().split('\n')).toHaveLength(20)
  expect(stdout).toMatch(/^a 200 0\.\d+ s\nb 200 0\.\d+ s\na 200 /)
  expect(
    since()
      .slice(2, 4)
      .map(({ body }): unknown => JSON.parse(body)),
  ).toEqual([{ user: '2', password: ODD }, { user: 'nobody-2' }])
})

it('a load is shown by some of its requests, never by more than it sends of one', async () => {
  const line = (raw: object) => load(Load.parse(raw), { origin: server.url }).repeat
  const { stdout } = await paste(line({ request: { path: '/{n}' }, users: 5, iterations: 100 }))
  expect(stdout).toMatch(/^(?:200 0\.\d+ s\n){10}$/)
  expect(since().map(({ path }) => path)).toEqual(Array.from({ length: 10 }, (_, at) => `/${at + 1}`))
  expect(line({ requests: [{ path: '/a' }, { path: '/b' }], users: 3, iterations: 1 })).toContain('seq 1)')
  expect(line({ request: { path: '/' }, users: 3, duration: '1s' })).toContain('seq 10)')
})
