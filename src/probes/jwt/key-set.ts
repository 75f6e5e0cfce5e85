import { LookError } from '../../core/look-error.ts'
import { parseJson } from '../../io/json.ts'
import { Secret } from '../../redaction/secret.ts'

/** A key set (RFC 7517) given as data or JSON text; throws LookError `unconfigured` when it is none. */
export function keySet(jwks: unknown): { keys: unknown[] } {
  const data = typeof jwks === 'string' || jwks instanceof Secret ? parse(reveal(jwks)) : jwks
  if (typeof data === 'object' && data !== null && 'keys' in data && Array.isArray(data.keys)) return { keys: data.keys }
  throw new LookError('unconfigured', 'the key set is no JSON object with `keys`')
}

/** The text of a value that may be a secret. */
export function reveal(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value
}

function parse(text: string): unknown {
  const parsed = parseJson(text)
  return parsed.ok ? parsed.value : undefined
}
