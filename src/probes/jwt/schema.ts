import * as z from 'zod'
import { secretText } from '../fields.ts'

export const ALGORITHMS = [
  'HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'none',
] as const
export type Algorithm = (typeof ALGORITHMS)[number]

const SIGNATURES = ['key', 'other-key', 'original', 'broken', 'empty'] as const

const Mint = z.strictObject({
  from: secretText().optional().describe('A token whose header and claims are the start'),
  key: secretText().optional().describe('Key to sign with: the text of a shared key, or a private key in PEM (PKCS 8)'),
  algorithm: z.enum(ALGORITHMS).optional().describe('Default: that of `from`, else HS256. With `none` the signature is empty'),
  signature: z.enum(SIGNATURES).default('key').describe(
    '`key` signed with `key`; `other-key` with a fresh random one; `original` keeps that of `from` over changed claims; '
    + '`broken` alters one; `empty` has none under the named algorithm'),
  claims: z.record(z.string(), z.unknown()).default({}).describe('Claims to set'),
  remove: z.array(z.string()).default([]).describe('Claims to leave out'),
  times: z.record(z.string(), z.string().regex(/^[+-]?\d/, 'wants an offset with a unit, for example -1m or +5m')).default({})
    .describe('Claims to set to now plus an offset with a sign and a unit, in seconds since 1970: `exp: -1m` is expired'),
  header: z.record(z.string(), z.unknown()).default({}).describe('Header fields to set, for example `kid`'),
})
export type Mint = z.output<typeof Mint>

export const Params = z.strictObject({
  token: secretText().optional().describe('A token to be read'),
  key: secretText().optional().describe('Checks the signature of `token`: a shared key, or a public key or certificate in PEM'),
  jwks: z.union([secretText(), z.looseObject({ keys: z.array(z.unknown()).describe('Keys of the set') })]).optional()
    .describe('Checks the signature of `token`: a key set (RFC 7517), as data or JSON text'),
  mint: Mint.optional().describe('Makes a token instead of reading one; nothing is sent'),
}).refine((params) => (params.token === undefined) !== (params.mint === undefined), 'wants either `token` or `mint`')
  .refine((params) => params.mint === undefined || (params.key === undefined && params.jwks === undefined), '`key` of a minted token stands in `mint`')
  .refine((params) => params.key === undefined || params.jwks === undefined, 'wants `key` or `jwks`, not both')
export type Params = z.output<typeof Params>

export const Observation = z.strictObject({
  wellFormed: z.boolean().describe('Three parts, header and claims JSON objects (RFC 7519)'),
  token: z.string().optional().describe('The minted token; it is a secret from here on. Absent when one was read'),
  header: z.strictObject({
    alg: z.string().optional().describe('Algorithm'),
    typ: z.string().optional().describe('Type, normally JWT'),
    kid: z.string().optional().describe('Id of the key'),
  }).optional().describe('Registered header fields; absent when malformed'),
  claims: z.record(z.string(), z.unknown()).optional().describe('All claims; absent when malformed'),
  algorithm: z.string().optional().describe('`header.alg`; empty text when it is missing'),
  signed: z.boolean().optional().describe('It has a signature and its algorithm is not none; says nothing of whether it is right'),
  verified: z.boolean().optional().describe('The signature is right for `key` or `jwks`; absent without them'),
  issuedAt: z.int().optional().describe('Claim iat, seconds since 1970'),
  expiresAt: z.int().optional().describe('Claim exp, seconds since 1970; absent when it never expires'),
  notBefore: z.int().optional().describe('Claim nbf, seconds since 1970'),
  lifetimeSeconds: z.int().optional().describe('exp - iat; absent when one of them is'),
  expired: z.boolean().optional().describe('exp has passed by the clock of this machine; false without exp'),
  hasId: z.boolean().optional().describe('Claim jti is there and not empty'),
})
export type Observation = z.output<typeof Observation>
