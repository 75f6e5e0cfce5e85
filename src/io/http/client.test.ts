import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import type { ContextOptions } from '../../../test/support/context.ts'
import { serve, serveRaw, serveTls } from '../../../test/support/server.ts'
import { LookError } from '../../core/look-error.ts'
import { Secret } from '../../redaction/secret.ts'
import { createJar } from './jar.ts'
import type { HttpRequest } from './types.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Handler = Parameters<typeof serve>[0]

async function site(handler: Handler = (_, response) => void response.end('ok')) {
  const server = await serve(handler)
  closing.push(server.close)
  return server
}

function client(options: ContextOptions<undefined>) {
  const context = testContext(options)
  closing.push(context.close)
  return (request: Partial<HttpRequest> & { url: string }) =>
    context.http.send({ method: 'GET', signal: context.signal, timeoutMs: 5000, ...request })
}

const said = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof LookError ? `${error.reason}: ${error.message}` : error),
  )
const token = new Secret('s3cr3t-t0k3n-value', 'secrets.token')
const identity = { headers: [['Authorization', token] as const] }

it('sends the markers of the run and the identity to an origin of the environment', async () => {
  const server = await site()
  await client({ origin: server.url, identity })({ url: server.url })
  expect(server.requests[0]?.headers).toMatchObject({
    'user-agent': 'readiness/0.0.0-test',
    'x-readiness-run': 'test-run',
    authorization: token.reveal(),
  })
})

it('keeps the identity from other origins and from anonymous requests', async () => {
  const [own, other] = [await site(), await site()]
  const send = client({ origin: own.url, identity })
  await send({ url: other.url })
  await send({ url: own.url, anonymous: true })
  expect([other, own].map((server) => server.requests[0]?.headers.authorization)).toEqual([undefined, undefined])
})

it('refuses a secret for a foreign origin, in a header and in the body, and sends nothing', async () => {
  const [own, other] = [await site(), await site()]
  const send = client({ origin: own.url })
  expect(await said(send({ url: other.url, headers: { 'X-Api-Key': token } }))).toMatch(
    /^refused: the header X-Api-Key holds the secret secrets.token/,
  )
  expect(await said(send({ url: other.url, method: 'POST', body: token }))).toMatch(/^refused: the body holds the secret/)
  expect(other.connections()).toBe(0)
})

it('does not follow a redirect to another origin, and the secret stays here', async () => {
  const other = await site()
  const own = await site((_, response) => void response.writeHead(307, { location: `${other.url}/steal` }).end())
  const exchange = await client({ origin: own.url, identity })({ url: `${own.url}/a`, maxRedirects: 5, headers: { 'X-Api-Key': token } })
  expect(exchange).toMatchObject({ status: 307, redirects: [{ url: `${own.url}/a`, status: 307, location: `${other.url}/steal` }] })
  expect(other.connections()).toBe(0)
})

it('follows redirects on the same origin up to the maximum, a POST after 303 as a GET', async () => {
  const server = await site((request, response) => {
    const step = Number(request.path.slice(1))
    if (step < 3) response.writeHead(303, { location: `/${step + 1}` }).end()
    else response.end('there')
  })
  const send = client({ origin: server.url })
  const exchange = await send({ url: `${server.url}/0`, method: 'POST', body: 'x', maxRedirects: 3 })
  expect([exchange.url, exchange.status, exchange.redirects.length]).toEqual([`${server.url}/3`, 200, 3])
  expect(server.requests.map(({ method, body }) => method + body)).toEqual(['POSTx', 'GET', 'GET', 'GET'])
  expect(await send({ url: `${server.url}/0`, maxRedirects: 1 })).toMatchObject({ status: 303, url: `${server.url}/1` })
  expect(await send({ url: `${server.url}/0` })).toMatchObject({ status: 303, redirects: [] })
})

