import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { certificateTrouble } from '../../io/http/errors.ts'
import { isNamed, isWeakKey, keyFacts } from '../../io/http/identity.ts'
import { namesOf, oneLine } from '../../io/http/tls-facts.ts'
import type { Handshake } from './handshake.ts'
import type { Certificate } from './schema.ts'
import { isWeakSignature, signatureAlgorithm } from './signature.ts'

const DAY_MS = 86_400_000
const MOST_SHOWN = 20
/** Extended key usages that make a certificate one for servers: serverAuth, anyExtendedKeyUsage (RFC 5280, 4.2.1.12). */
const FOR_SERVERS: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'])

/**
 * What is known of a certificate and its chain. `verified` is the handshake with authorities. Weak keys and signatures make it untrusted here: since
 * OpenSSL 3.2 they do so by default, before they did not.
 */
export function certificateFacts(
  sent: Handshake,
  verified: Handshake,
  name: string,
  now: Date,
  ca: string | undefined,
): Certificate | undefined {
  const [leaf] = sent.certificates
  if (leaf === undefined) return undefined
  const validTo = new Date(leaf.validTo)
  const validFrom = new Date(leaf.validFrom)
  const key = keyFacts(leaf)
  // Neither the signature nor the key of a root is what makes it trusted.
  const belowRoot = sent.certificates.filter((each, index) => index === 0 || !isSelfSigned(each))
  const weakKeyOf = belowRoot.find((each) => isWeakKey(keyFacts(each)))
  const facts = {
    hostMatches: isNamed(leaf, name),
    ...key,
    weakKey: weakKeyOf !== undefined,
    weakSignature: belowRoot.some((each) => isWeakSignature(signatureAlgorithm(each.raw))),
  }
  const trustError = troubleOf(leaf, verified.chainError, name, facts, weakKeyOf)
  const usages = (leaf as { readonly keyUsage: readonly string[] | undefined }).keyUsage
  return {
    trusted: trustError === '',
    trustError,
    ...facts,
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    names: namesOf(leaf.subjectAltName),
    validFrom: validFrom.toISOString(),
    validTo: validTo.toISOString(),
    daysLeft: (validTo.getTime() - now.getTime()) / DAY_MS,
    expired: validTo < now,
    notYetValid: validFrom > now,
    selfSigned: isSelfSigned(leaf),
    signatureAlgorithm: signatureAlgorithm(leaf.raw),
    chain: sent.certificates
      .slice(0, MOST_SHOWN)
      .map((each) => ({ subject: oneLine(each.subject), issuer: oneLine(each.issuer), validTo: new Date(each.validTo).toISOString() })),
    chainComplete: isComplete(sent.certificates, ca),
    serverAuth: usages === undefined || usages.some((usage) => FOR_SERVERS.has(usage)),
    ca: leaf.ca,
    ocspStapled: sent.ocspStapled,
    revocation: 'not-checked',
  }
}

/** Empty when nothing is wrong. */
function troubleOf(
  leaf: X509Certificate,
  chainError: string | undefined,
  name: string,
  facts: Pick<Certificate, 'hostMatches' | 'weakSignature'>,
  weakKeyOf: X509Certificate | undefined,
): string {
  if (chainError !== undefined) return `the certificate ${certificateTrouble(chainError)}`
  if (!facts.hostMatches && leaf.subjectAltName === undefined)
    return 'the certificate has no alternative names, and its common name does not count'
  if (!facts.hostMatches) return `the certificate is for another name than ${name}`
  if (weakKeyOf !== undefined) {
    const { keyType, keyBits } = keyFacts(weakKeyOf)
    const whose = weakKeyOf === leaf ? 'its key' : `the key of ${oneLine(weakKeyOf.subject)} in its chain`
    return `the certificate is not trusted: ${whose} is too weak (${keyType}, ${keyBits} bits)`
  }
  return facts.weakSignature ? 'the certificate is not trusted: it, or an authority in its chain, is signed with a broken hash' : ''
}

/** Whether each certificate is followed by its issuer, up to a self-signed one or one whose issuer is known here. */
function isComplete(chain: readonly X509Certificate[], ca: string | undefined): boolean {
  const last = chain.at(-1)
  if (last === undefined) return false
  return isSelfSigned(last) || authorities(ca).some((pem) => issued(pem, last))
}

function authorities(ca: string | undefined): readonly string[] {
  return [...(ca?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []), ...rootCertificates]
}

function issued(pem: string, certificate: X509Certificate): boolean {
  const authority = new X509Certificate(pem)
  return certificate.checkIssued(authority) && signedBy(certificate, authority)
}

/** By name and signature; `checkIssued` would also want the right to sign others, which a self-made certificate seldom has. */
function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && signedBy(certificate, certificate)
}

function signedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.verify(authority.publicKey)
  } catch {
    return false
  }
}
