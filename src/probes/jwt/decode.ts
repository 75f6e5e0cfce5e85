import type { Unread } from '../../core/unread.ts'
import type { Observation } from './schema.ts'

/** Header, claims and the raw parts of a compact JWS. */
export interface Decoded {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly parts: readonly [string, string, string]
}

const LONGEST = 65_536

/** Reads a compact JWS without checking its signature; undefined when it is none (RFC 7515, 7519). */
export function decode(token: string): Decoded | undefined {
  const parts = token.trim().split('.')
  const [first, second, third] = parts
  if (parts.length !== 3 || first === undefined || second === undefined || third === undefined) return undefined
  if (token.length > LONGEST || !parts.every((part) => /^[A-Za-z0-9_-]*$/.test(part))) return undefined
  const header = objectOf(first)
  const claims = objectOf(second)
  return header && claims ? { header, claims, parts: [first, second, third] } : undefined
}

/** A part of a token: base64url of the JSON. */
export function encode(part: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

/** What a token says of itself; `now` in seconds since 1970. */
export function factsOf({ header, claims, parts }: Decoded, now: number): Omit<Observation, 'token' | 'verified'> {
  const issuedAt = time(claims['iat'])
  const expiresAt = time(claims['exp'])
  const notBefore = time(claims['nbf'])
  const algorithm = text(header['alg']) ?? ''
  return {
    wellFormed: true,
    header: pick({ alg: text(header['alg']), typ: text(header['typ']), kid: text(header['kid']) }),
    claims: { ...claims },
    algorithm,
    signed: parts[2] !== '' && !/^(?:none)?$/i.test(algorithm),
    ...pick({ issuedAt, expiresAt, notBefore }),
    ...(issuedAt !== undefined && expiresAt !== undefined && { lifetimeSeconds: expiresAt - issuedAt }),
    ...((expiresAt !== undefined || !('exp' in claims)) && { expired: expiresAt !== undefined && expiresAt <= now }),
    hasId: typeof claims['jti'] === 'number' || (text(claims['jti']) ?? '') !== '',
  }
}

const TIMES = [
  ['iat', ['issuedAt', 'lifetimeSeconds']],
  ['exp', ['expiresAt', 'expired', 'lifetimeSeconds']],
  ['nbf', ['notBefore']],
] as const

/** What cannot be told of times that are there and are none (RFC 7519, 2): each verifier makes something else of them. */
export function timesUnread({ claims }: Decoded): Unread[] {
  const broken = TIMES.filter(([claim]) => claim in claims && time(claims[claim]) === undefined)
  const detail = `the claim ${broken.map(([claim]) => claim).join(', ')} is no number of seconds`
  const fields = new Set(broken.flatMap(([, each]) => each))
  return [...fields].map((field) => ({ path: [field], reason: 'malformed', detail }))
}

function objectOf(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A NumericDate may have a fraction. */
function time(value: unknown): number | undefined {
  const seconds = typeof value === 'number' ? Math.floor(value) : undefined
  return Number.isSafeInteger(seconds) ? seconds : undefined
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function pick<T extends Record<string, unknown>>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>
}
