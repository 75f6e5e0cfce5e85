import type { GateResult, ItemResult, PhaseVerdict, Report } from '../core/report.ts'
import { decide, type Decision } from './decide.ts'
import type { Rule } from './gate.ts'
import { account } from './ledger.ts'

interface Placed {
  readonly checklist: string
  readonly item: ItemResult
}

/**
 * Works counts, shares and verdicts of a report out anew, from its items and the rules of its gates. Gives the report with these, or
 * what of it does not add up, one sentence each.
 */
export function recount(report: Report): { readonly report: Report } | { readonly wrong: readonly string[] } {
  const placed = report.sections.flatMap(({ checklist, items }) => items.map((item) => ({ checklist, item })))
  const counted = placed.filter(({ item }) => item.needed === undefined)
  const names = new Set([...report.phases.map(({ phase }) => phase), ...counted.map(({ item }) => item.phase)])
  const listed = rulesOf(report)
  const decision = decide(
    [...names],
    listed ?? rulesFromGates(report, counted),
    counted.map(({ checklist, item: { severity, phase, outcome } }) => ({ checklist, severity, phase, outcome })),
    { ...report.run, environment: report.environment, release: report.release, leftBehind: report.leftBehind },
  )
  const wrong = [
    ...placed.flatMap(({ item }) => outcomes(item)),
    ...counts(report, placed),
    ...phases(report.phases, decision.phases),
    ...verdict(report, decision, listed === undefined),
  ]
  if (wrong.length > 0) return { wrong }
  // A report without the rules does not hold why a gate was silent; all else is told again.
  return { report: { ...report, phases: decision.phases, ...(listed === undefined ? {} : { because: decision.because }) } }
}

function rulesOf({ checklists }: Report): Rule[] | undefined {
  if (checklists.some(({ gate }) => gate === undefined)) return undefined
  return checklists.flatMap(({ id, gate = [] }) => gate.map((rule) => ({ ...rule, checklist: id })))
}

/** The rules of an early report: each gate of a phase is one, for this phase. */
function rulesFromGates({ phases: all }: Report, counted: readonly Placed[]): Rule[] {
  return all.flatMap(({ phase, gates }) =>
    gates.map(({ checklist, severity, atLeast, reportOnly, refs, applicable, state }) => {
      const has = counted.some((one) => one.checklist === checklist && one.item.severity === severity && one.item.phase === phase)
      const emptyOk = applicable === 0 && state === 'met'
      return { checklist, severity, atLeast, reportOnly, emptyOk, refs, phases: [phase], speaks: [has ? phase : ''] }
    }),
  )
}

/** An item that passes has nothing against it. */
function outcomes(item: ItemResult): string[] {
  const { id, outcome, settledBy, unknown, findings, children } = item
  const against = findings.find(({ role, result }) => role !== 'warn' && result !== 'true')
  const parts = children.map((child) => child.outcome)
  const wrong = [
    ...(outcome === 'pass' && settledBy === 'look' && against ? [`${id} is pass, but ${against.text} is ${against.result}`] : []),
    ...(outcome === 'pass' && settledBy === 'attestation' && !item.attestation ? [`${id} is attested, but by nobody`] : []),
    ...(outcome === 'pass' && settledBy === 'children' && !parts.includes('pass') && !parts.includes('waived')
      ? [`${id} is pass by its parts, but none of them is`]
      : []),
    ...((outcome === 'unknown') === (unknown === undefined)
      ? [`${id} is ${outcome}, ${unknown ? `but says why it is unknown: ${unknown.detail}` : 'but does not say why'}`]
      : []),
  ]
  return [...wrong, ...children.flatMap(outcomes)]
}

function counts({ ledger, looks }: Report, placed: readonly Placed[]): string[] {
  const names = placed.map(({ checklist, item }) => `${checklist} ${item.id}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return [`the item ${twice} stands in it twice`]
  const own = account(names, placed, looks)
  return [
    ...differing('items', ledger.planned, own.planned),
    ...differing('looks', ledger.looks, own.looks),
    ...Object.entries(own.outcomes).flatMap(([name, number]) =>
      differing(`items that are ${name}`, ledger.outcomes[name as 'pass'], number),
    ),
    ...Object.entries(own.settledBy).flatMap(([name, number]) =>
      differing(`items settled by ${name}`, ledger.settledBy[name as 'look'], number),
    ),
  ]
}

const differing = (what: string, told: number, own: number): string[] =>
  told === own ? [] : [`${what}: it counts ${told}, there are ${own}`]

function phases(told: readonly PhaseVerdict[], own: readonly PhaseVerdict[]): string[] {
  return own.flatMap(({ phase, verdict: wanted, gates }) => {
    const found = told.find((one) => one.phase === phase)
    if (!found) return [`${phase}: it says nothing of this phase, its items and rules give ${wanted}`]
    return [
      ...(found.gates.length === gates.length ? [] : [`${phase}: it shows ${found.gates.length} gates, its rules give ${gates.length}`]),
      ...gates.flatMap((gate, index) => gatesDiffer(phase, found.gates[index], gate)),
      ...(found.verdict === wanted ? [] : [`${phase}: it says ${found.verdict}, its items and rules give ${wanted}`]),
    ]
  })
}

const COUNTED = ['checklist', 'severity', 'atLeast', 'met', 'applicable', 'unknown', 'state', 'reportOnly'] as const

function gatesDiffer(phase: string, told: GateResult | undefined, own: GateResult): string[] {
  if (!told) return []
  const differs = COUNTED.filter((key) => told[key] !== own[key])
  return differs.length === 0
    ? []
    : [
        `${phase}: ${own.text}: ${differs.map((key) => `it says ${key} ${String(told[key])}, its items and rules give ${String(own[key])}`).join('; ')}`,
      ]
}

/** A doubt that an early report does not hold the reason of may have made a GO UNDETERMINED. */
function verdict({ verdict: told }: Report, { verdict: own }: Decision, early: boolean): string[] {
  if (told === own || (early && told === 'UNDETERMINED' && own === 'GO')) return []
  return [`the verdict: it says ${told}, its items and rules give ${own}`]
}
