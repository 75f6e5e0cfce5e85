import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, decodeProtectedHeader, errors, exportJWK, importJWK, jwtVerify } from 'jose'
import type { JWK, JWTVerifyOptions } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { observe } from './observe.ts'
import { Observation, Params, ROWS } from './schema.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PUBLIC = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const PRIVATE = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const ISSUER = 'https://login.test/'
const STRICT = { algorithms: ['RS256'], issuer: ISSUER, audience: 'api', requiredClaims: ['exp'] }

type Verify = (token: string) => Promise<unknown>
const strict = (token: string, options: JWTVerifyOptions = {}) => jwtVerify(token, publicKey, { ...STRICT, ...options })
const header = (token: string) => decodeProtectedHeader(token)
/** The rest of the checks, on a token whose signature nobody looked at. */
async function claimsOnly(token: string): Promise<void> {
  const { iss, aud, exp, nbf } = decodeJwt(token)
  const now = Date.now() / 1000
  if (iss !== ISSUER || aud !== 'api' || exp === undefined || exp <= now || (nbf ?? 0) > now) throw new Error('claims')
}
const forgiving =
  (forgives: (error: errors.JWTClaimValidationFailed | errors.JWTExpired) => boolean): Verify =>
  (token) =>
    strict(token).catch((error: unknown) => {
      if (!(error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) || !forgives(error)) throw error
    })

/** Verifiers as they are met, with the rows that they let in beside the control. */
const VERIFIERS: readonly (readonly [string, Verify, readonly string[]])[] = [
  ['checks everything', (token) => strict(token), []],
  ['accepts alg none', (token) => (header(token).alg === 'none' ? claimsOnly(token) : strict(token)), ['algNone']],
  [
    'accepts alg none however it is spelt',
    (token) => (/^none$/i.test(header(token).alg ?? '') ? claimsOnly(token) : strict(token)),
    ['algNone', 'algNoneTitle', 'algNoneUpper'],
  ],
  ['ignores exp', forgiving(({ code }) => code === 'ERR_JWT_EXPIRED'), ['expired']],
  ['ignores nbf', forgiving(({ claim }) => claim === 'nbf'), ['notYetValid']],
  ['does not demand exp', (token) => strict(token, { requiredClaims: [] }), ['noExpiry']],
  ['ignores iss', forgiving(({ claim }) => claim === 'iss'), ['otherIssuer']],
  ['ignores aud', forgiving(({ claim }) => claim === 'aud'), ['otherAudience', 'noAudience']],
  ['compares aud only when it is there', forgiving(({ claim, reason }) => claim === 'aud' && reason === 'missing'), ['noAudience']],
  [
    'takes the public key for a shared key',
    (token) => (header(token).alg === 'HS256' ? jwtVerify(token, Buffer.from(PUBLIC)) : strict(token)),
    ['confusion'],
  ],
  [
    'takes the trimmed public key for a shared key',
    (token) => (header(token).alg === 'HS256' ? jwtVerify(token, Buffer.from(PUBLIC.trim())) : strict(token)),
    ['confusionTrimmed'],
  ],
  [
    'trusts the key that the token brings',
    async (token) => (header(token).jwk ? jwtVerify(token, await importJWK(header(token).jwk as JWK, 'RS256')) : strict(token)),
    ['embeddedJwk'],
  ],
  [
    'skips the check without a signature',
    (token) => (token.endsWith('.') ? claimsOnly(token) : strict(token)),
    ['algNone', 'algNoneTitle', 'algNoneUpper', 'stripped'],
  ],
  [
    'never checks the signature',
    claimsOnly,
    [
      'otherKey',
      'algNone',
      'algNoneTitle',
      'algNoneUpper',
      'stripped',
      'edited',
      'truncated',
      'confusion',
      'confusionTrimmed',
      'embeddedJwk',
    ],
  ],
]

