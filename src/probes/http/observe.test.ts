import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import type { ContextOptions } from '../../../test/support/context.ts'
import { serve, serveRaw, serveTls } from '../../../test/support/server.ts'
import { Secret } from '../../redaction/secret.ts'
import { describe as described } from './describe.ts'
import { probe } from './index.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function look(params: Record<string, unknown>, options: ContextOptions<undefined>) {
  const context = testContext(options)
  closing.push(context.close)
  const seen = await observe(Params.parse(params), context)
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return seen
}

async function site(handler: Parameters<typeof serve>[0]) {
  const server = await serve(handler)
  closing.push(server.close)
  return server
}

const secret = new Secret('s3cr3t-t0k3n-value', 'secrets.adminToken')

it('sees status, headers, body, JSON, cookies and times of an answer', async () => {
  const server = await site((_, response) => {
    response.writeHead(201, 'Made', { 'content-type': 'application/json', 'X-Twice': ['a', 'b'], 'set-cookie': ['a=1; HttpOnly', 'b=2'] })
    response.end('{"id":"ev_1"}')
  })
  const { observation, answer, unread } = await look({ path: '/x' }, { origin: server.url })
  expect(observation).toMatchObject({
    url: `${server.url}/x`,
    status: 201,
    reason: 'Made',
    body: '{"id":"ev_1"}',
    bodyBytes: 13,
    json: { id: 'ev_1' },
    setCookie: ['a=1; HttpOnly', 'b=2'],
    redirects: [],
    remoteAddress: '127.0.0.1',
  })
  expect(observation.headers).toMatchObject({ 'content-type': 'application/json', 'x-twice': 'a, b' })
  expect(observation.totalMs).toBeGreaterThanOrEqual(observation.firstByteMs)
  expect([answer, unread]).toEqual(['201 Made, 13 bytes', undefined])
})

it('sends method, query, headers and bodies, secrets among them', async () => {
  const server = await site((_, response) => void response.end())
  const send = (params: Record<string, unknown>) => look({ method: 'post', path: '/p?a=1', ...params }, { origin: server.url })
  await send({ query: { b: ['x y', 2], c: true }, json: { user: 'al', password: secret, list: [secret] } })
  await send({ form: { user: 'a&l', password: secret } })
  await send({ body: secret, headers: { 'content-type': 'text/plain', 'X-Token': secret } })
  const value = secret.reveal()
  expect(server.requests.map(({ method, path, body, headers }) => [method, path, body, headers['content-type']])).toEqual([
    ['POST', '/p?a=1&b=x+y&b=2&c=true', `{"user":"al","password":"${value}","list":["${value}"]}`, 'application/json'],
    ['POST', '/p?a=1', `user=a%26l&password=${value}`, 'application/x-www-form-urlencoded'],
    ['POST', '/p?a=1', value, 'text/plain'],
  ])
  expect(server.requests[2]?.headers['x-token']).toBe(value)
})

it('refuses a secret in the JSON of a request to another origin', async () => {
  const server = await site((_, response) => void response.end())
  const elsewhere = look({ method: 'POST', url: `${server.url}/`, json: { password: secret } }, { origin: 'http://127.0.0.1:9' })
  await expect(elsewhere).rejects.toMatchObject({ reason: 'refused', message: expect.not.stringContaining(secret.reveal()) as string })
  expect(server.requests).toEqual([])
})

it('leaves json unread on a login page, and says what came', async () => {
  const server = await site(
    (_, response) => void response.setHeader('content-type', 'text/html').end('<!DOCTYPE html><title>Sign in</title>'),
  )
  const { observation, unread } = await look({ path: '/' }, { origin: server.url })
  expect(observation).not.toHaveProperty('json')
  expect(unread).toEqual([
    {
      path: ['json'],
      reason: 'malformed',
      detail: 'the body is HTML, not JSON: it is not JSON; content-type text/html; it starts with "<!DOCTYPE html><title>Sign in</title>"',
    },
  ])
})

it('leaves json unread on an empty body and on a duplicate key', async () => {
  const server = await site((request, response) => void response.end(request.path === '/empty' ? '' : '{"admin":false,"admin":true}'))
  expect((await look({ path: '/empty' }, { origin: server.url })).unread?.[0]?.detail).toMatch(/^the body is empty/)
  expect((await look({ path: '/twice' }, { origin: server.url })).unread?.[0]?.detail).toMatch(/duplicate key "admin"/)
})

