/** A mistake in an expression. Offsets are into its source, in UTF-16 units; `end` is exclusive. */
export interface ExpressionProblem {
  readonly kind: 'problem'
  readonly code: string
  readonly message: string
  readonly start: number
  readonly end: number
  readonly hint?: string
}

/** A problem at a place of the source; without a hint there is no such key. */
export function problemAt(at: { start: number; end: number }, code: string, message: string, hint?: string): ExpressionProblem {
  return { kind: 'problem', code, message, start: at.start, end: Math.max(at.end, at.start + 1), ...(hint !== undefined && { hint }) }
}
