import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { serveRaw } from '../../../test/support/server.ts'
import { testContext } from '../../../test/support/context.ts'
import { serveTlsOnly } from '../../../test/support/tls-server.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function look(origin: string, options: { ca?: string; timeoutMs?: number } = {}) {
  const context = testContext({ origin, ...options })
  closing.push(context.close)
  const seen = await observe(Params.parse({ http: false }), context)
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return seen
}

const ALL = { tls10: 'refused', tls11: 'refused', tls12: 'refused', tls13: 'refused' }

describe('a server that speaks', () => {
  it.each([
    ['TLSv1', 'TLSv1', { tls10: 'accepted' }, 'TLSv1'],
    ['TLSv1.1', 'TLSv1.1', { tls11: 'accepted' }, 'TLSv1.1'],
    ['TLSv1.2', 'TLSv1.2', { tls12: 'accepted' }, 'TLSv1.2'],
    ['TLSv1.3', 'TLSv1.3', { tls13: 'accepted' }, 'TLSv1.3'],
    ['TLSv1.2', 'TLSv1.3', { tls12: 'accepted', tls13: 'accepted' }, 'TLSv1.3'],
    ['TLSv1', 'TLSv1.3', { tls10: 'accepted', tls11: 'accepted', tls12: 'accepted', tls13: 'accepted' }, 'TLSv1.3'],
  ] as const)('%s to %s is seen so, with a key of either kind', async (minVersion, maxVersion, accepted, protocol) => {
    for (const key of ['ec', 'rsa2048'] as const) {
      const server = await serveTlsOnly({ certificate: { key }, tls: { minVersion, maxVersion } })
      closing.push(server.close)
      const { observation, unread } = await look(server.url, { ca: server.certificates.caPem })
      expect(observation).toMatchObject({
        protocols: { ...ALL, ...accepted },
        protocol,
        forwardSecrecy: true,
        certificate: { trusted: true },
      })
      expect(unread).toEqual([])
    }
  })
})

it('tells cipher and ALPN, and that a key exchange by RSA has no forward secrecy', async () => {
  const server = await serveTlsOnly({
    certificate: { key: 'rsa2048' },
    tls: { ciphers: 'AES128-SHA@SECLEVEL=0', maxVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'] },
  })
  closing.push(server.close)
  const { observation } = await look(server.url)
  expect(observation).toMatchObject({
    protocol: 'TLSv1.2',
    cipher: 'AES128-SHA',
    forwardSecrecy: false,
    alpn: 'http/1.1',
    protocols: { tls10: 'accepted', tls13: 'refused' },
  })
})

it('calls a version refused whose handshake the server breaks off after its hello', async () => {
  // At this level TLS 1.0 has no signature left, which OpenSSL notices late.
  const server = await serveTlsOnly({ tls: { ciphers: 'DEFAULT@SECLEVEL=2' } })
  closing.push(server.close)
  expect((await look(server.url)).observation.protocols).toEqual({ ...ALL, tls12: 'accepted', tls13: 'accepted' })
})

/** Hello and end of flight of a server whose suite no library of ours speaks (RC4 with MD5), in TLS 1.0. */
function ancient(): Buffer {
  const hello = Buffer.concat([Buffer.from([3, 1]), Buffer.alloc(32, 7), Buffer.from([0, 0, 4, 0])])
  const messages = Buffer.concat([Buffer.from([2, 0, 0, hello.length]), hello, Buffer.from([14, 0, 0, 0])])
  return Buffer.concat([Buffer.from([22, 3, 1, 0, messages.length]), messages])
}

it('sees that a version is accepted with a suite that our own library has long lost', async () => {
  const server = await serveRaw(
    (socket) =>
      void socket.once('data', (hello: Buffer) => {
        const version = hello.readUInt16BE(9)
        if (version === 0x0301) socket.end(ancient())
        else socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 70]))
      }),
  )
  closing.push(server.close)
  const { observation, unread } = await look(`https://127.0.0.1:${server.port}`)
  expect(observation).toEqual({ protocols: { ...ALL, tls10: 'accepted' } })
  expect(unread?.map(({ path }) => path.join('.'))).toEqual(['protocol', 'cipher', 'alpn', 'forwardSecrecy', 'certificate'])
})

