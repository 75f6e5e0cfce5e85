import type { Outcome, Unknown } from '../core/outcome.ts'

/** What a parent needs to know of each child. */
export interface ChildOutcome {
  readonly id: string
  readonly outcome: Outcome
  readonly unknown?: Unknown
}

/** Decides a parent from its children (design section 3). A waived child counts as met. */
export function judgeChildren(mode: 'any' | 'all', children: readonly ChildOutcome[]): { outcome: Outcome; unknown?: Unknown } {
  const of = (...outcomes: Outcome[]) => children.find((child) => outcomes.includes(child.outcome))
  const met = of('pass', 'waived')
  const failed = of('fail')
  const unknown = of('unknown')
  if (children.length === 0) return { outcome: 'unknown', unknown: { reason: 'internal', detail: 'it has no children' } }
  if (mode === 'any' && met) return { outcome: 'pass' }
  if (mode === 'all' && failed) return { outcome: 'fail' }
  if (unknown) return { outcome: 'unknown', unknown: because(unknown) }
  if (failed) return { outcome: 'fail' }
  return { outcome: met ? 'pass' : 'not-applicable' }
}

const because = (child: ChildOutcome): Unknown => ({
  reason: child.unknown?.reason ?? 'internal',
  detail: `${child.id}: ${child.unknown?.detail ?? 'unknown'}`,
  root: child.unknown?.root ?? child.id,
})
