import { afterEach, describe, expect, it } from 'vitest'
import { makeCertificates } from '../../../fixtures/servers/certificates.ts'
import { testContext } from '../../../test/support/context.ts'
import type { ContextOptions } from '../../../test/support/context.ts'
import { serveTlsOnly } from '../../../test/support/tls-server.ts'
import type { TlsServerOptions } from '../../../test/support/tls-server.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function look(server: TlsServerOptions, params: Record<string, unknown> = {}, options: ContextOptions<undefined> = {}) {
  const running = await serveTlsOnly(server)
  const context = testContext({ origin: running.url, ca: running.certificates.caPem, ...options })
  closing.push(context.close, running.close)
  const seen = await observe(Params.parse({ http: false, ...params }), context)
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return { ...seen, certificate: seen.observation.certificate, running }
}

it('tells everything of a good certificate', async () => {
  const { certificate, observation, answer, unread, running } = await look({ certificate: { days: 30, signer: 'intermediate' } })
  const { notBefore, notAfter } = running.certificates
  const seconds = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString()
  expect(certificate).toEqual({
    trusted: true,
    trustError: '',
    hostMatches: true,
    subject: 'CN=localhost',
    issuer: 'CN=readiness fixtures intermediate',
    names: ['localhost', '127.0.0.1'],
    validFrom: seconds(notBefore),
    validTo: seconds(notAfter),
    daysLeft: expect.closeTo(30, 1) as number,
    expired: false,
    notYetValid: false,
    selfSigned: false,
    keyType: 'ec',
    keyBits: 256,
    curve: 'prime256v1',
    signatureAlgorithm: 'ecdsaWithSHA256',
    weakKey: false,
    weakSignature: false,
    chain: [
      { subject: 'CN=localhost', issuer: 'CN=readiness fixtures intermediate', validTo: seconds(notAfter) },
      { subject: 'CN=readiness fixtures intermediate', issuer: 'CN=readiness fixtures CA', validTo: expect.stringMatching(/Z$/) as string },
    ],
    chainComplete: true,
    serverAuth: true,
    ca: false,
    ocspStapled: false,
    revocation: 'not-checked',
  })
  expect(observation).toMatchObject({ protocol: 'TLSv1.3', cipher: expect.stringMatching(/^TLS_/) as string, forwardSecrecy: true })
  expect(observation).not.toHaveProperty('redirect')
  expect([answer, unread]).toEqual([expect.stringMatching(/^TLSv1\.3, trusted, \d+ days left$/), []])
})

const HALF_A_YEAR = 183 * 86_400_000

