import * as z from 'zod'
import { duration, findings, secretText } from '../fields.ts'

/** A key set, as data or JSON text. */
const keySet = () => z.union([secretText(), z.looseObject({ keys: z.array(z.unknown()).describe('Keys of the set') })])

export const ALGORITHMS = [
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'none',
] as const
export type Algorithm = (typeof ALGORITHMS)[number]

const EMBEDDED = ['jwk', 'jku', 'x5u'] as const
const SIGNATURES = ['key', 'other-key', 'original', 'broken', 'empty'] as const

const Mint = z
  .strictObject({
    from: secretText().optional().describe('A token whose header and claims are the start'),
    key: secretText().optional().describe('Key to sign with: the text of a shared key, or a private key in PEM (PKCS 8)'),
    algorithm: z.enum(ALGORITHMS).optional().describe('Default: that of `from`, else HS256. With `none` the signature is empty'),
    signature: z
      .enum(SIGNATURES)
      .default('key')
      .describe(
        '`key` signed with `key`; `other-key` with a fresh random one; `original` keeps that of `from` over changed claims; ' +
          '`broken` alters one; `empty` has none under the named algorithm',
      ),
    claims: z.record(z.string(), z.unknown()).default({}).describe('Claims to set'),
    remove: z.array(z.string()).default([]).describe('Claims to leave out'),
    times: z
      .record(z.string(), z.string().regex(/^[+-]?\d/, 'wants an offset with a unit, for example -1m or +5m'))
      .default({})
      .describe('Claims to set to now plus an offset with a sign and a unit, in seconds since 1970: `exp: -1m` is expired'),
    header: z.record(z.string(), z.unknown()).default({}).describe('Header fields to set, for example `kid`'),
    confuse: z
      .strictObject({
        publicKey: secretText().optional().describe('The public key in PEM, byte for byte as the verifier has it'),
        jwks: keySet().optional().describe('Or a key set (RFC 7517): its key, written as PEM'),
      })
      .refine(({ publicKey, jwks }) => (publicKey === undefined) !== (jwks === undefined), 'wants either `publicKey` or `jwks`')
      .optional()
      .describe(
        'Signs with the text of the public key as a shared key, under HS256 unless `algorithm` names another HS: what a verifier takes that lets the token choose',
      ),
    embed: z
      .enum(EMBEDDED)
      .optional()
      .describe('Signs with a fresh key that the header brings along: `jwk` whole, `jku` and `x5u` by `url`; HS algorithms become RS256'),
    url: z.url().optional().describe('Address that `jku` or `x5u` points to; best one that tells whether it was asked'),
  })
  .refine(
    ({ confuse, embed, key }) => [confuse, embed, key].filter((one) => one !== undefined).length < 2,
    '`key`, `confuse` and `embed` exclude each other',
  )
  .refine(
    ({ embed, url }) => (url === undefined) === (embed === undefined || embed === 'jwk'),
    '`jku` and `x5u` want `url`, and nothing else does',
  )
  .refine(
    ({ confuse, algorithm }) => confuse === undefined || algorithm === undefined || algorithm.startsWith('HS'),
    '`confuse` wants an HS algorithm',
  )
  .refine(
    ({ embed, algorithm }) => embed === undefined || algorithm === undefined || !/^(?:HS|none)/.test(algorithm),
    '`embed` wants an algorithm with a public key',
  )
export type Mint = z.output<typeof Mint>

/** The tokens of a battery, the control first. Each other one is wrong in one point. */
export const ROWS = [
  'control',
  'expired',
  'notYetValid',
  'noExpiry',
  'otherIssuer',
  'otherAudience',
  'noAudience',
  'otherKey',
  'algNone',
  'algNoneTitle',
  'algNoneUpper',
  'stripped',
  'edited',
  'truncated',
  'garbage',
  'confusion',
  'confusionTrimmed',
  'embeddedJwk',
] as const
export type Row = (typeof ROWS)[number]

