import type { Report } from '../../core/report.ts'
import { asAbove, namesOf, sharedCauses, type Told } from '../causes.ts'
import { count, line, listed } from '../text.ts'
import { byRoot, rootCause, topItems, worstFirst } from '../view.ts'

/** One row for each unknown item, one for all that share a cause, and one for all that wait for the same item. */
export function notKnown(report: Report): { id: string; title: string; severity: string; reason: string; settle: string }[] {
  const items = topItems(report).filter((item) => item.outcome === 'unknown')
  const shared = sharedCauses(report)
  const told: Told = new Set(shared.map(({ key }) => key))
  const many = shared.map((cause) => ({
    id: namesOf(cause.leaves),
    title: count(cause.items.length, 'item'),
    severity: worstFirst(cause.items)[0]?.severity ?? '',
    reason: cause.leaves[0]?.unknown?.reason ?? 'unknown',
    settle: cause.unproven ? `Mend this: ${cause.text}` : line(`${cause.text}: ${cause.leaves[0]?.settle ?? ''}`, 400),
  }))
  const own = items
    .filter((item) => rootCause(item) === undefined && asAbove(item, told, 1) === undefined)
    .map((item) => ({
      id: line(item.id, 120),
      title: line(item.title),
      severity: item.severity,
      reason: item.unknown?.reason ?? 'unknown',
      settle: line(item.settle ?? item.unknown?.detail ?? '', 400),
    }))
  const blocked = [...byRoot(items)].map(([root, group]) => ({
    id: listed(
      group.map((item) => line(item.id, 60)),
      30,
    ),
    title: count(group.length, 'item'),
    severity: worstFirst(group)[0]?.severity ?? '',
    reason: `blocked by ${line(root, 80)}`,
    settle: `Settle ${line(root, 80)} first.`,
  }))
  return [...many, ...own, ...blocked]
}
