import { createHash } from 'node:crypto'
import { Secret } from '../redaction/secret.ts'
import type { ProbeLook } from '../looks/model.ts'
import type { Prepared } from './prepare.ts'

/** Two reads with the same key are one look: equal probe, resolved parameters, target, identity and time-out. */
export function lookKey(
  look: Pick<ProbeLook, 'retry' | 'touches'>,
  prepared: Pick<Prepared, 'probe' | 'params' | 'targetName' | 'identity' | 'timeoutMs'>,
): string {
  const { probe, params, targetName, identity, timeoutMs } = prepared
  return JSON.stringify([probe.name, params, targetName, identity, timeoutMs, look.retry, look.touches], tellApart)
}

/** Secrets are told apart by value: "Bearer ${secrets.a}" and "${secrets.a}" have one name. `this` holds them before their `toJSON`. */
function tellApart(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const raw = this[key]
  return raw instanceof Secret ? `secret ${createHash('sha256').update(raw.reveal()).digest('hex')}` : value
}
