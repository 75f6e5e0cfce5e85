import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { testContext } from '../../test/support/context.ts'
import { paste } from '../../test/support/paste.ts'
import { serve } from '../../test/support/server.ts'
import type { Received, TestServer } from '../../test/support/server.ts'
import { Secret } from '../redaction/secret.ts'
import { describe } from './http/describe.ts'
import { observe } from './http/observe.ts'
import { Params } from './http/schema.ts'
import { loadProbe } from './registry.ts'

const ODD = `a"b\\c'd&e+f=g%41 $HOME \`x\` {n} é\n!`
const odd = new Secret(ODD, 'secrets.odd', [{ variable: 'ODD' }])
const bearer = new Secret('Bearer plain-token-1', 'saved.token', ['Bearer ', { variable: 'TOKEN' }])
const variables = { ODD, TOKEN: 'plain-token-1' }

let server: TestServer
beforeAll(async () => {
  server = await serve(({ path }, response) => {
    if (path === '/moved') return void response.writeHead(303, { location: '/there' }).end()
    response.end('{}')
  })
})
afterAll(() => server.close())
let before = 0
beforeEach(() => void (before = server.requests.length))

const since = (): readonly Received[] => server.requests.slice(before)

/** What decides the answer of a request. */
const essence = ({ method, path, headers, body }: Received) => [
  method,
  path,
  body === '' || headers['content-type'],
  headers['authorization'],
  headers['x-empty'],
  body,
]

const SENT: readonly (readonly [string, object])[] = [
  ['a page', { path: '/a?b=c%20d', headers: { Authorization: bearer } }],
  ['JSON without a secret', { method: 'POST', path: '/', json: { say: `it's "quoted" $HOME \\` } }],
  [
    'JSON with a secret that holds quotes',
    { method: 'POST', path: '/', json: { 'k "1"': [1, null, odd], b: `\\(1) it's`, again: odd, token: bearer } },
  ],
  ['a secret as the whole of JSON', { method: 'PUT', path: '/', json: odd }],
  ['a form with a secret that must be encoded', { method: 'POST', path: '/', form: { 'a b': 'c&d', password: odd, last: 'é' } }],
  ['a body as it is', { method: 'POST', path: '/', body: odd }],
  ['a body with a type', { method: 'PATCH', path: '/', body: '<a/>', headers: { 'content-type': 'text/xml' } }],
  ['an empty header, and brackets', { path: '/a?filter[b]={c}', headers: { 'X-Empty': '' } }],
  ['a body with GET', { path: '/', json: { a: 1 } }],
  ['a POST after a redirect', { method: 'POST', path: '/moved', json: { a: odd }, redirects: 3 }],
]

it.each(SENT)('the line sends what the look sends: %s', async (_, raw) => {
  const params = Params.parse(raw)
  const context = testContext({ origin: server.url })
  await observe(params, context)
  await context.close()
  const looked = since().map(essence)
  before = server.requests.length
  expect(await paste(describe(params, { origin: server.url }).repeat, variables)).toMatchObject({ code: 0 })
  expect(since().map(essence)).toEqual(looked)
})

it('pages, metrics and instances are asked with the identity that the look has', async () => {
  const where = { origin: server.url, identity: [['Authorization', bearer]] as const }
  const lines = await Promise.all(
    [
      ['headers', { path: '/page' }],
      ['metrics', { path: '/metrics' }],
      ['topology', { path: '/health', samples: 2, instance: 'json.id' }],
    ].map(async ([name, raw]) => {
      const probe = await loadProbe(String(name))
      return probe?.describe(probe.params.parse(raw), where).repeat
    }),
  )
  for (const line of lines) await paste(line, variables)
  expect(new Set(since().map(({ headers }) => headers['authorization']))).toEqual(new Set(['Bearer plain-token-1']))
  expect(since().map(({ path }) => path)).toEqual(expect.arrayContaining(['/page', '/metrics', '/health', '/health']))
})
