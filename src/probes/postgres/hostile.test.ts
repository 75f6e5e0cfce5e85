import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { serveRaw } from '../../../test/support/server.ts'
import { LookError } from '../../core/look-error.ts'
import { observe } from './observe.ts'

/** What the probe makes of a server that does `onSocket`, and what it sent there. */
async function against(onSocket: (socket: Socket) => void, tls: 'required' | 'off' = 'off') {
  const got: Buffer[] = []
  const server = await serveRaw((socket) => {
    socket.on('data', (chunk: Buffer) => void got.push(chunk))
    onSocket(socket)
  })
  try {
    const url = `postgres://user:canary-password@127.0.0.1:${server.port}/db`
    const error: unknown = await observe({}, testContext({ target: { url, tls }, timeoutMs: 700 })).catch((thrown: unknown) => thrown)
    if (!(error instanceof LookError)) throw new Error(`no LookError came but ${String(error)}`)
    expect(JSON.stringify(error) + error.stack).not.toContain('canary-password')
    return { error, sent: Buffer.concat(got).toString('latin1') }
  } finally {
    await server.close()
  }
}

/** A message of the protocol: type, length, body. */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}

const int = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255))
const once =
  (...chunks: Buffer[]) =>
  (socket: Socket) =>
    void socket.once('data', () => chunks.forEach((chunk) => socket.write(chunk)))

it('P01 a silent server costs the deadline, not more', async () => {
  const start = performance.now()
  const { error } = await against(() => {})
  expect(error).toMatchObject({ reason: 'timeout', message: expect.stringContaining('did not finish the login') })
  expect(performance.now() - start).toBeLessThan(3000)
})

it('P02 silence in the request for TLS, and after the S, is a time-out', async () => {
  expect((await against(() => {}, 'required')).error).toMatchObject({ reason: 'timeout' })
  expect((await against(once(Buffer.from('S')), 'required')).error).toMatchObject({ reason: 'timeout' })
})

it('P03 the answer N never ends in plain text', async () => {
  const { error, sent } = await against(once(Buffer.from('N')), 'required')
  expect(error).toMatchObject({ reason: 'unreachable', message: expect.stringContaining('does not offer TLS') })
  expect(sent).toHaveLength(8)
})

it('P04 bytes stuffed after the S, garbage and HTTP are no PostgreSQL', async () => {
  for (const text of ['SXXXX', 'HTTP/1.1 400 Bad Request\r\n\r\n', '\0\0\0\0']) {
    const { error, sent } = await against(once(Buffer.from(text)), 'required')
    expect(error).toMatchObject({ reason: 'malformed' })
    expect(sent).toHaveLength(8)
  }
  expect(['malformed', 'timeout', 'unreachable']).toContain(
    (await against(once(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')))).error.reason,
  )
  expect((await against((socket) => socket.once('data', () => socket.end()))).error).toMatchObject({ reason: 'unreachable' })
})

it('P05 a password in clear or as MD5 is never sent', async () => {
  for (const method of [int(3), Buffer.concat([int(5), Buffer.from('salt')])]) {
    const { error, sent } = await against(once(message('R', method)))
    expect(error).toMatchObject({ reason: 'unauthorized', message: expect.stringContaining('only SCRAM is answered') })
    expect(sent).not.toContain('canary')
    expect(sent).not.toContain('md5')
  }
})

it('P06 SCRAM with 2^31 iterations is broken off', async () => {
  const offer = message('R', Buffer.concat([int(10), Buffer.from('SCRAM-SHA-256\0\0')]))
  const { error } = await against((socket) => {
    let round = 0
    socket.on('data', (chunk: Buffer) => {
      round += 1
      if (round === 1) socket.write(offer)
      const nonce = /r=([^,]+)/.exec(chunk.toString())?.[1] ?? ''
      if (round === 2) socket.write(message('R', Buffer.concat([int(11), Buffer.from(`r=${nonce}abc,s=c2FsdA==,i=2147483647`)])))
    })
  })
  expect(error).toMatchObject({ reason: 'malformed', message: expect.stringContaining('SCRAM') })
})

it('P08 a server that dies at the login is unreachable', async () => {
  expect((await against((socket) => socket.once('data', () => socket.resetAndDestroy()))).error).toMatchObject({ reason: 'unreachable' })
})

it('P15 a message of 2 GB ends at 16 MiB', async () => {
  let sent = 0
  const { error } = await against((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([Buffer.from('R'), int(0x7fffffff)]))
      const chunk = Buffer.alloc(65_536)
      const more = () => {
        while (!socket.destroyed && (sent += chunk.length) < 500e6 && socket.write(chunk));
      }
      socket.on('drain', more)
      more()
    })
  })
  expect(['malformed', 'timeout']).toContain(error.reason)
  expect(sent).toBeLessThan(200e6)
})

it('P16 a flood of notices ends at the cap or the deadline', async () => {
  const notice = message('N', Buffer.from('SNOTICE\0Mhello\0\0'))
  const { error } = await against((socket) => {
    const timer = setInterval(() => socket.write(notice), 1)
    socket.on('close', () => clearInterval(timer))
  })
  expect(error.reason).toBe('timeout')
})
