import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { serveRaw } from '../../../test/support/server.ts'
import { LookError } from '../../core/look-error.ts'
import { observe } from './observe.ts'
import { Params } from './schema.ts'

/** What the probe makes of a server that does `onSocket`; 700 ms is all it gets. */
async function against(onSocket: (socket: Socket) => void): Promise<LookError> {
  const server = await serveRaw(onSocket)
  try {
    const context = testContext({ target: { url: `redis://:canary-password@127.0.0.1:${server.port}` }, timeoutMs: 700 })
    const error: unknown = await observe(Params.parse({}), context).catch((thrown: unknown) => thrown)
    if (!(error instanceof LookError)) throw new Error(`no LookError came but ${String(error)}`)
    expect(JSON.stringify(error) + error.stack).not.toContain('canary-password')
    return error
  } finally {
    await server.close()
  }
}

/** Answers command after command with these texts, then is silent. */
const answers =
  (...texts: string[]) =>
  (socket: Socket) => {
    socket.on('data', () => {
      const text = texts.shift()
      if (text !== undefined) socket.write(text)
    })
  }

it('R01 a refused connection is unreachable at once', async () => {
  const server = await serveRaw(() => {})
  await server.close()
  const look = observe(Params.parse({}), testContext({ target: { url: server.url.replace('http', 'redis') }, timeoutMs: 3000 }))
  await expect(look).rejects.toMatchObject({ reason: 'unreachable', message: expect.stringContaining('connection refused') })
})

it('R02 a silent server costs the deadline, not more', async () => {
  const start = performance.now()
  expect(await against(() => {})).toMatchObject({ reason: 'timeout', message: expect.stringContaining('did not answer AUTH') })
  expect(performance.now() - start).toBeLessThan(3000)
})

it('an aborted look is interrupted', async () => {
  const server = await serveRaw(() => {})
  const abort = new AbortController()
  const look = observe(Params.parse({}), testContext({ target: { url: `redis://127.0.0.1:${server.port}` }, signal: abort.signal }))
  setTimeout(() => abort.abort('Ctrl-C'), 50)
  await expect(look).rejects.toMatchObject({ reason: 'interrupted' })
  await server.close()
})

const WORDS = [
  ['-LOADING Redis is loading the dataset in memory', 'unreachable'],
  ['-NOPERM this user has no permissions', 'unauthorized'],
  ['-DENIED Redis is running in protected mode', 'unauthorized'],
  ['-MASTERDOWN Link with MASTER is down', 'unreachable'],
  ['-CLUSTERDOWN The cluster is down', 'unreachable'],
  ['-MOVED 1 10.0.0.1:6379', 'unsupported'],
] as const

it.each(WORDS)('R07 %s as answer to PING is %s', async (line, reason) => {
  expect(await against(answers('+OK\r\n', `${line}\r\n`))).toMatchObject({ reason })
})

it('R08 a bulk of 512 MB ends at 1 MiB', async () => {
  let sent = 0
  const error = await against((socket) => {
    socket.once('data', () => {
      socket.write('$536870912\r\n')
      const chunk = Buffer.alloc(65_536, 120)
      const more = () => {
        while (!socket.destroyed && (sent += chunk.length) < 200e6 && socket.write(chunk));
      }
      socket.on('drain', more)
      more()
    })
  })
  expect(error).toMatchObject({ reason: 'malformed', message: expect.stringContaining('more than 1 MiB') })
  expect(sent).toBeLessThan(100e6)
})

const GARBAGE = [
  'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n',
  '\0\0\0\0\r\n',
  '$abc\r\n',
  '$-5\r\n',
  ':100000000000000000000\r\n',
  '*1000000000\r\n',
  '*1\r\n'.repeat(200_000),
  'SSH-2.0-OpenSSH_9\r\n',
  '>2\r\n$7\r\nmessage\r\n$1\r\na\r\n',
]

it.each(GARBAGE.map((text) => [JSON.stringify(text.slice(0, 30)), text]))('R09-R11, R16 %s is no answer', async (_, text) => {
  expect(['malformed', 'timeout', 'unreachable']).toContain((await against(answers(text))).reason)
})

it('a greeting before the first command is malformed', async () => {
  expect(await against((socket) => socket.write('220 mail.example.com ESMTP\r\n'))).toMatchObject({ reason: 'malformed' })
})

it('R12 an answer too many is found, not taken for the next one', async () => {
  expect(await against(answers('+OK\r\n', '+PONG\r\n+PONG\r\n'))).toMatchObject({ reason: 'malformed' })
  expect(await against(answers('+OK\r\n', '+PONG\r\n', '+PONG\r\n'))).toMatchObject({ reason: 'malformed' })
})

it('a server that closes the connection is unreachable', async () => {
  expect(await against((socket) => socket.once('data', () => socket.end()))).toMatchObject({ reason: 'unreachable' })
})