describe('a certificate that', () => {
  it.each<[string, TlsServerOptions, Record<string, unknown>, RegExp]>([
    [
      'has expired',
      { certificate: { days: -2 } },
      { expired: true, notYetValid: false, daysLeft: expect.closeTo(-2, 1) },
      /it has expired$/,
    ],
    [
      'is not valid yet',
      { certificate: { days: 365, notBefore: new Date(Date.now() + HALF_A_YEAR) } },
      { notYetValid: true, expired: false },
      /it is not valid yet/,
    ],
    [
      'is for another host',
      { certificate: { names: ['other.example'] } },
      { hostMatches: false, names: ['other.example'] },
      /is for another name than 127\.0\.0\.1$/,
    ],
    [
      'has a key of 1024 bits',
      { certificate: { key: 'rsa1024' } },
      { weakKey: true, keyType: 'rsa', keyBits: 1024 },
      /its key is too weak \(rsa, 1024 bits\)$/,
    ],
    [
      'is signed with SHA-1',
      { certificate: { signatureHash: 'SHA-1' } },
      { weakSignature: true, signatureAlgorithm: 'ecdsaWithSHA1' },
      /signed with a broken hash$/,
    ],
    ['is for clients alone', { certificate: { usages: ['client'] } }, { serverAuth: false }, /it is not meant for servers$/],
    [
      'is its own authority',
      { certificate: { signer: 'itself', key: 'rsa2048' } },
      { selfSigned: true, chainComplete: true, signatureAlgorithm: 'sha256WithRSAEncryption' },
      /self-signed$/,
    ],
    [
      'comes without its intermediate',
      { certificate: { signer: 'intermediate' }, whole: false },
      { chainComplete: false, selfSigned: false },
      /or the chain is incomplete$/,
    ],
  ])('%s is not trusted, and the reason is told', async (_, server, wanted, trouble) => {
    const { certificate, answer } = await look(server)
    expect(certificate).toMatchObject({ trusted: false, ...wanted })
    expect(certificate?.trustError).toMatch(trouble)
    expect(answer).toBe('TLSv1.3, not trusted')
  })

  it('has the name as its common name alone is for nobody', async () => {
    const { certificate } = await look({ certificate: { altNames: false } }, { name: 'localhost' })
    expect(certificate).toMatchObject({
      trusted: false,
      hostMatches: false,
      subject: 'CN=localhost',
      trustError: 'the certificate has no alternative names, and its common name does not count',
    })
  })

  it('may sign others is told', async () => {
    expect((await look({ certificate: { isAuthority: true } })).certificate).toMatchObject({ ca: true })
  })

  it('comes from an authority that is not known here is not trusted', async () => {
    const other = await makeCertificates({ names: ['x'] })
    closing.push(other.remove)
    const { certificate } = await look({}, {}, { ca: other.caPem })
    expect(certificate).toMatchObject({ trusted: false, chainComplete: false, hostMatches: true })
  })

  it('is of 70 KiB is left unread, and the versions are told all the same', async () => {
    const names = Array.from({ length: 1100 }, (_, index) => `${String(index).padStart(5, '0')}.${'long-label'.repeat(5)}.example`)
    const { observation, unread } = await look({ certificate: { names } })
    expect(observation.protocols).toMatchObject({ tls13: 'accepted' })
    expect(observation).not.toHaveProperty('certificate')
    expect(unread).toEqual([
      {
        path: ['certificate'],
        reason: 'malformed',
        detail: expect.stringMatching(/^the server sent \d+ bytes of certificates, at most 64 KiB are read$/) as string,
      },
    ])
  })
})

it.each<[string, TlsServerOptions, RegExp]>([
  [
    'sends more certificates than OpenSSL takes',
    { certificate: { names: Array.from({ length: 3000 }, (_, index) => `${index}.${'long-label'.repeat(5)}.example`) } },
    /sent certificates of more than 100 KB$/,
  ],
  [
    'wants a certificate of the client',
    { tls: { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' } },
    /or wants a certificate of the client$/,
  ],
])('knows the versions of a server that %s, and why no handshake ends', async (_, server, words) => {
  const { observation, unread } = await look(server)
  expect(observation).toEqual({ protocols: expect.objectContaining({ tls12: 'accepted' }) as object })
  expect(unread).toContainEqual({ path: ['certificate'], reason: 'unsupported', detail: expect.stringMatching(words) as string })
})

it('asks for another name than the host, and holds the certificate against it', async () => {
  const asked: string[] = []
  const tls = {
    SNICallback: (name: string, done: (error: null) => void) => {
      asked.push(name)
      done(null)
    },
  }
  const { certificate } = await look({ certificate: { names: ['app.example.com'] }, tls }, { name: 'app.example.com' })
  expect(certificate).toMatchObject({ trusted: true, hostMatches: true })
  expect(new Set(asked)).toEqual(new Set(['app.example.com']))
})

it('takes host and port in place of an origin, and wildcards for one label only', async () => {
  const running = await serveTlsOnly({ certificate: { names: ['*.example.com'] } })
  const context = testContext({ ca: running.certificates.caPem })
  closing.push(context.close, running.close)
  const hostMatches = async (name: string) =>
    (await observe(Params.parse({ host: '127.0.0.1', port: running.port, name, http: false }), context)).observation.certificate
      ?.hostMatches
  expect([await hostMatches('a.example.com'), await hostMatches('a.b.example.com'), await hostMatches('example.com')]).toEqual([
    true,
    false,
    false,
  ])
})

it('leaves no connection open', async () => {
  const { running } = await look({})
  for (let tries = 0; tries < 40 && running.open() > 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50))
  expect(running.open()).toBe(0)
})
