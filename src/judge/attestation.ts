import type { AttestationResult } from '../core/report.ts'
import type { Unknown } from '../core/outcome.ts'
import type { UnknownReason } from '../core/unread.ts'

/** The word of a person on one item, or why there is none that holds. */
export type Word = { readonly ok: true; readonly attestation: AttestationResult } | { readonly ok: false; readonly why: string }

const REPLACEABLE: ReadonlySet<UnknownReason> = new Set(['refused', 'unsupported', 'unconfigured'])

/**
 * Whether a person's word may settle an item whose look ended so: only where it could not be made here by decision or
 * lack of access, never against a fail or a dead target (design 4.1).
 */
export const mayReplace = (unknown: Unknown | undefined): boolean => unknown !== undefined && REPLACEABLE.has(unknown.reason)

/** The unknown of an item for which no word holds. */
export const unattested = (why: string): Unknown => ({ reason: 'unattested', detail: why })
