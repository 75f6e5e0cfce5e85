import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import type { ContextOptions } from '../../../test/support/context.ts'
import { serve, serveRaw, serveTls } from '../../../test/support/server.ts'
import { Secret } from '../../redaction/secret.ts'
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
  return { ...seen, pages: seen.observation.pages }
}

async function site(handler: Parameters<typeof serve>[0]) {
  const server = await serve(handler)
  closing.push(server.close)
  return server
}

/** A server that answers every request with these bytes as its header. */
async function lines(...header: string[]) {
  const server = await serveRaw(
    (socket) =>
      void socket.on('data', () =>
        socket.end(`HTTP/1.1 200 OK\r\n${header.map((line) => `${line}\r\n`).join('')}Content-Length: 0\r\n\r\n`),
      ),
  )
  closing.push(server.close)
  return server
}

it('reads duplicate lines as they came over the wire', async () => {
  const { url } = await lines(
    'X-Frame-Options: DENY',
    'x-frame-options: SAMEORIGIN',
    "Content-Security-Policy: script-src 'unsafe-inline'",
    "Content-Security-Policy: script-src 'self'",
    'Referrer-Policy: unsafe-url',
    'Referrer-Policy: no-referrer',
    'Server: nginx/1.24.0',
    'Set-Cookie: sid=1',
  )
  const { pages, answer } = await look({ path: '/' }, { origin: url })
  expect(pages).toHaveLength(1)
  expect(pages[0]).toMatchObject({
    name: '/',
    url: `${url}/`,
    status: 200,
    secure: false,
    framing: 'deny',
    xFrameOptions: 'DENY, SAMEORIGIN',
    duplicates: ['x-frame-options'],
    csp: { policies: 2, allowsInlineScript: false },
    referrerPolicy: 'no-referrer',
    server: 'nginx/1.24.0',
    disclosesVersion: true,
    nosniff: false,
  })
  expect(pages[0]?.headers).toMatchObject({ 'x-frame-options': 'DENY, SAMEORIGIN' })
  expect(pages[0]?.headers).not.toHaveProperty('set-cookie')
  expect(pages[0]?.malformed.map(({ header }) => header)).toEqual(['x-frame-options'])
  expect(answer).toBe('/ 200')
})

