import type { UnknownReason } from './unread.ts'

export const FINDING_ROLES = ['when', 'enough', 'expect', 'warn'] as const
export type FindingRole = (typeof FINDING_ROLES)[number]

export const FINDING_RESULTS = ['true', 'false', 'absent', 'mismatch', 'unread', 'insufficient', 'internal'] as const
/**
 * What became of one expectation: `absent` a field was not there, `mismatch` kinds did not fit, `unread` a needed
 * field could not be read, `insufficient` it held over an empty list only.
 */
export type FindingResult = (typeof FINDING_RESULTS)[number]

/** One expectation with its result and the values that decided it (design 4.3). */
export interface Finding {
  readonly role: FindingRole
  /** The expression as written. */
  readonly text: string
  /** The same as a sentence, where the author wrote one. */
  readonly message?: string
  readonly result: FindingResult
  /** Sub-expressions and the values they had, as text that is redacted and capped. */
  readonly values: readonly { readonly text: string; readonly value: string }[]
  /** What the author wants shown in the place of these values, by label. */
  readonly shown?: readonly { readonly label: string; readonly value: string }[]
  /** Why it is absent, mismatched, unread or insufficient. */
  readonly detail?: string
  /** Only with `unread`: the reason of the part that could not be read. */
  readonly reason?: UnknownReason
}
