import { parseDuration } from '../../core/duration.ts'
import { LookError } from '../../core/look-error.ts'
import type { Secret } from '../../redaction/secret.ts'
import { decode, encode } from './decode.ts'
import { keySet, reveal } from './key-set.ts'
import type { Decoded } from './decode.ts'
import { ALGORITHMS } from './schema.ts'
import type { Algorithm, Mint } from './schema.ts'
import { freshSigner, pemOfSet, sign, signWithOtherKey } from './signing.ts'

/** Makes a token, right or deliberately wrong; `now` in seconds since 1970. Throws LookError when the parameters do not allow it. */
export async function mint(params: Mint, now: number): Promise<string> {
  const from = startOf(params)
  const claims = encode(claimsOf(params, from, now))
  const header = { ...(from?.header ?? { typ: 'JWT' }), ...params.header }
  if (params.confuse) return confused(params, header, claims)
  if (params.embed) return embedded(params, header, claims)
  const algorithm = algorithmOf(params.algorithm, from)
  const input = `${encode({ ...header, alg: algorithm })}.${claims}`
  if (algorithm === 'none') return `${input}.`
  return `${input}.${await SIGNERS[params.signature]({ input, algorithm, params, from })}`
}

type Header = Readonly<Record<string, unknown>>

async function confused({ confuse, algorithm = 'HS256' }: Mint, header: Header, claims: string): Promise<string> {
  const key = confuse?.publicKey === undefined ? pemOfSet(keySet(confuse?.jwks), header['kid']) : reveal(confuse.publicKey)
  const input = `${encode({ ...header, alg: algorithm })}.${claims}`
  return `${input}.${await sign(input, algorithm, key)}`
}

async function embedded({ embed, url, algorithm }: Mint, header: Header, claims: string): Promise<string> {
  const own = withPublicKey(algorithm ?? header['alg'])
  const fresh = freshSigner(own)
  const brought =
    embed === 'jwk'
      ? { jwk: { ...fresh.jwk, ...(typeof header['kid'] === 'string' && { kid: header['kid'] }) } }
      : { [embed ?? 'jku']: url }
  const input = `${encode({ ...header, ...brought, alg: own })}.${claims}`
  return `${input}.${await fresh.sign(input)}`
}

/** The algorithm itself where it has a public key, else RS256. */
export function withPublicKey(named: unknown): Algorithm {
  return ALGORITHMS.find((one) => one === named && !/^(?:HS|none)/.test(one)) ?? 'RS256'
}

interface Work {
  readonly input: string
  readonly algorithm: Algorithm
  readonly params: Mint
  readonly from: Decoded | undefined
}

const SIGNERS: Readonly<Record<Mint['signature'], (work: Work) => Promise<string> | string>> = {
  key: signWithKey,
  'other-key': ({ input, algorithm }) => signWithOtherKey(input, algorithm),
  original: keepOriginal,
  broken: async (work) => alter(work.params.key === undefined ? originalOf(work) : await signWithKey(work)),
  empty: () => '',
}

function signWithKey({ input, algorithm, params }: Work): Promise<string> {
  if (params.key === undefined) throw new LookError('unconfigured', 'signing a token takes `key`')
  return sign(input, algorithm, reveal(params.key))
}

/** An unchanged token with its own signature is a right one, and whoever accepts it proves nothing. */
function keepOriginal(work: Work): string {
  const signature = originalOf(work)
  if (work.from && work.input === `${work.from.parts[0]}.${work.from.parts[1]}`) {
    throw new LookError('unconfigured', 'the original signature was to be kept over changed claims, but nothing was changed')
  }
  return signature
}

function originalOf({ from }: Work): string {
  const signature = from?.parts[2] ?? ''
  if (signature === '') throw new LookError('unconfigured', 'there is no original signature: `from` wants a signed token')
  return signature
}

/** Another first character: the last one may hold bits that nobody reads. */
function alter(signature: string): string {
  return `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
}

/** The token to start from; throws LookError `malformed` when it is none. */
export function startOf({ from }: { readonly from?: string | Secret | undefined }): Decoded | undefined {
  if (from === undefined) return undefined
  const decoded = decode(reveal(from))
  if (!decoded) throw new LookError('malformed', 'the token to start from is no JWT')
  return decoded
}

/** The algorithm asked for, else that of the token to start from, else HS256. */
export function algorithmOf(asked: Algorithm | undefined, from: Decoded | undefined): Algorithm {
  if (asked) return asked
  const named = from?.header['alg'] ?? 'HS256'
  const algorithm = ALGORITHMS.find((one) => one === named)
  if (!algorithm) throw new LookError('unsupported', 'the token to start from is signed with an algorithm that is not known here')
  return algorithm
}

function claimsOf(params: Mint, from: Decoded | undefined, now: number): Record<string, unknown> {
  const times = Object.entries(params.times).map(([claim, offset]) => [claim, now + seconds(claim, offset)])
  const claims: Record<string, unknown> = { ...from?.claims, ...params.claims, ...Object.fromEntries(times) }
  for (const claim of params.remove) delete claims[claim]
  return claims
}

function seconds(claim: string, offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1
  const ms = parseDuration(offset.replace(/^[+-]/, ''))
  if (ms === undefined) throw new LookError('unconfigured', `times.${claim} wants an offset with a unit, for example -1m or +5m`)
  return sign * Math.round(ms / 1000)
}