it('takes Strict-Transport-Security over TLS alone', async () => {
  const header = { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload' }
  const secure = await serveTls((_, response) => void response.writeHead(200, header).end())
  closing.push(secure.close)
  const plain = await site((_, response) => void response.writeHead(200, header).end())
  const over = async (origin: string, ca?: string) => (await look({ path: '/' }, { origin, ...(ca === undefined ? {} : { ca }) })).pages[0]
  expect(await over(secure.url, secure.caPem)).toMatchObject({
    secure: true,
    hsts: { sent: true, active: true, maxAgeSeconds: 31_536_000, preloadReady: true },
  })
  expect(await over(plain.url)).toMatchObject({ secure: false, hsts: { sent: true, active: false, maxAgeSeconds: 0, preloadReady: false } })
})

it('looks at errors as at pages, in the order of the parameters', async () => {
  const server = await site(({ path, method }, response) => {
    if (path === '/') response.setHeader('X-Frame-Options', 'DENY')
    response.writeHead(path === '/' ? 200 : method === 'POST' ? 422 : 404).end()
  })
  const { pages } = await look(
    {
      headers: { Accept: 'text/html' },
      paths: [
        '/',
        { name: 'not found', path: '/none', expectStatus: 404 },
        { method: 'post', path: '/login', json: { user: 'al' }, headers: { Accept: 'application/json' }, expectStatus: [400, 422] },
      ],
    },
    { origin: server.url },
  )
  expect(pages.map(({ name, status, framing }) => `${name} ${status} ${framing}`)).toEqual([
    '/ 200 deny',
    'not found 404 any',
    'POST /login 422 any',
  ])
  expect(server.requests.map(({ method, path, body, headers }) => [method, path, body, headers.accept])).toEqual([
    ['GET', '/', '', 'text/html'],
    ['GET', '/none', '', 'text/html'],
    ['POST', '/login', '{"user":"al"}', 'application/json'],
  ])
})

it('does not take an answer of another status for the page that is meant', async () => {
  const server = await site((_, response) => void response.writeHead(200, { 'X-Frame-Options': 'DENY' }).end('a page that says sorry'))
  await expect(look({ paths: ['/', { path: '/none', expectStatus: 404 }] }, { origin: server.url })).rejects.toMatchObject({
    reason: 'insufficient',
    message: '/none answered 200, meant was the answer with 404',
    again: false,
  })
})

it('is unknown as a whole when one page does not answer', async () => {
  const server = await serveRaw(
    (socket) =>
      void socket.on('data', (chunk) =>
        String(chunk).startsWith('GET / ') ? socket.end('HTTP/1.1 204 No Content\r\n\r\n') : socket.destroy(),
      ),
  )
  closing.push(server.close)
  await expect(look({ paths: ['/', '/gone'] }, { origin: server.url })).rejects.toMatchObject({ reason: 'unreachable' })
  await expect(look({ path: '/' }, {})).rejects.toMatchObject({ reason: 'unconfigured' })
})

it('looks at the redirect, or follows it and looks at its end', async () => {
  const server = await site(
    ({ path }, response) =>
      void (path === '/' ? response.writeHead(302, { location: '/home' }) : response.setHeader('X-Content-Type-Options', 'nosniff')).end(),
  )
  expect((await look({ path: '/' }, { origin: server.url })).pages[0]).toMatchObject({ status: 302, nosniff: false })
  expect((await look({ path: '/', redirects: 1 }, { origin: server.url })).pages[0]).toMatchObject({
    name: '/',
    status: 200,
    url: `${server.url}/home`,
    nosniff: true,
  })
})

it('sends the identity unless it is to be anonymous', async () => {
  const server = await site((_, response) => void response.end())
  const identity = { headers: [['Authorization', new Secret('Bearer t0p-s3cret-token', 'secrets.token')]] as const }
  await look({ path: '/' }, { origin: server.url, identity })
  await look({ path: '/', anonymous: true }, { origin: server.url, identity })
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer t0p-s3cret-token', undefined])
})

it('is not fooled by headers of the prototype or a policy made to be slow', async () => {
  const long = Array.from({ length: 700 }, (_, at) => `https://h${at}.example`).join(' ')
  const { url } = await lines('__proto__: x', 'constructor: y', `Content-Security-Policy: script-src ${long}`)
  const context = testContext({ origin: url })
  closing.push(context.close)
  const { observation } = await observe(Params.parse({ path: '/' }), context)
  expect(Object.entries(observation.pages[0]?.headers ?? {})).toContainEqual(['constructor', 'y'])
  expect(observation.pages[0]?.csp).toMatchObject({ present: true, wildcardScript: false })
})

it.each([
  {},
  { path: '/', paths: ['/'] },
  { paths: [] },
  { path: '//evil.example' },
  { paths: [{ path: '/', expectStatus: 99 }] },
  { paths: [{ url: 'https://a.example' }] },
])('does not take %o', (params) => {
  expect(Params.safeParse(params).success).toBe(false)
})

it('must say its effect as soon as one page is more than read', () => {
  const effects = [
    { path: '/' },
    { paths: ['/', { path: '/a', method: 'head' }] },
    { paths: ['/', { path: '/a', method: 'POST' }] },
    { paths: '{a template}' },
  ].map((raw) => probe.effect(raw))
  expect(effects).toEqual(['read', 'read', 'declare', 'declare'])
})

it('tells what it would send, and never a header of it', () => {
  const params = Params.parse({
    paths: [
      "/it's",
      {
        method: 'POST',
        path: '/login',
        json: { password: 'x' },
        headers: { 'X-Key': new Secret('s3cr3t-t0k3n-value', 'secrets.key') },
        expectStatus: [401, 403],
      },
    ],
  })
  expect(probe.describe(params, { origin: 'https://api.example.com' })).toEqual({
    summary: "GET https://api.example.com/it's, POST https://api.example.com/login (401 or 403)",
    repeat: "curl -s -o /dev/null -D - 'https://api.example.com/it'\\''s'",
  })
})