let verify: Verify = claimsOnly
const server = createServer((request, response) => {
  const token = (request.headers.authorization ?? '').slice('Bearer '.length)
  void Promise.resolve()
    .then(() => verify(token))
    .then(
      () => 200,
      () => 401,
    )
    .then((status) => response.writeHead(status).end())
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

async function look(params: object) {
  const context = testContext()
  const { observation } = await observe(Params.parse(params), context)
  await context.close()
  expect(Observation.parse(observation)).toEqual(observation)
  return { ...observation, tokens: observation.tokens ?? {}, learned: context.learned }
}
const genuine = async () =>
  (
    await look({
      mint: {
        key: PRIVATE,
        algorithm: 'RS256',
        header: { kid: 'k1' },
        claims: { sub: 'u1', iss: ISSUER, aud: 'api' },
        times: { iat: '0s', exp: '+5m' },
      },
    })
  ).token ?? ''

async function letIn(tokens: Readonly<Record<string, string>>): Promise<string[]> {
  const { port } = server.address() as AddressInfo
  const answers = await Promise.all(
    Object.entries(tokens).map(async ([name, token]) => {
      const { status } = await fetch(`http://127.0.0.1:${port}/me`, { headers: { authorization: `Bearer ${token}` } })
      return [name, status] as const
    }),
  )
  return answers.filter(([, status]) => status === 200).map(([name]) => name)
}

it.each(VERIFIERS)('a verifier that %s lets in the control and just what it forgot', async (_, verifier, rows) => {
  const { tokens, missing, names } = await look({ battery: { from: await genuine(), key: PRIVATE, publicKey: PUBLIC } })
  expect(missing).toEqual([])
  expect(names).toEqual([...ROWS])
  verify = verifier
  expect(await letIn(tokens)).toEqual(['control', ...rows])
})

it('without the key the control is the token itself, and what cannot be made is named', async () => {
  const from = await genuine()
  const { tokens, missing = [] } = await look({ battery: { from } })
  expect(tokens['control']).toBe(from)
  expect(Object.keys(tokens)).toEqual([
    'control',
    'otherKey',
    'algNone',
    'algNoneTitle',
    'algNoneUpper',
    'stripped',
    'edited',
    'truncated',
    'garbage',
    'embeddedJwk',
  ])
  expect(missing.map(({ name }) => name)).toEqual([
    'expired',
    'notYetValid',
    'noExpiry',
    'otherIssuer',
    'otherAudience',
    'noAudience',
    'confusion',
    'confusionTrimmed',
  ])
  verify = (token) => strict(token)
  expect(await letIn(tokens)).toEqual(['control'])
})

it('a key set serves as well as a PEM, by the kid of the token', async () => {
  const other = await exportJWK(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)
  const jwks = {
    keys: [
      { ...other, kid: 'k0' },
      { ...(await exportJWK(publicKey)), kid: 'k1' },
    ],
  }
  const { tokens } = await look({ battery: { from: await genuine(), jwks: JSON.stringify(jwks), include: ['confusion'] } })
  await jwtVerify(tokens['confusion'] ?? '', Buffer.from(PUBLIC))
  const { token } = await look({ mint: { from: await genuine(), confuse: { jwks }, claims: { sub: 'u2' } } })
  expect((await jwtVerify(token ?? '', Buffer.from(PUBLIC))).payload.sub).toBe('u2')
  expect(header(token ?? '')).toMatchObject({ alg: 'HS256', kid: 'k1' })
})

it('a token of a shared key alone is enough for a battery with ids of their own', async () => {
  const key = randomBytes(32).toString('hex')
  const {
    tokens,
    learned,
    missing = [],
  } = await look({
    battery: {
      key,
      claims: { sub: 'u1' },
      freshIds: true,
      include: ['control', 'expired', 'otherKey', 'noAudience', 'embeddedJwk', 'stripped', 'edited', 'truncated'],
    },
  })
  expect(missing.map(({ name }) => name)).toEqual(['noAudience'])
  const ids = ['control', 'expired', 'otherKey', 'stripped', 'edited', 'truncated'].map((name) => decodeJwt(tokens[name] ?? '').jti)
  expect(new Set(ids).size).toBe(6)
  // Beyond any leeway that is granted for clocks that differ.
  const { exp: ends = 0 } = decodeJwt(tokens['control'] ?? '')
  expect(ends - (decodeJwt(tokens['expired'] ?? '').exp ?? ends)).toBeGreaterThanOrEqual(3600)
  expect(header(tokens['embeddedJwk'] ?? '')).toMatchObject({ alg: 'RS256' })
  expect(learned).toEqual(Object.entries(tokens).map(([name, token]) => `jwt.battery.${name}=${token}`))
})

it.each([
  ['jku', 'https://keys.invalid/set'],
  ['x5u', 'https://keys.invalid/chain'],
  ['jwk', undefined],
])('points to its own key by %s', async (embed, url) => {
  const { token = '' } = await look({ mint: { from: await genuine(), embed, ...(url !== undefined && { url }) } })
  expect(header(token)).toMatchObject({ alg: 'RS256', kid: 'k1', ...(url !== undefined && { [embed]: url }) })
  await expect(strict(token)).rejects.toThrow()
  if (embed === 'jwk') await jwtVerify(token, await importJWK(header(token).jwk as JWK, 'RS256'))
})

it('refuses recipes that contradict themselves, and a start that is not signed', async () => {
  const wrong = [
    { battery: {} },
    { battery: { from: 'a.b.c', claims: { a: 1 } } },
    { battery: { from: 'a', jwks: { keys: [] }, publicKey: 'x' } },
    { battery: { key: 'x' }, token: 'y' },
    { mint: { embed: 'jku' } },
    { mint: { embed: 'jwk', url: 'https://a.b' } },
    { mint: { embed: 'jwk', key: 'x' } },
    { mint: { confuse: {} } },
    { mint: { confuse: { publicKey: 'x' }, algorithm: 'RS256' } },
    { mint: { embed: 'jwk', algorithm: 'HS256' } },
  ]
  for (const params of wrong) expect(Params.safeParse(params).success, JSON.stringify(params)).toBe(false)
  await expect(look({ battery: { from: 'eyJhbGciOiJub25lIn0.e30.' } })).rejects.toMatchObject({ name: 'LookError', reason: 'unconfigured' })
  await expect(look({ battery: { from: await genuine(), jwks: { keys: [{ kty: 'oct', k: 'x' }] } } })).rejects.toMatchObject({
    reason: 'unconfigured',
  })
})
