import { attestationFor } from '../config/attestation-for.ts'
import type { Attestation } from '../config/attestations.ts'
import type { WordOf } from '../engine/types.ts'

/** Finds the attestation that settles an item in this environment, for the release of the run, now. */
export function wordOf(attestations: readonly Attestation[], environment: string, now: Date): WordOf {
  return (checklist, { id, digest, attest }, release) => {
    if (!attest) return { ok: false, why: `${id} is not for a person to attest` }
    const item = {
      id,
      digest,
      checklist: checklist.id,
      role: attest.role,
      evidenceRequired: attest.evidence === 'required',
      ...(attest.validMs === undefined ? {} : { validMs: attest.validMs }),
    }
    return attestationFor(item, attestations, environment, release, now)
  }
}