it.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
] as const)('undoes %s (%o)', async (encoding, compress) => {
  const server = await site((_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(compress('hello there')))
  expect(Buffer.from((await client({ origin: server.url })({ url: server.url })).body).toString()).toBe('hello there')
})

it('reuses a connection for reads, never for a POST, and closes a fresh one', async () => {
  const server = await site()
  const send = client({ origin: server.url })
  for (let count = 0; count < 3; count += 1) await send({ url: server.url })
  expect(server.connections()).toBe(1)
  await send({ url: server.url, method: 'POST' })
  expect(server.connections()).toBe(2)
  for (let count = 0; count < 3; count += 1) await send({ url: server.url, connection: 'fresh' })
  expect(server.connections()).toBe(5)
  expect(server.requests.map(({ headers }) => headers.connection).slice(-2)).toEqual(['close', 'close'])
})

it('closes a fresh connection itself when the server would keep it', async () => {
  const closed: Promise<unknown>[] = []
  const server = await serveRaw((socket) => {
    closed.push(new Promise((resolve) => void socket.once('close', resolve)))
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok'))
  })
  closing.push(server.close)
  const send = client({ origin: server.url })
  await send({ url: server.url, connection: 'fresh' })
  await Promise.all(closed)
  await send({ url: server.url, connection: 'fresh' })
  expect(closed.length).toBe(2)
})

it('asks again over a new connection when the server closed the kept one, 50 of 50 times', async () => {
  let connections = 0
  const server = await serveRaw((socket) => {
    connections += 1
    let asked = 0
    socket.on('data', () => {
      asked += 1
      if (asked > 1) socket.destroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
  })
  closing.push(server.close)
  const send = client({ origin: server.url })
  for (let count = 0; count < 50; count += 1) expect((await send({ url: server.url })).status).toBe(200)
  expect(connections).toBeGreaterThan(1)
})

it('sends any method over a connection kept a moment ago, and opens another when it waited for more than a second', async () => {
  const server = await site()
  const send = client({ origin: server.url })
  const post = () => send({ url: server.url, method: 'POST', body: 'x', connection: 'kept' })
  for (let count = 0; count < 3; count += 1) await post()
  expect(server.connections()).toBe(1)
  await new Promise((resolve) => void setTimeout(resolve, 1200))
  await post()
  expect(server.connections()).toBe(2)
  expect(server.requests.map(({ method, body }) => method + body)).toEqual(['POSTx', 'POSTx', 'POSTx', 'POSTx'])
})

it('keeps as many connections as a burst over kept ones opened', async () => {
  const server = await site()
  const send = client({ origin: server.url })
  const burst = () => Promise.all(Array.from({ length: 30 }, () => send({ url: server.url, method: 'POST', connection: 'kept' })))
  await burst()
  await burst()
  expect([server.requests.length, server.connections()]).toEqual([60, 30])
})

it('never sends a kept request again, not even a read', async () => {
  let asked = 0
  const server = await serveRaw(
    (socket) =>
      void socket.on('data', () => {
        asked += 1
        if (asked % 2 === 0) socket.destroy()
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      }),
  )
  closing.push(server.close)
  const send = client({ origin: server.url })
  await send({ url: server.url, connection: 'kept' })
  expect(await said(send({ url: server.url, connection: 'kept' }))).toMatch(/^unreachable: /)
  expect(asked).toBe(2)
})

it('sends nothing elsewhere when a request is for the environment alone', async () => {
  const [own, other] = [await site(), await site()]
  const send = client({ origin: own.url })
  expect(await said(send({ url: other.url, ownOnly: true }))).toMatch(/^refused: nothing is sent to http:/)
  expect(await said(send({ url: own.url, ownOnly: true }))).toBe('answered')
  expect(other.connections()).toBe(0)
})

it('keeps cookies of the jar for their path and host, and none without a jar', async () => {
  const server = await site(
    (_, response) => void response.setHeader('set-cookie', ['sid=1; Path=/app; HttpOnly', 'old=1; Max-Age=0']).end(),
  )
  const learned: string[] = []
  const jar = createJar({ now: () => new Date(), learn: (value, name) => void learned.push(`${name}=${value}`) })
  const send = client({ origin: server.url, jar })
  for (const path of ['/app', '/app/x', '/application']) await send({ url: server.url + path })
  await client({ origin: server.url })({ url: `${server.url}/app` })
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, 'sid=1', undefined, undefined])
  expect(learned).toEqual(['cookie.sid=1', 'cookie.sid=1', 'cookie.sid=1'])
})

it('takes a no-break space for a part of a name, and a byte order mark for a part of a value', async () => {
  const cookie = '\u00a0sid=1; Path=/; \u00a0Max-Age=0'
  const bytes = Buffer.from(`HTTP/1.1 200 OK\r\nX-A: \ufeffnosniff\r\nSet-Cookie: ${cookie}\r\nContent-Length: 0\r\n\r\n`)
  const server = await serveRaw((socket) => void socket.on('data', () => socket.end(bytes)))
  closing.push(server.close)
  const jar = createJar({ now: () => new Date() })
  const { headers, setCookie } = await client({ origin: server.url, jar })({ url: server.url })
  expect([headers['x-a'], setCookie]).toEqual(['\ufeffnosniff', [cookie]])
  expect(jar.header(new URL(server.url))).toBe('\u00a0sid=1')
})

it('trusts a private authority only when it is given, and tells the facts of the connection', async () => {
  const server = await serveTls((_, response) => void response.end('tls'))
  closing.push(server.close)
  expect(await said(client({ origin: server.url })({ url: server.url }))).toMatch(
    /^unreachable: the certificate of 127.0.0.1:\d+ is not trusted/,
  )
  const { tls } = await client({ origin: server.url, ca: server.caPem })({ url: server.url })
  expect(tls).toMatchObject({ protocol: 'TLSv1.3', subject: 'CN=localhost', names: ['localhost', '127.0.0.1'] })
})

it('does not try again what a certificate says, and names the reason', async () => {
  const expired = await serveTls((_, response) => void response.end(), { days: -1 })
  const other = await serveTls((_, response) => void response.end(), { names: ['other.test'] })
  closing.push(expired.close, other.close)
  const error = await client({ origin: expired.url, ca: expired.caPem })({ url: expired.url }).catch((each: unknown) => each)
  expect(error).toMatchObject({ again: false, message: expect.stringContaining('it has expired') as string })
  expect(await said(client({ origin: other.url, ca: other.caPem })({ url: other.url }))).toMatch(/is for another name/)
})

it('says in words what cannot be reached or sent', async () => {
  const server = await site()
  const send = client({ origin: server.url })
  expect(await said(send({ url: 'http://127.0.0.1:1/' }))).toBe('unreachable: nothing listens on 127.0.0.1:1 (connection refused)')
  expect(await said(send({ url: server.url.replace('http:', 'https:') }))).toMatch(/unreachable: .*does not speak TLS/)
  expect(await said(send({ url: 'http://user:hunter2pass@127.0.0.1/' }))).toMatch(
    /^refused: the URL of 127.0.0.1 holds a user or password(?!.*hunter2)/,
  )
  expect(await said(send({ url: 'file:///etc/passwd' }))).toMatch(/^unsupported: /)
  expect(await said(send({ url: 'no url at all' }))).toMatch(/^unsupported: /)
  expect(await said(send({ url: server.url, headers: { 'X-A': 'a\r\nX-B: hunter2pass' } }))).toMatch(
    /^unsupported: .*the header x-a(?!.*hunter2)/i,
  )
  expect(await said(send({ url: server.url, method: 'POST', body: 'x', headers: { 'Content-Length': '99' } }))).toMatch(/^unsupported: /)
  expect(await said(send({ url: server.url, signal: AbortSignal.abort() }))).toMatch(/^interrupted: /)
})

it('makes 40 requests under one signal without a warning of a leak', async () => {
  const warnings: string[] = []
  const note = (warning: Error) => void warnings.push(warning.message)
  process.on('warning', note)
  const server = await site()
  const send = client({ origin: server.url })
  await Promise.all(Array.from({ length: 40 }, () => send({ url: server.url })))
  await new Promise((resolve) => void setTimeout(resolve, 20))
  process.off('warning', note)
  expect(warnings).toEqual([])
})

it('has no prototype to pollute in the headers', async () => {
  const server = await serveRaw(
    (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n__proto__: x\r\nContent-Length: 0\r\n\r\n')),
  )
  closing.push(server.close)
  const { headers } = await client({ origin: server.url })({ url: server.url })
  expect(Object.entries(headers)).toEqual([
    ['__proto__', 'x'],
    ['content-length', '0'],
  ])
  expect(Object.getPrototypeOf(headers)).toBe(Object.prototype)
})
