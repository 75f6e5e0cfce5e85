import type { Item } from '../checklist/model.ts'
import type { Finding } from '../core/finding.ts'
import type { Unknown } from '../core/outcome.ts'
import { judge, type Judgement } from '../judge/expectations.ts'
import type { Expr } from '../looks/model.ts'
import { contextFor, NOTHING, ownSight, type Known } from './context.ts'
import type { Looked, Sight } from './types.ts'

export interface Judged extends Judgement {
  readonly looks: readonly string[]
}

/** Judges an item on its look, or on named looks and facts alone; a look that saw nothing is unknown at once. */
export async function judgeLook(item: Item, looked: Looked | undefined, known: Known): Promise<Judged> {
  if (looked?.failed) return { outcome: 'unknown', unknown: looked.failed, findings: [], looks: [] }
  const programs = { enough: programsIn(item.enough), expect: programsIn(item.expect), warn: programsIn(item.warn) }
  const own = looked?.seen ? ownSight(looked.seen) : NOTHING
  const context = await contextFor([...programs.enough, ...programs.expect, ...programs.warn], known, own)
  const judged = judge(programs, context)
  const findings = judged.findings.map((finding) => withhold(explainNotReached(finding, item, looked?.seen), looked))
  return { ...judged, ...unknownOf(judged.unknown, looked?.seen), findings, looks: [] }
}

/**
 * Judges the same look again and again: `eventually` until it passes, `throughout` as long as it passes and at least
 * three times. The judgement of the last look stands.
 */
export async function judgePolls(item: Item, polls: AsyncIterable<Looked>, known: Known): Promise<Judged> {
  let last: Judged | undefined
  for await (const looked of polls) {
    last = await judgeLook(item, looked, known)
    const passed = last.outcome === 'pass'
    if (item.throughoutMs === undefined ? passed : !passed) break
  }
  return last ?? { outcome: 'unknown', unknown: { reason: 'internal', detail: 'it was never looked at' }, findings: [], looks: [] }
}

const programsIn = (exprs: readonly Expr[]) => exprs.map(({ program }) => program)

/** An expectation over a step that was never sent says why: `not reached: intent answered 503`. */
function explainNotReached(finding: Finding, item: Item, sight: Sight | undefined): Finding {
  if (finding.result !== 'absent' || !sight || sight.notReached.length === 0) return finding
  const expr = [...item.enough, ...item.expect, ...item.warn].find(({ program }) => program.source === finding.text)
  const reached = expr?.program.reads.flatMap((path) => sight.notReached.filter(({ step }) => path[0] === 'steps' && path[1] === step)) ?? []
  return reached[0] ? { ...finding, detail: reached[0].why } : finding
}

const unknownOf = (unknown: Unknown | undefined, sight: Sight | undefined): { unknown?: Unknown } => {
  if (!unknown) return {}
  const first = sight?.notReached[0]
  return { unknown: unknown.reason === 'insufficient' && first && unknown.detail.includes(`steps.${first.step}`) ? { ...unknown, detail: first.why } : unknown }
}

/** Values seen by a look that used a secret which cannot be searched for are not shown (design section 8). */
function withhold(finding: Finding, looked: Looked | undefined): Finding {
  if (!looked || looked.withheld.length === 0) return finding
  const values = finding.values.map(({ text }) => ({ text, value: `[withheld: ${looked.withheld.join(', ')} is too short or too common to be masked]` }))
  const { detail: _, ...rest } = finding
  return { ...rest, values }
}
