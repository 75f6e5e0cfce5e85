import type { Problem } from '../core/problem.ts'
import { SEVERITIES } from '../core/severity.ts'
import type { SourceDocument } from '../document/document.ts'
import type { ChecklistDesk } from './desk.ts'
import type { GateRule, Item, Section, SignOffRole } from './model.ts'
import type { RawHead } from './schema.ts'

/** The gate in its long form, heaviest severity first; without one all items of each severity must hold. */
export function loadGate(document: SourceDocument, raw: RawHead['gate'], sections: readonly Section[]): GateRule[] {
  if (raw === undefined) return [...severitiesOf(sections)].map((severity) => rule(document, severity, 100, []))
  const rules = Array.isArray(raw) ? longForm(document, raw) : shortForm(document, raw)
  return rules.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}

/**
 * Tells of items that no rule of the gate counts or reports: they could all fail, and nobody would have said that they may. For critical
 * ones that is an error, and so is a share of 0 % in a rule that does not say that it only reports.
 */
export function checkGate(desk: ChecklistDesk, raw: RawHead['gate'], gate: readonly GateRule[], sections: readonly Section[]): void {
  const report = (one: Omit<Problem, 'code'>) => desk.report({ code: 'ungated', ...one })
  for (const { severity, atLeast, reportOnly, place } of gate) {
    if (atLeast > 0 || reportOnly) continue
    const hint = `give a share above 0%; ${reportIt(raw, severity)}`
    report({ level: 'error', message: `a share of 0% is met though every ${severity} item fails`, place, hint })
  }
  const isGated = (item: Item) => gate.some((one) => one.severity === item.severity && (!one.phases || one.phases.includes(item.phase)))
  const open = sections.flatMap(({ items }) => items).filter((item) => !isGated(item))
  for (const [group, items] of groups(open)) {
    const [first] = items
    if (!first) continue
    const { severity } = first
    const message = `no rule of the gate counts ${group}`
    if (severity !== 'critical') report({ level: 'warning', message, place: first.place, hint: `add ${severity} to gate` })
    else {
      const names = `${items
        .slice(0, 5)
        .map(({ id }) => id)
        .join(', ')}${items.length > 5 ? ` and ${items.length - 5} more` : ''}`
      const hint = `add ${Array.isArray(raw) ? '{ severity: critical, at-least: 100% }' : 'critical: 100%'} to gate; ${reportIt(raw, severity)}`
      report({ level: 'error', message: `${message}: ${names}`, place: desk.document.place(['gate'], 'key'), hint })
    }
  }
}

/** How a gate says that a severity is reported only: in its long form alone. */
const reportIt = (raw: RawHead['gate'], severity: string): string =>
  `if they shall only be reported, write ${Array.isArray(raw) ? '' : 'gate as a list with '}{ severity: ${severity}, at-least: 0%, report-only: true }`

function groups(items: readonly Item[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>()
  for (const item of items) {
    const group = `${item.severity} items of phase ${item.phase}`
    found.set(group, [...(found.get(group) ?? []), item])
  }
  return found
}

/** Roles that sign, in the order of the document. */
export function loadSignOff(raw: RawHead['sign-off']): SignOffRole[] {
  return (raw ?? []).map((one) => (typeof one === 'string' ? { role: one, refs: [] } : { role: one.role, refs: one.refs ?? [] }))
}

function shortForm(document: SourceDocument, raw: Exclude<NonNullable<RawHead['gate']>, readonly unknown[]>): GateRule[] {
  return SEVERITIES.flatMap((severity) => {
    const atLeast = raw[severity]
    return atLeast === undefined ? [] : [rule(document, severity, atLeast, ['gate', severity])]
  })
}

function longForm(document: SourceDocument, raw: Extract<NonNullable<RawHead['gate']>, readonly unknown[]>): GateRule[] {
  return raw.map((one, i) => ({
    ...rule(document, one.severity, one['at-least'], ['gate', i]),
    reportOnly: one['report-only'] ?? false,
    emptyOk: one.empty === 'ok',
    refs: one.refs ?? [],
    ...(one.phases && { phases: one.phases }),
  }))
}

function rule(document: SourceDocument, severity: GateRule['severity'], atLeast: number, path: readonly (string | number)[]): GateRule {
  return { severity, atLeast, reportOnly: false, emptyOk: false, refs: [], place: document.place(path, 'key') }
}

function severitiesOf(sections: readonly Section[]): Set<GateRule['severity']> {
  return new Set(SEVERITIES.filter((severity) => sections.some(({ items }) => items.some((item) => item.severity === severity))))
}
