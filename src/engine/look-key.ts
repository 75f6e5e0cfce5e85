import { Secret } from '../redaction/secret.ts'
import type { ProbeLook } from '../looks/model.ts'
import type { Prepared } from './prepare.ts'

/** Two reads with the same key are one look: equal probe, resolved parameters, target, identity and time-out. */
export function lookKey(look: ProbeLook, prepared: Prepared): string {
  const { probe, params, targetName, identity, timeoutMs } = prepared
  return JSON.stringify([probe.name, params, targetName, identity, timeoutMs, look.retry, look.touches], (_, value: unknown) =>
    value instanceof Secret ? `secret ${value.name}` : value,
  )
}
