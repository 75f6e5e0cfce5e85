/** Why something is not known (design section 2). The order is that of a report's summary. */
export const UNKNOWN_REASONS = [
  'unreachable',
  'timeout',
  'unauthorized',
  'refused',
  'unconfigured',
  'blocked',
  'unattested',
  'insufficient',
  'malformed',
  'unsupported',
  'interrupted',
  'internal',
] as const
export type UnknownReason = (typeof UNKNOWN_REASONS)[number]

/** A path into an observation or context: keys as strings, list positions as numbers. */
export type Path = readonly (string | number)[]

/** A part of an observation that could not be read: whoever needs it ends unknown with this reason. */
export interface Unread {
  readonly path: Path
  readonly reason: UnknownReason
  /** One sentence, already free of secrets: what was tried and what came. */
  readonly detail: string
}
