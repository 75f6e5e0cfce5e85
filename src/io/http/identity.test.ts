import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeCertificates } from '../../../fixtures/servers/certificates.ts'
import type { CertificateOptions } from '../../../fixtures/servers/certificates.ts'
import { identityTrouble } from './identity.ts'

it.each<[string, string, Partial<CertificateOptions>, RegExp | undefined]>([
  ['the name itself', 'a.example', {}, undefined],
  ['a wildcard for one label', 'b.wild.example', {}, undefined],
  ['an address', '127.0.0.1', {}, undefined],
  ['another name', 'other.example', {}, /^is for another name$/],
  ['a wildcard for two labels', 'a.b.wild.example', {}, /^is for another name$/],
  ['a wildcard for a part of a label', 'foo.part.example', {}, /^is for another name$/],
  ['an address that is not in it', '127.0.0.2', {}, /^is for another name$/],
  ['a common name alone', 'a.example', { altNames: false }, /^has no alternative names, and its common name does not count$/],
  ['a key of 1024 bits', 'a.example', { key: 'rsa1024' }, /^is not trusted: its key is too weak \(rsa, 1024 bits\)$/],
])('judges %s', async (_, host, options, trouble) => {
  const { certPem, remove } = await makeCertificates({ names: ['a.example', '*.wild.example', 'f*.part.example', '127.0.0.1'], ...options })
  await remove()
  const found = identityTrouble(new X509Certificate(certPem), host)
  if (trouble === undefined) expect(found).toBeUndefined()
  else expect(found).toMatch(trouble)
})