it('is not fooled by ESC in the reason or a header named __proto__', async () => {
  const server = await serveRaw(
    (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 \u001b[2JGO\r\n__proto__: x\r\nContent-Length: 2\r\n\r\n{}')),
  )
  closing.push(server.close)
  const context = testContext({ origin: server.url })
  closing.push(context.close)
  const { observation, answer } = await observe(Params.parse({ path: '/' }), context)
  expect(answer).toBe('200 \\u{1b}[2JGO, 2 bytes')
  expect(Object.keys(observation.headers)).toEqual(['__proto__', 'content-length'])
  expect(observation.status).toBe(200)
})

it('tells the certificate and the days it has left', async () => {
  const server = await serveTls((_, response) => void response.end('{}'), { days: 10 })
  closing.push(server.close)
  const { observation } = await look({ path: '/' }, { origin: server.url, ca: server.caPem })
  expect(observation.tls).toMatchObject({ protocol: 'TLSv1.3', names: ['localhost', '127.0.0.1'] })
  expect(observation.tls?.daysLeft).toBeCloseTo(10, 0)
})

it('is unconfigured without an origin', async () => {
  await expect(look({ path: '/' }, {})).rejects.toMatchObject({ reason: 'unconfigured' })
})

it.each<[Record<string, unknown>, string]>([
  [{}, 'neither'],
  [{ path: '/', url: 'http://a/' }, 'both'],
  [{ path: '//evil.example/' }, 'a host as path'],
  [{ path: 'health' }, 'no slash'],
  [{ path: '/', json: {}, body: 'x' }, 'two bodies'],
  [{ path: '/', retries: 2 }, 'an unknown key'],
  [{ path: '/', redirects: 21 }, 'too many redirects'],
])('does not take %o (%s)', (params) => {
  expect(Params.safeParse(params).success).toBe(false)
})

it('says that whatever is not a plain read must declare its effect', () => {
  expect(['GET', 'head', 'OPTIONS', undefined, 'POST', 'DELETE', '${params.m}'].map((method) => probe.effect({ method }))).toEqual([
    'read',
    'read',
    'read',
    'read',
    'declare',
    'declare',
    'declare',
  ])
})

it('shows the request as a curl line with secrets as shell variables', () => {
  const params = Params.parse({
    method: 'DELETE',
    path: "/api/it's",
    headers: { 'X-Intent': secret, Accept: 'a b' },
    json: { say: 'a "quoted" $HOME `x`', token: secret },
  })
  const { summary, repeat } = described(params, { origin: 'https://api.example.com' })
  expect(summary).toBe("DELETE https://api.example.com/api/it's")
  expect(repeat).toBe(
    [
      String.raw`: "$${'{'}SECRETS_ADMIN_TOKEN:?}" && jq -nc --arg s1 "$SECRETS_ADMIN_TOKEN" '{"say":"a \"quoted\" $HOME \`x\`","token":"\($s1)"}' |`.replaceAll(
        '\\`',
        '`',
      ),
      'curl -i -X DELETE',
      "-H 'Content-Type: application/json'",
      '-H "X-Intent: $SECRETS_ADMIN_TOKEN"',
      "-H 'Accept: a b'",
      '-d @-',
      String.raw`'https://api.example.com/api/it'\''s'`,
    ].join(' '),
  )
  expect(repeat).not.toContain(secret.reveal())
})

it('shows the headers of the identity in the line that repeats the request, where they were sent', () => {
  const identity = [['Authorization', new Secret('Bearer s3cr3t-t0ken-value', 'secrets.adminToken')]] as const
  const line = (params: object, origin = 'https://api.example.com') => described(Params.parse(params), { origin, identity }).repeat
  expect(line({ path: '/me' })).toBe(`curl -i -H "Authorization: Bearer \${SECRETS_ADMIN_TOKEN:?}" https://api.example.com/me`)
  expect(line({ path: '/me', anonymous: true })).toBe('curl -i https://api.example.com/me')
  expect(line({ url: 'https://other.example.com/me' })).toBe('curl -i https://other.example.com/me')
  expect(line({ path: '/me', headers: { authorization: 'none' } })).toBe("curl -i -H 'authorization: none' https://api.example.com/me")
})
