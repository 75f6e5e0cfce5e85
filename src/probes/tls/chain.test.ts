import 'reflect-metadata'
import { BasicConstraintsExtension, PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import { webcrypto } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { makeCertificates } from '../../../fixtures/servers/certificates.ts'
import { testContext } from '../../../test/support/context.ts'
import { serveRaw } from '../../../test/support/server.ts'
import { ANYTHING, serveTlsOnly } from '../../../test/support/tls-server.ts'
import { connect } from 'node:net'
import { observe } from './observe.ts'
import { Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Hash = 'SHA-1' | 'SHA-256'
const RSA = { name: 'RSASSA-PKCS1-v1_5', publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' } as const
const keysOf = (modulusLength = 2048, hash: Hash = 'SHA-256') =>
  webcrypto.subtle.generateKey({ ...RSA, modulusLength, hash }, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>

/** A root, an authority below it with a key of so many bits, signed with this hash, and a certificate of 127.0.0.1 below that. */
async function chainWith(bits: number, hash: Hash) {
  const [root, authority, own] = await Promise.all([keysOf(2048, hash), keysOf(bits), keysOf()])
  const made = (subject: string, issuer: string, keys: webcrypto.CryptoKeyPair, by: webcrypto.CryptoKeyPair, isAuthority: boolean) =>
    X509CertificateGenerator.create({
      serialNumber: '01',
      subject,
      issuer,
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
      publicKey: keys.publicKey,
      signingKey: by.privateKey,
      signingAlgorithm: by.privateKey.algorithm as webcrypto.RsaHashedKeyAlgorithm,
      extensions: [
        new BasicConstraintsExtension(isAuthority, undefined, true),
        ...(isAuthority ? [] : [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])]),
      ],
    })
  const top = await made('CN=top', 'CN=top', root, root, true)
  const middle = await made('CN=middle', 'CN=top', authority, root, true)
  const leaf = await made('CN=leaf', 'CN=middle', own, authority, false)
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY')
  return { ca: top.toString('pem'), tls: { ...ANYTHING, cert: [leaf, middle, top].map((one) => one.toString('pem')).join('\n'), key } }
}

it.each<[string, Parameters<typeof chainWith>, object, RegExp]>([
  [
    'a key of 1024 bits',
    [1024, 'SHA-256'],
    { weakKey: true, weakSignature: false, keyBits: 2048 },
    /key of CN=middle .*\(rsa, 1024 bits\)$/,
  ],
  ['a signature with SHA-1', [2048, 'SHA-1'], { weakKey: false, weakSignature: true }, /signed with a broken hash$/],
])('an authority below the root that has %s leaves nothing trusted', async (_, chain, wanted, trouble) => {
  const { ca, tls } = await chainWith(...chain)
  const server = await serveTlsOnly({ tls })
  const context = testContext({ origin: server.url, ca })
  closing.push(context.close, server.close)
  const { certificate } = (await observe(Params.parse({ http: false }), context)).observation
  expect(certificate).toMatchObject({ trusted: false, ...wanted })
  expect(certificate?.chain.map(({ subject }) => subject)).toEqual(['CN=leaf', 'CN=middle', 'CN=top'])
  // Since OpenSSL 3.2 the handshake itself says so, in other words.
  expect(certificate?.trustError).toMatch(new RegExp(`${trouble.source}|too weak|too small`))
})

it('says nothing of the certificate when two connections are given different ones', async () => {
  const good = await serveTlsOnly()
  const names = ['localhost', '127.0.0.1']
  const other = await makeCertificates({ names, signer: 'itself' })
  const bad = await serveTlsOnly({ tls: { cert: other.certPem, key: other.keyPem } })
  let taken = 0
  const both = await serveRaw((socket) => {
    taken += 1
    const behind = connect(taken === 1 ? bad.port : good.port, '127.0.0.1')
    behind.on('error', () => {})
    socket
      .on('error', () => {})
      .pipe(behind)
      .pipe(socket)
  })
  const context = testContext({ origin: `https://127.0.0.1:${both.port}`, ca: good.certificates.caPem })
  closing.push(context.close, both.close, good.close, bad.close, other.remove)
  const { observation, unread } = await observe(Params.parse({ http: false }), context)
  expect(observation).not.toHaveProperty('certificate')
  expect(unread).toEqual([{ path: ['certificate'], reason: 'insufficient', detail: 'two connections were given different certificates' }])
})
