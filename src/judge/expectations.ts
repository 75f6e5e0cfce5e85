import type { Finding, FindingRole } from '../core/finding.ts'
import { TOO_LITTLE } from '../core/too-little.ts'
import type { Outcome, Unknown } from '../core/outcome.ts'
import { evaluate, type Context as Values, type Program } from '../expression/index.ts'
import { seenIn, toFinding } from './finding.ts'

/** One thing that is wanted; its sentence and what to show as seen, where the author wrote them. */
export interface Expectation {
  readonly program: Program
  readonly message?: string
  readonly show?: readonly { readonly label: string; readonly program: Program }[]
}

/** What an item or look wants of what was seen. */
export interface Expectations {
  readonly enough: readonly Expectation[]
  readonly expect: readonly Expectation[]
  readonly warn: readonly Expectation[]
}

/** What expressions are evaluated over, and the secrets that keep its values from being shown. */
export interface Context extends Values {
  readonly withheld?: readonly string[]
  /** Whether a short number can be no secret, and is shown all the same. */
  readonly showsNumbers?: boolean
}

export interface Judgement {
  readonly outcome: Exclude<Outcome, 'waived' | 'not-applicable'>
  readonly unknown?: Unknown
  readonly findings: readonly Finding[]
}

/**
 * Judges expectations over what was seen (design section 3). `enough` comes first: anything but true makes the item
 * unknown. Then `expect`: a false, absent or mismatched one fails, else an unread one is unknown, else it passes.
 */
export function judge(wanted: Expectations, context: Context): Judgement {
  const enough = findings('enough', wanted.enough, context)
  const lacking = enough.find((finding) => finding.result !== 'true')
  if (lacking) return { outcome: 'unknown', unknown: whyNotEnough(lacking), findings: enough }
  const expect = findings('expect', wanted.expect, context)
  const all = [...enough, ...expect, ...findings('warn', wanted.warn, context)]
  if (expect.some((finding) => isNo(finding))) return { outcome: 'fail', findings: all }
  const open = expect.find((finding) => finding.result !== 'true')
  if (open) return { outcome: 'unknown', unknown: whyOpen(open), findings: all }
  if (expect.length === 0) return { outcome: 'unknown', unknown: { reason: 'internal', detail: 'nothing was expected' }, findings: all }
  return { outcome: 'pass', findings: all }
}

/** A single condition (`when`, `until`): true, false, or why it cannot be told. */
export function holds(
  role: FindingRole,
  wanted: Expectation,
  context: Context,
): { readonly holds: boolean | Unknown; readonly finding: Finding } {
  const finding = toFinding(role, wanted, evaluate(wanted.program, context), context)
  if (finding.result === 'true') return { holds: true, finding }
  if (finding.result === 'false') return { holds: false, finding }
  return { holds: whyOpen(finding), finding }
}

const findings = (role: FindingRole, expectations: readonly Expectation[], context: Context): Finding[] =>
  expectations.map((wanted) => toFinding(role, wanted, evaluate(wanted.program, context), context))

const NO: ReadonlySet<Finding['result']> = new Set(['false', 'absent', 'mismatch'])
const isNo = (finding: Finding): boolean => NO.has(finding.result)

function whyNotEnough(finding: Finding): Unknown {
  if (finding.result === 'unread' || finding.result === 'internal') return whyOpen(finding)
  const seen = seenIn(finding)
  return {
    reason: 'insufficient',
    detail: `${TOO_LITTLE}: wanted ${finding.message ?? finding.text}${seen ? `, saw ${seen}` : ''}${finding.detail ? ` (${finding.detail})` : ''}`,
  }
}

function whyOpen(finding: Finding): Unknown {
  const detail = finding.detail ?? `${finding.message ?? finding.text} cannot be told`
  if (finding.result === 'unread') return { reason: finding.reason ?? 'internal', detail }
  if (finding.result === 'internal') return { reason: 'internal', detail }
  if (finding.result === 'insufficient') return { reason: 'insufficient', detail }
  return { reason: 'malformed', detail: `${finding.message ?? finding.text}: ${detail}` }
}
