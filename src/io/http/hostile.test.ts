import type { Socket } from 'node:net'
import { createGzip, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { serveRaw } from '../../../test/support/server.ts'
import { LookError } from '../../core/look-error.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** What the client makes of a server that does `act` once it has read something. */
async function ask(act: (socket: Socket) => void, timeoutMs = 5000) {
  const server = await serveRaw((socket) => socket.once('data', () => act(socket)))
  const context = testContext({ origin: server.url })
  closing.push(server.close, context.close)
  const started = performance.now()
  const error = await context.http.send({ method: 'GET', url: server.url, signal: context.signal, timeoutMs }).then(
    ({ status, body }) => new Error(`answered ${status} ${Buffer.from(body).toString()}`),
    (reason: unknown) => reason,
  )
  const ms = performance.now() - started
  return { error: error instanceof LookError ? `${error.reason}: ${error.message}` : error, ms }
}

const answer = (text: string | Buffer) => (socket: Socket) => void socket.end(text)
const head = (...lines: string[]) => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`
const withBody = (header: string, body: Buffer) => Buffer.concat([Buffer.from(header), body])
const every = (ms: number, write: (socket: Socket) => void) => (socket: Socket) => {
  const timer = setInterval(() => write(socket), ms)
  socket.on('close', () => clearInterval(timer))
}
const gzip = gzipSync('hello world, this is whole')
const deflate = Buffer.concat([deflateSync('hello'), Buffer.from('abc')])

const malformed: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
  ['a body shorter than its length', answer(`${head('Content-Length: 100')}short`), /cut off.*after 5 bytes/],
  ['a missing last chunk', answer(`${head('Transfer-Encoding: chunked')}5\r\nhello\r\n`), /cut off/],
  ['a chunk size that is no number', answer(`${head('Transfer-Encoding: chunked')}zz\r\nhello\r\n`), /not valid HTTP/],
  ['two lengths', answer(`${head('Content-Length: 5', 'Content-Length: 6')}hello!`), /not valid HTTP/],
  ['a negative length', answer(`${head('Content-Length: -1')}x`), /not valid HTTP/],
  ['no HTTP at all', answer('220 mail.example.com ESMTP\r\n'), /not valid HTTP/],
  ['status 000', answer('HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n'), /not valid HTTP/],
  ['status 1000', answer('HTTP/1.1 1000 Odd\r\nContent-Length: 0\r\n\r\n'), /not valid HTTP/],
  [
    'an upgrade that nobody asked for',
    answer('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    /protocol unasked/,
  ],
  ['a header of 20 KB', answer(`${head(`X: ${'a'.repeat(20_000)}`, 'Content-Length: 0')}`), /larger than 16 KiB/],
  [
    'truncated gzip with the right length',
    answer(withBody(head('Content-Encoding: gzip', 'Content-Length: 20'), gzip.subarray(0, 20))),
    /gzip body is cut off/,
  ],
  [
    'gzip followed by other bytes',
    answer(withBody(head('Content-Encoding: gzip', `Content-Length: ${gzip.length + 3}`), Buffer.concat([gzip, Buffer.from('abc')]))),
    /not the gzip/,
  ],
  [
    'deflate followed by other bytes',
    answer(withBody(head('Content-Encoding: deflate', `Content-Length: ${deflate.length}`), deflate)),
    /not the deflate/,
  ],
  ['plain text that says gzip', answer(`${head('Content-Encoding: gzip', 'Content-Length: 5')}hello`), /not the gzip/],
  ['an unknown encoding', answer(`${head('Content-Encoding: zork', 'Content-Length: 5')}hello`), /"zork" is not known/],
  [
    'six encodings',
    answer(`${head(`Content-Encoding: ${Array(6).fill('gzip').join(', ')}`, 'Content-Length: 5')}hello`),
    /6 content-encodings/,
  ],
]

it.each(malformed)('calls %s malformed', async (_, act, wanted) => {
  const { error } = await ask(act)
  expect(error).toMatch(/^malformed: /)
  expect(error).toMatch(wanted)
})

const never: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
  ['says nothing', () => {}, /no header came/],
  ['drips its header', every(50, (socket) => socket.write('H')), /no header came|not valid HTTP/],
  [
    'drips its body',
    (socket) => {
      socket.write(head('Content-Length: 100000'))
      every(50, (each) => each.write('x'))(socket)
    },
    /the body did not end \(\d+ bytes so far\)/,
  ],
  ['sends early hints for ever', every(20, (socket) => socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')), /no header came/],
]

it.each(never)('ends at its own deadline with a server that %s', async (_, act, wanted) => {
  const { error, ms } = await ask(act, 400)
  expect(error).toMatch(wanted)
  expect(ms).toBeLessThan(3000)
})

it('stops an endless body at 16 MiB', async () => {
  const chunk = `${(1 << 20).toString(16)}\r\n${'x'.repeat(1 << 20)}\r\n`
  const { error } = await ask((socket) => {
    socket.write(head('Transfer-Encoding: chunked'))
    const push = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    socket.on('drain', push)
    push()
  }, 20_000)
  expect(error).toBe('malformed: the body is larger than 16 MiB')
})

it('stops a gzip bomb at 32 MiB', async () => {
  const bomb = await new Promise<Buffer>((resolve) => {
    const chunks: Buffer[] = []
    const stream = createGzip({ level: 9 })
    stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)))
    for (let count = 0; count < 64; count += 1) stream.write(Buffer.alloc(1 << 20))
    stream.end()
  })
  expect(bomb.length).toBeLessThan(100_000)
  const { error } = await ask(answer(withBody(head('Content-Encoding: gzip', `Content-Length: ${bomb.length}`), bomb)), 20_000)
  expect(error).toBe('malformed: the body is larger than 32 MiB once it is decompressed')
})

it('says that a connection was closed or reset before an answer', async () => {
  expect((await ask((socket) => socket.end())).error).toMatch(/^unreachable: the server closed the connection before it answered/)
  expect((await ask((socket) => socket.resetAndDestroy())).error).toMatch(
    /^unreachable: the server (?:reset|closed) the connection before it answered/,
  )
})
