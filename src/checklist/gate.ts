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

/** Warns of items that no rule of the gate counts or reports: they could all fail, and nobody would have said that they may. */
export function warnUngated(desk: ChecklistDesk, gate: readonly GateRule[], sections: readonly Section[]): void {
  const isGated = (item: Item) => gate.some((one) => one.severity === item.severity && (!one.phases || one.phases.includes(item.phase)))
  const seen = new Set<string>()
  for (const item of sections.flatMap(({ items }) => items)) {
    const group = `${item.severity} items of phase ${item.phase}`
    if (isGated(item) || seen.has(group)) continue
    seen.add(group)
    desk.report({
      code: 'ungated',
      level: 'warning',
      message: `no rule of the gate counts ${group}`,
      place: item.place,
      hint: `add ${item.severity} to gate`,
    })
  }
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
