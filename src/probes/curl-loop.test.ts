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
const odd = new Secret(ODD, 'secrets.odd', [{ shell: '$ODD' }])
const variables = { ODD }

let server: TestServer
beforeAll(async () => {
  server = await serve((_, response) => void response.end())
})
afterAll(() => server.close())
let before = 0
beforeEach(() => void (before = server.requests.length))

const since = (): readonly Received[] => server.requests.slice(before)

it('a burst prints the status of each answer', async () => {
  const params = Limit.parse({ request: { method: 'POST', path: '/', json: { n: 'a{n}', password: odd } }, limit: 2, period: '1s' })
  const { stdout } = await paste(limit(params, { origin: server.url }).repeat, variables)
  expect(stdout).toBe('200\n200\n200\n')
  expect(since().map(({ body }): unknown => JSON.parse(body))).toEqual(['a1', 'a2', 'a3'].map((n) => ({ n, password: ODD })))
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
