import type { GateResult, ItemResult, Report } from '../core/report.ts'

/**
 * Why an item that is not met does not count against the gate: `report only`, or the arithmetic of the gates that are met without
 * it. Undefined for one that counts, that no gate counts, or that a selected item needs.
 */
export function toleratedBy(item: ItemResult, checklist: string, report: Report): string | undefined {
  if (item.needed) return undefined
  const gates = report.phases
    .filter(({ phase }) => phase === item.phase)
    .flatMap((phase) => phase.gates.filter((gate) => gate.checklist === checklist && gate.severity === item.severity))
  const counting = gates.filter(({ reportOnly }) => !reportOnly)
  if (gates.length === 0 || counting.some(({ state }) => state !== 'met')) return undefined
  return counting.length === 0 ? 'report only' : counting.map(textOf).join(', ')
}

const textOf = ({ text }: GateResult): string => text
