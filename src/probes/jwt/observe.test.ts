import { generateKeyPairSync } from 'node:crypto'
import { exportJWK } from 'jose'
import { expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { Secret } from '../../redaction/secret.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const NOW = 1_767_225_600
const KEY = 'a-shared-key-of-this-test-0123456789abcdef'

async function look(params: object) {
  const context = testContext({ now: () => new Date(NOW * 1000) })
  try {
    const seen = await observe(Params.parse(params), context)
    expect(Observation.parse(seen.observation)).toEqual(seen.observation)
    return { ...seen, learned: context.learned }
  } finally {
    await context.close()
  }
}

async function make(mint: object): Promise<string> {
  const { observation, learned } = await look({ mint })
  expect(learned).toEqual([`jwt.minted=${observation.token}`])
  return observation.token ?? ''
}

const verified = async (token: string, key: unknown = KEY) => (await look({ token, key })).observation.verified
const genuine = () => make({ key: KEY, claims: { sub: 'u1', jti: 'j1' }, times: { iat: '0s', exp: '+5m' } })

it('reads what a token says', async () => {
  const { observation } = await look({ token: new Secret(await genuine(), 'saved.token') })
  expect(observation).toEqual({
    wellFormed: true,
    header: { alg: 'HS256', typ: 'JWT' },
    claims: { sub: 'u1', jti: 'j1', iat: NOW, exp: NOW + 300 },
    algorithm: 'HS256',
    signed: true,
    issuedAt: NOW,
    expiresAt: NOW + 300,
    lifetimeSeconds: 300,
    expired: false,
    hasId: true,
  })
})

it('does not know the times of a token whose times are none, and whether it has expired', async () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const token = `${encode({ alg: 'HS256' })}.${encode({ exp: String(NOW - 5), iat: null, nbf: NOW })}.AAAA`
  const { observation, unread } = await look({ token })
  expect(observation).toMatchObject({ wellFormed: true, notBefore: NOW })
  for (const field of ['expired', 'expiresAt', 'issuedAt', 'lifetimeSeconds']) expect(observation).not.toHaveProperty(field)
  expect(unread?.map(({ path, reason }) => `${path.join('.')} ${reason}`)).toEqual(
    ['issuedAt', 'lifetimeSeconds', 'expiresAt', 'expired'].map((field) => `${field} malformed`),
  )
})

it('takes a token for expired from the second of its end on', async () => {
  const ends = async (exp: string) => (await look({ token: await make({ key: KEY, times: { exp } }) })).observation.expired
  expect([await ends('0s'), await ends('+1s')]).toEqual([true, false])
})

it('makes a battery in which only the control is right', async () => {
  const from = await genuine()
  const mint = (change: object) => make({ from, key: KEY, ...change })
  const control = await mint({ times: { exp: '+10m' } })
  expect(await verified(control)).toBe(true)
  const expired = await mint({ times: { iat: '-10m', exp: '-5m' } })
  expect(await verified(expired)).toBe(true)
  expect((await look({ token: expired })).observation).toMatchObject({ expired: true, lifetimeSeconds: 300 })
  expect((await look({ token: await mint({ claims: { sub: 'u2' } }) })).observation.claims).toMatchObject({ sub: 'u2', jti: 'j1' })
  expect((await look({ token: await mint({ remove: ['exp', 'jti'] }) })).observation).toMatchObject({ expired: false, hasId: false })
  for (const signature of ['other-key', 'original', 'broken', 'empty']) {
    const token = await mint({ signature, claims: { sub: 'admin' } })
    expect(await verified(token)).toBe(false)
    expect((await look({ token })).observation.claims).toMatchObject({ sub: 'admin' })
  }
})

it('makes an unsigned token', async () => {
  const token = await make({ from: await genuine(), algorithm: 'none' })
  expect(token.endsWith('.')).toBe(true)
  expect((await look({ token, key: KEY })).observation).toMatchObject({
    wellFormed: true,
    signed: false,
    algorithm: 'none',
    verified: false,
  })
})

