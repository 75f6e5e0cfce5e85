import { randomBytes } from 'node:crypto'
import { LookError } from '../../core/look-error.ts'
import { encode } from './decode.ts'
import { keySet, reveal } from './key-set.ts'
import { algorithmOf, startOf, withPublicKey } from './mint.ts'
import { ROWS } from './schema.ts'
import type { Algorithm, Battery, Row } from './schema.ts'
import { freshSigner, pemOfSet, sign, signWithOtherKey } from './signing.ts'

type Fields = Readonly<Record<string, unknown>>

/** Why a token cannot be made from what was given. */
interface Lack {
  readonly lacks: string
}

interface Made {
  /** By name, the control first. */
  readonly tokens: Readonly<Record<string, string>>
  readonly missing: { readonly name: string; readonly reason: string }[]
}

/** What all rows start from: a token that is right, taken apart. */
interface Work {
  readonly params: Battery
  readonly now: number
  readonly algorithm: Algorithm
  readonly header: Fields
  /** Claims with fresh times. */
  readonly claims: Fields
  readonly control: string
}

/** Beyond the leeway that verifiers grant for clocks that differ. */
const FAR_SECONDS = 3600

/** Makes a right token and the wrong ones, each wrong in one point; `now` in seconds since 1970. */
export async function makeBattery(params: Battery, now: number): Promise<Made> {
  const work = await start(params, now)
  const tokens: [string, string][] = [['control', work.control]]
  const missing: { name: string; reason: string }[] = []
  for (const name of ROWS) {
    if (name === 'control' || !params.include.includes(name)) continue
    const made = await MAKERS[name](work)
    if (typeof made === 'string') tokens.push([name, made])
    else missing.push({ name, reason: made.lacks })
  }
  return { tokens: Object.fromEntries(tokens), missing }
}

async function start(params: Battery, now: number): Promise<Work> {
  const from = startOf(params)
  const algorithm = algorithmOf(params.algorithm, from)
  if (algorithm === 'none')
    throw new LookError('unconfigured', 'the token to start from is not signed, so there is nothing that could be broken')
  const header = { ...(from?.header ?? { typ: 'JWT' }), alg: algorithm }
  const claims = fresh({ ...from?.claims, ...params.claims }, now, params)
  const work = { params, now, algorithm, header, claims, control: '' }
  const control = from && params.key === undefined ? reveal(params.from ?? '').trim() : await signed(work, {})
  return { ...work, control: typeof control === 'string' ? control : '' }
}

/** The claims as of now; nbf only where there was one. */
function fresh(claims: Fields, now: number, { lifetime }: Battery): Fields {
  const notBefore = 'nbf' in claims ? { nbf: now } : {}
  return { ...claims, ...notBefore, iat: now, exp: now + Math.round(lifetime / 1000) }
}

const SIGNING_KEY = 'it takes the signing key (`key`)'

const MAKERS: Readonly<Record<Exclude<Row, 'control'>, (work: Work) => Promise<string | Lack> | string | Lack>> = {
  expired: (work) =>
    signed(work, {
      iat: work.now - FAR_SECONDS - 300,
      exp: work.now - FAR_SECONDS,
      ...('nbf' in work.claims && { nbf: work.now - FAR_SECONDS - 300 }),
    }),
  notYetValid: (work) => signed(work, { nbf: work.now + FAR_SECONDS, exp: work.now + 2 * FAR_SECONDS }),
  noExpiry: (work) => signed(work, { exp: undefined }),
  otherIssuer: (work) => signed(work, { iss: work.params.issuer }),
  otherAudience: (work) => signed(work, { aud: work.params.audience }),
  noAudience: (work) =>
    'aud' in work.claims ? signed(work, { aud: undefined }) : { lacks: 'the token has no audience that could be left out' },
  otherKey: async (work) => {
    const input = inputOf(work)
    return `${input}.${await signWithOtherKey(input, work.algorithm)}`
  },
  algNone: (work) => `${inputOf(work, { alg: 'none' })}.`,
  algNoneTitle: (work) => `${inputOf(work, { alg: 'None' })}.`,
  algNoneUpper: (work) => `${inputOf(work, { alg: 'NONE' })}.`,
  stripped: async (work) => withBase(work, (base) => `${base.slice(0, base.lastIndexOf('.'))}.`),
  edited: async (work) => withBase(work, editedOf),
  truncated: async (work) => withBase(work, (base) => base.slice(0, -10)),
  garbage: () => randomBytes(15).toString('hex'),
  confusion: (work) => confused(work, (pem) => pem),
  confusionTrimmed: (work) => confused(work, (pem) => pem.trim()),
  embeddedJwk: async (work) => {
    const algorithm = withPublicKey(work.algorithm)
    const signer = freshSigner(algorithm)
    const { kid } = work.header
    const input = inputOf(work, { alg: algorithm, jwk: { ...signer.jwk, ...(typeof kid === 'string' && { kid }) } })
    return `${input}.${await signer.sign(input)}`
  },
}

/** Rightly signed with these claims changed; undefined leaves one out. */
async function signed(work: Work, changes: Fields): Promise<string | Lack> {
  const { key } = work.params
  if (key === undefined) return { lacks: SIGNING_KEY }
  const input = inputOf(work, {}, changes)
  return `${input}.${await sign(input, work.algorithm, reveal(key))}`
}

/** Starts from the control, or with `freshIds` from a token like it: an id that was used already would be refused for that alone. */
async function withBase(work: Work, change: (base: string) => string): Promise<string | Lack> {
  const base = work.params.freshIds ? await signed(work, {}) : work.control
  return typeof base === 'string' ? change(base) : base
}

/** A claim that nobody reads is added: who does not check the signature sees the same user and lets it in. */
function editedOf(token: string): string {
  const [header, claims = '', signature] = token.split('.')
  const before = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Fields
  return `${header}.${encode({ ...before, readiness_edited: true })}.${signature}`
}

async function confused(work: Work, write: (pem: string) => string): Promise<string | Lack> {
  const { publicKey, jwks } = work.params
  if (publicKey === undefined && jwks === undefined) return { lacks: 'it takes the public key of the target (`publicKey` or `jwks`)' }
  const pem = publicKey === undefined ? pemOfSet(keySet(jwks), work.header['kid']) : reveal(publicKey)
  const input = inputOf(work, { alg: 'HS256' })
  return `${input}.${await sign(input, 'HS256', write(pem))}`
}

function inputOf(work: Work, header: Fields = {}, changes: Fields = {}): string {
  const own = work.params.freshIds ? { jti: randomBytes(16).toString('hex') } : {}
  return `${encode({ ...work.header, ...header })}.${encode({ ...work.claims, ...own, ...changes })}`
}
