import type { Item } from '../checklist/model.ts'
import type { Finding } from '../core/finding.ts'
import type { Unknown } from '../core/outcome.ts'
import { judge, type Judgement } from '../judge/expectations.ts'
import type { Program } from '../expression/index.ts'
import { programsJudged } from '../looks/programs.ts'
import { explainStatus } from './answer-said.ts'
import { contextFor, named, NOTHING, ownSight, type Known } from './context.ts'
import type { Looked, Sight } from './types.ts'

export interface Judged extends Judgement {
  readonly looks: readonly string[]
}

/** Judges an item on its look, or on named looks and facts alone; a look that saw nothing is unknown at once. */
export async function judgeLook(item: Item, looked: Looked | undefined, known: Known): Promise<Judged> {
  if (looked?.failed) return { outcome: 'unknown', unknown: looked.failed, findings: [], looks: [] }
  const own = looked?.seen ? ownSight(looked.seen) : NOTHING
  const context = await contextFor(programsJudged(item), known, own)
  const withheld = [...new Set([...(looked?.withheld ?? []), ...(context.withheld ?? [])])]
  const judged = judge(item, { ...context, withheld })
  const explainAnswer = (finding: Finding) =>
    withheld.length > 0 ? finding : explainStatus(finding, programOf(finding, item)?.reads ?? [], looked?.seen?.said)
  const findings = await Promise.all(
    judged.findings.map((finding) => explainFacts(explainAnswer(explainNotReached(finding, item, looked?.seen)), item, known)),
  )
  return { ...judged, ...unknownOf(judged, item, looked?.seen), findings: explainRefused(findings, looked?.seen), looks: [] }
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

/** An expectation over a step that was never sent says why: `not reached: intent answered 503`. */
function explainNotReached(finding: Finding, item: Item, sight: Sight | undefined): Finding {
  if (finding.result !== 'absent' || !sight || sight.notReached.length === 0) return finding
  const reached =
    programOf(finding, item)?.reads.flatMap((path) => sight.notReached.filter(({ step }) => path[0] === 'steps' && path[1] === step)) ?? []
  return reached[0] ? { ...finding, detail: reached[0].why } : finding
}

/** The first expectation that did not hold says so where our own identity was refused; what is a pass or a fail stays the same. */
function explainRefused(findings: readonly Finding[], sight: Sight | undefined): readonly Finding[] {
  const why = sight?.refusedIdentity
  const first = why === undefined ? undefined : findings.find(({ role, result }) => role !== 'warn' && result !== 'true')
  if (why === undefined || !first) return findings
  return findings.map((finding) =>
    finding === first ? { ...finding, detail: finding.detail === undefined ? why : `${finding.detail}; ${why}` } : finding,
  )
}

const programOf = ({ text }: Finding, { enough, expect, warn }: Item): Program | undefined =>
  [...enough, ...expect, ...warn].map(({ program }) => program).find(({ source }) => source === text)

/** What was not enough because a step was never sent is told by that. */
function unknownOf({ unknown, findings }: Judgement, item: Item, sight: Sight | undefined): { unknown?: Unknown } {
  if (!unknown) return {}
  const first = sight?.notReached[0]
  const lacking = findings.find(({ role, result }) => role === 'enough' && result !== 'true')
  const reads = lacking ? (programOf(lacking, item)?.reads ?? []) : []
  const isWhy = first && unknown.reason === 'insufficient' && reads.some(([root, step]) => root === 'steps' && step === first.step)
  return { unknown: isWhy ? { ...unknown, detail: first.why } : unknown }
}

const MOST_VALUES = 12

/** Where a fact decided against an item, what decided the fact stands behind it. */
async function explainFacts(finding: Finding, item: Item, known: Known): Promise<Finding> {
  const facts = finding.result === 'true' ? [] : named(programOf(finding, item)?.reads ?? [], 'facts')
  if (facts.length === 0) return finding
  const values = (await Promise.all(finding.values.map((value) => withReasons(value, facts, known)))).flat()
  const once = new Map(values.map((value) => [value.text, value]))
  return { ...finding, values: [...once.values()].slice(0, MOST_VALUES) }
}

/** A pack writes `facts.exact` for what is `login-limit.exact` outside. */
async function withReasons(value: Finding['values'][number], facts: readonly string[], known: Known): Promise<Finding['values']> {
  const fact = facts.find((name) => value.text === `facts.${name.slice(name.lastIndexOf('.') + 1)}`)
  if (fact === undefined) return [value]
  const { decided, withheld } = await known.fact(fact)
  return withheld.length > 0 ? [value] : [value, ...decided]
}