const Battery = z
  .strictObject({
    from: secretText().optional().describe('A token that the target accepts; its claims are those of all others'),
    key: secretText()
      .optional()
      .describe('Key to sign with, as in `mint`. Without it the control is `from` itself, and what needs a right signature is `missing`'),
    algorithm: z.enum(ALGORITHMS).exclude(['none']).optional().describe('Default: that of `from`, else HS256'),
    publicKey: secretText().optional().describe('Public key of the target in PEM, byte for byte; makes `confusion` possible'),
    jwks: keySet().optional().describe('Or its key set (RFC 7517)'),
    claims: z.record(z.string(), z.unknown()).default({}).describe('Claims to set in every token; wants `key`'),
    lifetime: duration().default(300_000).describe('Lifetime of the fresh tokens'),
    issuer: z.string().default('https://other-issuer.invalid/').describe('The wrong issuer of `otherIssuer`'),
    audience: z.string().default('other-audience.invalid').describe('The wrong audience of `otherAudience`'),
    freshIds: z
      .boolean()
      .default(false)
      .describe('Gives each token a `jti` of its own, for targets that let each id through once; wants `key`'),
    include: z
      .array(z.enum(ROWS))
      .min(1)
      .default([...ROWS])
      .describe('Which tokens to make; default all'),
  })
  .refine(({ from, key }) => from !== undefined || key !== undefined, 'wants `from` or `key`')
  .refine(({ publicKey, jwks }) => publicKey === undefined || jwks === undefined, 'wants `publicKey` or `jwks`, not both')
  .refine(
    ({ key, claims, freshIds }) => key !== undefined || (!freshIds && Object.keys(claims).length === 0),
    '`claims` and `freshIds` want `key`',
  )
export type Battery = z.output<typeof Battery>

export const Params = z
  .strictObject({
    token: secretText().optional().describe('A token to be read'),
    key: secretText().optional().describe('Checks the signature of `token`: a shared key, or a public key or certificate in PEM'),
    jwks: keySet().optional().describe('Checks the signature of `token`: a key set (RFC 7517), as data or JSON text'),
    mint: Mint.optional().describe('Makes a token instead of reading one; nothing is sent'),
    battery: Battery.optional().describe('Makes all the standard wrong tokens and a right one in one look; nothing is sent'),
  })
  .refine(
    ({ token, mint, battery }) => [token, mint, battery].filter((one) => one !== undefined).length === 1,
    'wants either `token`, `mint` or `battery`',
  )
  .refine(
    (params) => params.token !== undefined || (params.key === undefined && params.jwks === undefined),
    '`key` and `jwks` of a minted token stand in `mint` or `battery`',
  )
  .refine((params) => params.key === undefined || params.jwks === undefined, 'wants `key` or `jwks`, not both')
export type Params = z.output<typeof Params>

export const Observation = z.strictObject({
  wellFormed: z.boolean().describe('Three parts, header and claims JSON objects (RFC 7519)'),
  token: z.string().optional().describe('The minted token; it is a secret from here on. Absent when one was read'),
  tokens: z
    .record(z.string(), z.string())
    .optional()
    .describe('Tokens of the battery by name; secrets from here on. The other fields are those of `control`'),
  names: z.array(z.string()).optional().describe('Names of the tokens that were made, `control` first'),
  missing: findings(
    z.strictObject({
      name: z.string().describe('Name of a token that was asked for'),
      reason: z.string().describe('What it takes to make it'),
    }),
  )
    .optional()
    .describe('Tokens of the battery that could not be made; absent without a battery'),
  header: z
    .strictObject({
      alg: z.string().optional().describe('Algorithm'),
      typ: z.string().optional().describe('Type, normally JWT'),
      kid: z.string().optional().describe('Id of the key'),
    })
    .optional()
    .describe('Registered header fields; absent when malformed'),
  claims: z.record(z.string(), z.unknown()).optional().describe('All claims; absent when malformed'),
  algorithm: z.string().optional().describe('`header.alg`; empty text when it is missing'),
  signed: z.boolean().optional().describe('It has a signature and its algorithm is not none; says nothing of whether it is right'),
  verified: z.boolean().optional().describe('The signature is right for `key` or `jwks`; absent without them'),
  issuedAt: z.int().optional().describe('Claim iat, seconds since 1970'),
  expiresAt: z.int().optional().describe('Claim exp, seconds since 1970; absent when it never expires'),
  notBefore: z.int().optional().describe('Claim nbf, seconds since 1970'),
  lifetimeSeconds: z.int().optional().describe('exp - iat; absent when one of them is'),
  expired: z.boolean().optional().describe('exp has passed by the clock of this machine; false without exp, unread when exp is no time'),
  hasId: z.boolean().optional().describe('Claim jti is there and not empty'),
})
export type Observation = z.output<typeof Observation>
