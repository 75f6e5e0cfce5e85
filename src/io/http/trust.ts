import { createSecureContext } from 'node:tls'
import type { SecureContext, SecureContextOptions } from 'node:tls'
import { LookError } from '../../core/look-error.ts'

/** The system's authorities and those of `ca` (PEM), in a context of these versions and ciphers. */
export function trusting(ca: string, options: Pick<SecureContextOptions, 'ciphers' | 'minVersion' | 'maxVersion'> = {}): SecureContext {
  if (!/-----BEGIN CERTIFICATE-----/.test(ca)) throw new LookError('unconfigured', 'the private CA holds no PEM certificate')
  try {
    const context = createSecureContext(options)
    const certificates = ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    for (const pem of certificates) (context.context as { addCACert(pem: string): void }).addCACert(pem)
    return context
  } catch {
    throw new LookError('unconfigured', 'the private CA holds a certificate that cannot be read')
  }
}