it('asks a second time, through OpenSSL, where a server closes on what it does not like in the first offer', async () => {
  const server = await serveTlsOnly({ tls: { maxVersion: 'TLSv1.2' } })
  const picky = await serveRaw(
    (socket) =>
      void socket.once('data', (hello: Buffer) => {
        // TLS_RSA_EXPORT_WITH_RC4_40_MD5, which no library offers.
        if (hello.includes(Buffer.from([0x00, 0x06, 0x00, 0x03]))) return void socket.destroy()
        const behind = connect(server.port, '127.0.0.1', () => behind.write(hello))
        behind.on('error', () => {})
        socket.pipe(behind).pipe(socket)
      }),
  )
  closing.push(server.close, picky.close)
  expect((await look(`https://127.0.0.1:${picky.port}`)).observation.protocols).toEqual({
    tls10: 'accepted',
    tls11: 'accepted',
    tls12: 'accepted',
    tls13: 'refused',
  })
})

it('leaves a version unread where the server turns away every connection beyond the first', async () => {
  const server = await serveTlsOnly()
  let taken = 0
  const limited = await serveRaw((socket) => {
    taken += 1
    if (taken > 1) return void socket.destroy()
    const behind = connect(server.port, '127.0.0.1')
    behind.on('error', () => {})
    socket.pipe(behind).pipe(socket)
  })
  closing.push(server.close, limited.close)
  const { observation, unread } = await look(`https://127.0.0.1:${limited.port}`)
  expect(observation.protocols).toEqual({ tls13: 'accepted' })
  expect(unread?.slice(0, 3)).toEqual(
    ['tls10', 'tls11', 'tls12'].map((name) => ({
      path: ['protocols', name],
      reason: 'insufficient',
      detail: expect.stringMatching(/ turned TLSv1\S* away, and TLSv1\.3 too, which it takes at other times$/) as string,
    })),
  )
})

it('leaves a version unread when the alert says nothing about it, or the answer breaks off', async () => {
  const server = await serveRaw(
    (socket) =>
      void socket.once('data', (hello: Buffer) => {
        const version = hello.readUInt16BE(9)
        if (version === 0x0301) socket.end(ancient())
        else socket.end(version === 0x0302 ? Buffer.from([21, 3, 1, 0, 2, 2, 112]) : Buffer.from([22, 3, 3, 1, 0, 2]))
      }),
  )
  closing.push(server.close)
  const { observation, unread } = await look(`https://127.0.0.1:${server.port}`)
  expect(observation.protocols).toEqual({ tls10: 'accepted' })
  expect(unread?.slice(0, 3)).toEqual([
    { path: ['protocols', 'tls11'], reason: 'malformed', detail: expect.stringContaining('alert 112') as string },
    { path: ['protocols', 'tls12'], reason: 'malformed', detail: expect.stringContaining('in the middle of its answer') as string },
    { path: ['protocols', 'tls13'], reason: 'malformed', detail: expect.stringContaining('in the middle of its answer') as string },
  ])
})

it('says in words that plain http answers on the port', async () => {
  const server = await serveRaw(
    (socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')),
  )
  closing.push(server.close)
  await expect(look(`https://127.0.0.1:${server.port}`)).rejects.toMatchObject({
    reason: 'unreachable',
    message: `127.0.0.1:${server.port} does not speak TLS (is it plain http?)`,
  })
})

it('ends at the deadline before a server that takes the connection and says nothing', async () => {
  const server = await serveRaw(() => {})
  closing.push(server.close)
  await expect(look(`https://127.0.0.1:${server.port}`, { timeoutMs: 400 })).rejects.toMatchObject({
    reason: 'timeout',
    message: expect.stringContaining('the TLS handshake did not end') as string,
  })
})

it('is unreachable where nothing listens, and unconfigured before plain http or without an origin', async () => {
  await expect(look('https://127.0.0.1:1')).rejects.toMatchObject({ reason: 'unreachable' })
  await expect(look('http://127.0.0.1:1')).rejects.toMatchObject({
    reason: 'unconfigured',
    message: expect.stringContaining('is not https') as string,
  })
  await expect(observe(Params.parse({}), testContext())).rejects.toMatchObject({ reason: 'unconfigured' })
})
