import { expect, it } from 'vitest'
import { isWeakSignature, signatureAlgorithm } from './signature.ts'

/** A DER element; lengths of 128 and more take the long form. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  const length = bytes.length < 128 ? [bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), bytes])
}

const certificate = (oid: string, ...parameters: readonly Buffer[]) =>
  der(0x30, der(0x30, Buffer.alloc(400, 1)), der(0x30, der(6, Buffer.from(oid, 'hex')), ...parameters), der(3, Buffer.alloc(64)))

const pss = (...parameters: readonly Buffer[]) => certificate('2a864886f70d01010a', der(0x30, ...parameters))
const hashOf = (oid: string) => der(0xa0, der(0x30, der(6, Buffer.from(oid, 'hex'))))

it.each([
  ['2a864886f70d01010b', 'sha256WithRSAEncryption', false],
  ['2a864886f70d010105', 'sha1WithRSAEncryption', true],
  ['2a864886f70d010104', 'md5WithRSAEncryption', true],
  ['2a8648ce3d0401', 'ecdsaWithSHA1', true],
  ['2a8648ce3d040302', 'ecdsaWithSHA256', false],
  ['2b6570', 'ed25519', false],
  ['2b0e03021d', 'sha1WithRSAEncryption', true],
  ['2a864886f70d01017f', '1.2.840.113549.1.1.127', true],
])('names %s %s', (oid, name, weak) => {
  const found = signatureAlgorithm(certificate(oid))
  expect([found, isWeakSignature(found)]).toEqual([name, weak])
})

it('looks for the hash of RSASSA-PSS, which is SHA-1 when none is named', () => {
  const names = [
    signatureAlgorithm(pss(hashOf('608648016503040201'))),
    signatureAlgorithm(pss(hashOf('2b0e03021a'))),
    signatureAlgorithm(pss()),
  ]
  expect(names.map((name) => [name, isWeakSignature(name)])).toEqual([
    ['rsassaPss', false],
    ['rsassaPssWithSHA1', true],
    ['rsassaPssWithSHA1', true],
  ])
})

it('knows nothing of what is no certificate, and takes that for weak', () => {
  const whole = certificate('2b6570')
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from([0x30]),
    Buffer.from([0x30, 0x85, 1, 1, 1, 1, 1]),
    whole.subarray(0, 300),
    Buffer.from('not DER at all'),
  ]) {
    expect(signatureAlgorithm(bytes)).toBe('')
  }
  expect(isWeakSignature('')).toBe(true)
})
