import { parseDuration } from '../../core/duration.ts'
import { LookError } from '../../core/look-error.ts'
import { Secret } from '../../redaction/secret.ts'
import { decode, encode } from './decode.ts'
import type { Decoded } from './decode.ts'
import { ALGORITHMS } from './schema.ts'
import type { Algorithm, Mint } from './schema.ts'
import { sign, signWithOtherKey } from './signing.ts'

/** Makes a token, right or deliberately wrong; `now` in seconds since 1970. Throws LookError when the parameters do not allow it. */
export async function mint(params: Mint, now: number): Promise<string> {
  const from = startOf(params)
  const algorithm = algorithmOf(params, from)
  const header = { ...(from?.header ?? { typ: 'JWT' }), ...params.header, alg: algorithm }
  const input = `${encode(header)}.${encode(claimsOf(params, from, now))}`
  if (algorithm === 'none') return `${input}.`
  return `${input}.${await SIGNERS[params.signature]({ input, algorithm, params, from })}`
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

function startOf({ from }: Mint): Decoded | undefined {
  if (from === undefined) return undefined
  const decoded = decode(reveal(from))
  if (!decoded) throw new LookError('malformed', 'the token to start from is no JWT')
  return decoded
}

function algorithmOf(params: Mint, from: Decoded | undefined): Algorithm {
  if (params.algorithm) return params.algorithm
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

/** The text of a value that may be a secret. */
export function reveal(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value
}