it('breaks a foreign token without its key, and keeps the rest of it', async () => {
  const from = await genuine()
  const token = await make({ from, signature: 'broken' })
  expect(token).not.toBe(from)
  expect(token.split('.').slice(0, 2)).toEqual(from.split('.').slice(0, 2))
  expect(await verified(token)).toBe(false)
})

it('refuses to make what would prove nothing', async () => {
  const from = await genuine()
  await expect(look({ mint: { from, signature: 'original' } })).rejects.toMatchObject({ reason: 'unconfigured' })
  await expect(look({ mint: { signature: 'original', claims: { a: 1 } } })).rejects.toMatchObject({ reason: 'unconfigured' })
  await expect(look({ mint: { claims: { a: 1 } } })).rejects.toMatchObject({ reason: 'unconfigured' })
  await expect(look({ mint: { from: 'no.jwt', key: KEY } })).rejects.toMatchObject({ reason: 'malformed' })
  await expect(look({ mint: { key: KEY, times: { exp: '5' } } })).rejects.toMatchObject({ reason: 'unconfigured' })
  await expect(look({ mint: { key: 'no pem', algorithm: 'RS256' } })).rejects.toMatchObject({ name: 'LookError', reason: 'unconfigured' })
})

it.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])('signs and checks %s with a PEM key and a key set', async (algorithm) => {
  const { privateKey, publicKey } = pair(algorithm)
  const token = await make({
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    algorithm,
    header: { kid: 'k1' },
    claims: { sub: 'u1' },
  })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: algorithm }
  expect(await verified(token, pem)).toBe(true)
  expect((await look({ token, jwks: { keys: [jwk] } })).observation.verified).toBe(true)
  expect((await look({ token, jwks: JSON.stringify({ keys: [{ ...jwk, kid: 'k2' }] }) })).observation.verified).toBe(false)
  const other = await make({ from: token, signature: 'other-key' })
  expect((await look({ token: other, key: pem })).observation).toMatchObject({ verified: false, algorithm, header: { kid: 'k1' } })
})

it('is not fooled by a public key used as a shared key', async () => {
  const pem = pair('RS256').publicKey.export({ type: 'spki', format: 'pem' }).toString()
  expect(await verified(await make({ key: pem, claims: { sub: 'u1' } }), pem)).toBe(false)
})

it.each(['', 'abc', 'a.b.c', 'e30.e30', 'e30.bnVsbA.x', 'e30.W10.x', '!.e30.x', `${'e30.'.repeat(5)}e30`])(
  'takes "%s" for malformed, with everything else unread',
  async (token) => {
    const { observation, unread = [] } = await look({ token })
    expect(observation).toEqual({ wellFormed: false })
    expect(unread.map((one) => one.path[0])).toEqual(expect.arrayContaining(['claims', 'expired', 'verified', 'lifetimeSeconds']))
    expect(new Set(unread.map((one) => one.reason))).toEqual(new Set(['malformed']))
  },
)

it('leaves verified unread for an algorithm that nobody knows', async () => {
  const token = `${Buffer.from('{"alg":"XX1"}').toString('base64url')}.e30.abcd`
  expect((await look({ token, key: KEY })).unread).toMatchObject([{ path: ['verified'], reason: 'unsupported' }])
  expect((await look({ token })).observation).not.toHaveProperty('verified')
})

it('wants either a token or a recipe', () => {
  for (const params of [{}, { token: 'a', mint: {} }, { mint: {}, key: 'x' }, { token: 'a', key: 'x', jwks: { keys: [] } }]) {
    expect(Params.safeParse(params).success).toBe(false)
  }
})

function pair(algorithm: string) {
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  if (algorithm.startsWith('ES')) return generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'P-256' : 'P-521' })
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}
