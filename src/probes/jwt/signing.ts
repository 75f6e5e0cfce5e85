import { createPublicKey, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import type { CryptoKey, JSONWebKeySet, JWK } from 'jose'
import { LookError } from '../../core/look-error.ts'
import type { Algorithm } from './schema.ts'

type Key = CryptoKey | KeyObject | Uint8Array

const SIGNABLE = /^(?:(?:HS|RS|PS|ES)(?:256|384|512)|EdDSA)$/

/** The signature part over header and claims, both given encoded; throws LookError when the key does not fit. */
export async function sign(input: string, algorithm: Algorithm, key: string): Promise<string> {
  const { importPKCS8 } = await import('jose')
  try {
    return await signWith(input, algorithm.startsWith('HS') ? shared(key) : await importPKCS8(key, algorithm))
  } catch {
    const wanted = algorithm.startsWith('HS') ? 'a shared key that is not empty' : 'a private key in PEM (PKCS 8) of the fitting kind'
    throw new LookError('unconfigured', `the token could not be signed with ${algorithm}: it takes ${wanted}`)
  }
}

/** The same with a key that was made just now and is forgotten at once. */
export function signWithOtherKey(input: string, algorithm: Algorithm): Promise<string> {
  return signWith(input, algorithm.startsWith('HS') ? randomBytes(64) : otherPair(algorithm).privateKey)
}

/** A key pair made just now: its public half as a JWK for a header, and a signer with its private half. */
export function freshSigner(algorithm: Algorithm): {
  readonly jwk: Readonly<Record<string, unknown>>
  readonly sign: (input: string) => Promise<string>
} {
  const { publicKey, privateKey } = otherPair(algorithm)
  return { jwk: { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: algorithm }, sign: (input) => signWith(input, privateKey) }
}

/** The key of a set that a header's `kid` names, else the first public one, as PEM (SPKI). */
export function pemOfSet(set: { readonly keys: readonly unknown[] }, kid: unknown): string {
  const usable = set.keys.filter((key): key is JsonWebKey => typeof key === 'object' && key !== null && 'kty' in key && key.kty !== 'oct')
  const key = usable.find((one) => 'kid' in one && one['kid'] === kid) ?? usable[0]
  try {
    if (key !== undefined) return createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString()
  } catch {}
  throw new LookError('unconfigured', 'the key set holds no public key that could be read')
}

/** Whether the signature is right for a shared key, or a public key or certificate in PEM; undefined for an unknown algorithm. */
export async function verify(token: string, algorithm: string, key: string): Promise<boolean | undefined> {
  if (/^(?:none)?$/i.test(algorithm)) return false
  if (!SIGNABLE.test(algorithm)) return undefined
  const isPem = key.includes('-----BEGIN ')
  // A public key taken for a shared key is the classic confusion of algorithms; such a token is not verified.
  if (isPem === algorithm.startsWith('HS')) return false
  return verifyWith(token, algorithm, isPem ? publicKey(key) : shared(key))
}

/** Whether the signature is right for one of the keys of a set (RFC 7517). */
export async function verifyWithSet(token: string, algorithm: string, set: { keys: unknown[] }): Promise<boolean | undefined> {
  if (/^(?:none)?$/i.test(algorithm)) return false
  if (!SIGNABLE.test(algorithm)) return undefined
  const { compactVerify, createLocalJWKSet, errors } = await import('jose')
  try {
    await compactVerify(token, createLocalJWKSet(set as JSONWebKeySet), { algorithms: [algorithm] })
    return true
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return false
    return verifyWithEach(token, algorithm, set.keys)
  }
}

async function verifyWithEach(token: string, algorithm: string, keys: readonly unknown[]): Promise<boolean> {
  const { importJWK } = await import('jose')
  for (const key of keys) {
    const imported = await importJWK(key as JWK, algorithm).catch(() => undefined)
    if (imported && (await verifyWith(token, algorithm, imported))) return true
  }
  return false
}

async function signWith(input: string, key: Key): Promise<string> {
  const { CompactSign } = await import('jose')
  const [header = '', claims = ''] = input.split('.')
  // jose wants to encode the header itself, and does so byte for byte as it was encoded here: both are JSON.stringify.
  const token = await new CompactSign(Buffer.from(claims, 'base64url'))
    .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString()))
    .sign(key)
  const signature = token.startsWith(`${input}.`) ? token.slice(input.length + 1) : undefined
  if (signature === undefined) throw new LookError('internal', 'the token was encoded in another way than it was signed')
  return signature
}

async function verifyWith(token: string, algorithm: string, key: Key): Promise<boolean> {
  const { compactVerify } = await import('jose')
  return compactVerify(token, key, { algorithms: [algorithm] }).then(
    () => true,
    () => false,
  )
}

function shared(key: string): KeyObject {
  return createSecretKey(Buffer.from(key))
}

function publicKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem)
  } catch {
    throw new LookError('unconfigured', 'the key to check the signature with is no public key or certificate in PEM')
  }
}

function otherPair(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  if (!algorithm.startsWith('ES')) return generateKeyPairSync('rsa', { modulusLength: 2048 })
  const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }
  return generateKeyPairSync('ec', { namedCurve: curves[algorithm] ?? 'P-256' })
}
