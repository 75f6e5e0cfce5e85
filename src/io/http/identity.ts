import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

const CURVE_BITS: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
  secp224r1: 224,
  prime192v1: 192,
}
const EDWARDS_BITS: Readonly<Record<string, number>> = { ed25519: 256, ed448: 456 }
const LEAST_BITS: Readonly<Record<string, number>> = { rsa: 2048, 'rsa-pss': 2048, dsa: 2048, ec: 256, ed25519: 256, ed448: 256 }

export interface KeyFacts {
  /** `rsa`, `ec`, `ed25519`; `unknown` when it is of a kind not known here. */
  readonly keyType: string
  /** Bits; 0 when not known. */
  readonly keyBits: number
  readonly curve?: string
}

/**
 * Why a certificate whose chain is good is still not one for this host, after "the certificate"; undefined when it is. Node takes a common name, a
 * wildcard for a part of a label and, by version, a key of 1024 bits.
 */
export function identityTrouble(certificate: X509Certificate, host: string): string | undefined {
  if (certificate.subjectAltName === undefined) return 'has no alternative names, and its common name does not count'
  if (!isNamed(certificate, host)) return 'is for another name'
  const key = keyFacts(certificate)
  return isWeakKey(key) ? `is not trusted: its key is too weak (${key.keyType}, ${key.keyBits} bits)` : undefined
}

/** By alternative names alone (RFC 9525, 6.3), a wildcard only as a whole first label. */
export function isNamed(certificate: X509Certificate, name: string): boolean {
  if (isIP(name) !== 0) return certificate.checkIP(name) !== undefined
  return certificate.checkHost(name, { subject: 'never', partialWildcards: false }) !== undefined
}

/** RSA or DSA below 2048 bits, EC below 256, or of a kind that is not known. */
export function isWeakKey({ keyType, keyBits }: KeyFacts): boolean {
  return keyBits < (LEAST_BITS[keyType] ?? Number.POSITIVE_INFINITY)
}

/** Kind and size of a certificate's key. */
export function keyFacts(certificate: X509Certificate): KeyFacts {
  try {
    const { asymmetricKeyType: keyType = 'unknown', asymmetricKeyDetails: details = {} } = certificate.publicKey
    const curve = details.namedCurve
    const keyBits = details.modulusLength ?? EDWARDS_BITS[keyType] ?? CURVE_BITS[curve ?? ''] ?? Number(/\d{3}/.exec(curve ?? '')?.[0] ?? 0)
    return { keyType, keyBits, ...(curve === undefined ? {} : { curve }) }
  } catch {
    return { keyType: 'unknown', keyBits: 0 }
  }
}
