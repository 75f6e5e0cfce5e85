import type { UnknownReason } from './unread.ts'

export const OUTCOMES = ['pass', 'fail', 'unknown', 'waived', 'not-applicable'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const SETTLED_BY = ['look', 'attestation', 'children'] as const
/** How an outcome came about. */
export type SettledBy = (typeof SETTLED_BY)[number]

export const VERDICTS = ['GO', 'NO-GO', 'UNDETERMINED'] as const
export type Verdict = (typeof VERDICTS)[number]

/** Why an item is unknown: the reason, one sentence, and the item that is the root cause when it is blocked. */
export interface Unknown {
  readonly reason: UnknownReason
  readonly detail: string
  readonly root?: string
}
