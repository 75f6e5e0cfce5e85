import type { Outcome, Verdict } from '../core/outcome.ts'
import type { GateResult, PhaseVerdict, RuleSummary } from '../core/report.ts'
import type { Severity } from '../core/severity.ts'

/** A rule of a checklist's gate. */
export interface Rule extends RuleSummary {
  readonly checklist: string
}

/** An item that stands in a section, with its outcome. */
export interface Counted {
  readonly checklist: string
  readonly severity: Severity
  readonly phase: string
  readonly outcome: Outcome
}

/** Whether a rule counts an item, or reports it. */
export const speaksOf = (rule: Rule, item: Omit<Counted, 'outcome'>): boolean =>
  rule.checklist === item.checklist && rule.severity === item.severity && (rule.phases?.includes(item.phase) ?? true)

/**
 * The verdict of one phase. A rule speaks of the phase when the run has items of its severity there, and when it names the
 * phase and the checklist has none: items that a partial run leaves out are not judged. A phase that no rule speaks of has
 * nothing to say GO with: UNDETERMINED.
 */
export function judgePhase(phase: string, rules: readonly Rule[], items: readonly Counted[]): PhaseVerdict {
  const here = items.filter((item) => item.phase === phase)
  const gates = rules
    .filter((rule) => rule.phases === undefined || rule.phases.includes(phase))
    .map((rule) => ({ rule, items: here.filter((item) => item.checklist === rule.checklist && item.severity === rule.severity) }))
    .filter(({ rule, items: own }) => own.length > 0 || (rule.phases !== undefined && !rule.speaks.includes(phase)))
    .map(({ rule, items: own }) => judgeGate(rule, own))
  return { phase, verdict: verdictOf(gates), gates }
}

/** The arithmetic of one rule, in integers. `failed` means: however the unknown ones turn out, it cannot be met. */
export function judgeGate(rule: Rule, items: readonly { readonly outcome: Outcome }[]): GateResult {
  const applicable = items.filter((item) => item.outcome !== 'not-applicable').length
  const met = items.filter((item) => item.outcome === 'pass' || item.outcome === 'waived').length
  const unknown = items.filter((item) => item.outcome === 'unknown').length
  const state = stateOf(rule, met, unknown, applicable)
  return {
    checklist: rule.checklist,
    severity: rule.severity,
    atLeast: rule.atLeast,
    met,
    applicable,
    unknown,
    state,
    reportOnly: rule.reportOnly,
    refs: rule.refs,
    text: gateText(rule, met, unknown, applicable),
  }
}

function stateOf(rule: Rule, met: number, unknown: number, applicable: number): GateResult['state'] {
  if (applicable === 0) return rule.emptyOk ? 'met' : 'empty'
  if (met * 100 >= rule.atLeast * applicable && (met > 0 || rule.atLeast === 0)) return 'met'
  return (met + unknown) * 100 >= rule.atLeast * applicable ? 'open' : 'failed'
}

function gateText(rule: Rule, met: number, unknown: number, applicable: number): string {
  const needs = `needs ${rule.atLeast} %${rule.reportOnly ? ', reported only' : ''}`
  if (applicable === 0) return `${rule.severity} no applicable item, ${needs}`
  const share = Math.floor((met * 1000) / applicable) / 10
  const open = unknown > 0 ? `, ${unknown} unknown` : ''
  return `${rule.severity} ${met} of ${applicable} = ${share} %${open}, ${needs}`
}

function verdictOf(gates: readonly GateResult[]): Verdict {
  const counted = gates.filter((gate) => !gate.reportOnly)
  if (counted.some((gate) => gate.state === 'failed')) return 'NO-GO'
  if (counted.length === 0) return 'UNDETERMINED'
  return counted.every((gate) => gate.state === 'met') ? 'GO' : 'UNDETERMINED'
}
