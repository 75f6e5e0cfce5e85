/** Names of signature algorithms by OID (RFC 3279, 4055, 5758, 8410). */
const NAMES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.3.14.3.2.29': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.2.840.10040.4.3': 'dsaWithSHA1',
  '2.16.840.1.101.3.4.3.1': 'dsaWithSHA224',
  '2.16.840.1.101.3.4.3.2': 'dsaWithSHA256',
  '1.2.840.10045.4.1': 'ecdsaWithSHA1',
  '1.2.840.10045.4.3.1': 'ecdsaWithSHA224',
  '1.2.840.10045.4.3.2': 'ecdsaWithSHA256',
  '1.2.840.10045.4.3.3': 'ecdsaWithSHA384',
  '1.2.840.10045.4.3.4': 'ecdsaWithSHA512',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
}

const SEQUENCE = 0x30
const OBJECT_IDENTIFIER = 0x06
const CONTEXT_0 = 0xa0
const SHA1 = '1.3.14.3.2.26'

/** The signature algorithm of a certificate by name, its OID when it has none here; empty when the DER is not as RFC 5280, 4.1 says. */
export function signatureAlgorithm(der: Uint8Array): string {
  const [certificate] = elements(Buffer.from(der))
  const [, algorithm] = elements(certificate?.tag === SEQUENCE ? certificate.content : Buffer.alloc(0))
  const [identifier, parameters] = elements(algorithm?.content ?? Buffer.alloc(0))
  if (identifier?.tag !== OBJECT_IDENTIFIER) return ''
  const oid = dotted(identifier.content)
  const name = NAMES[oid] ?? oid
  return name === 'rsassaPss' && pssHash(parameters) === SHA1 ? 'rsassaPssWithSHA1' : name
}

/** Whether collisions of its hash can be made; what is not known is weak. */
export function isWeakSignature(name: string): boolean {
  return name === '' || /^\d|md2|md5|sha1(?!\d)/i.test(name)
}

/** SHA-1 is the hash when none is named (RFC 4055, 3.1). */
function pssHash(parameters: Element | undefined): string {
  const hash = elements(parameters?.content ?? Buffer.alloc(0)).find(({ tag }) => tag === CONTEXT_0)
  const [algorithm] = elements(hash?.content ?? Buffer.alloc(0))
  const [identifier] = elements(algorithm?.content ?? Buffer.alloc(0))
  return identifier?.tag === OBJECT_IDENTIFIER ? dotted(identifier.content) : SHA1
}

interface Element {
  readonly tag: number
  readonly content: Buffer
}

/** The DER elements that stand side by side in these bytes; stops at what is cut off. */
function elements(bytes: Buffer): Element[] {
  const found: Element[] = []
  for (let at = 0; at + 2 <= bytes.length;) {
    const first = bytes.readUInt8(at + 1)
    const more = first < 0x80 ? 0 : first & 0x7f
    if (more > 4 || at + 2 + more > bytes.length) return found
    const length = more === 0 ? first & 0x7f : bytes.readUIntBE(at + 2, more)
    const start = at + 2 + more
    if (start + length > bytes.length) return found
    found.push({ tag: bytes.readUInt8(at), content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return found
}

function dotted(bytes: Buffer): string {
  const parts: number[] = []
  let value = 0
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      parts.push(value)
      value = 0
    }
  }
  const first = parts[0] ?? 0
  const root = Math.min(Math.floor(first / 40), 2)
  return [root, first - root * 40, ...parts.slice(1)].join('.')
}
