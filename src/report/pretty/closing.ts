import type { ItemResult, Report } from '../../core/report.ts'
import { line, listed, thousands, count } from '../text.ts'
import { asAbove, namesOf, sharedCauses, type Told } from '../causes.ts'
import { explainingFacts, factValue } from '../facts.ts'
import { byRoot, rootCause, topItems, worstFirst } from '../view.ts'
import { labelled, marked, type Paint } from './paint.ts'

const MAX_LINES = 40

/** What stands between the sections and the verdict: what was not looked at, later, facts, left behind, notes. */
export function closingLines(report: Report, paint: Paint): string[] {
  return [
    ...block(paint, 'Not known, and how it could be', notKnown(report, paint)),
    ...block(paint, 'Later', later(report, paint)),
    ...block(paint, 'Facts', facts(report, paint)),
    ...block(
      paint,
      'Left behind',
      capped(
        report.leftBehind.flatMap((left) => marked(paint, 2, paint.outcome('fail'), line(left), 'bad')),
        paint,
      ),
    ),
    ...block(
      paint,
      'Notes',
      capped(
        report.notes.flatMap((note) => marked(paint, 2, paint.dot, line(note))),
        paint,
      ),
    ),
  ]
}

function block(paint: Paint, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', paint.tone('strong', title), ...lines]
}

function notKnown(report: Report, paint: Paint): string[] {
  const items = worstFirst(topItems(report).filter((item) => item.outcome === 'unknown'))
  const roots = byRoot(items)
  const shared = sharedCauses(report)
  const told: Told = new Set(shared.map(({ key }) => key))
  const many = shared.flatMap(({ items: all, text, leaves, unproven }) => [
    ...marked(paint, 2, paint.outcome('unknown'), `${count(all.length, 'item')}: ${text}`),
    ...(unproven ? [] : labelled(paint, 4, '', [line(leaves[0]?.settle ?? '', 400)])),
    ...labelled(paint, 4, '', [namesOf(leaves)]),
  ])
  const own = items.filter((item) => rootCause(item) === undefined && asAbove(item, told, 80) === undefined)
  const lines = own.flatMap((item) => settleLines(item, roots.get(item.id)?.length ?? 0, paint))
  const known = new Set(items.map((item) => item.id))
  for (const [root, group] of roots) {
    if (!known.has(root))
      lines.push(
        ...marked(paint, 2, paint.outcome('unknown'), `${count(group.length, 'item')} blocked by ${line(root, 80)}: settle that first`),
      )
  }
  return [...many, ...capped(lines, paint)]
}

function settleLines(item: ItemResult, blocks: number, paint: Paint): string[] {
  const also = blocks === 0 ? '' : `, blocks ${count(blocks, 'item')}`
  const head = `${line(item.id, 80)} (${item.severity}, ${item.unknown?.reason ?? 'unknown'}${also})`
  return [
    ...marked(paint, 2, paint.outcome('unknown'), head),
    ...labelled(paint, 4, '', [line(item.settle ?? item.unknown?.detail ?? '', 400)]),
  ]
}

function later(report: Report, paint: Paint): string[] {
  const phases = new Map<string, string[]>()
  for (const item of report.later) phases.set(item.phase, [...(phases.get(item.phase) ?? []), line(item.id, 60)])
  const lines = [...phases].flatMap(([phase, ids]) =>
    marked(paint, 2, paint.dot, `${count(ids.length, 'item')} of ${line(phase, 40)}: ${listed(ids, 6)}`),
  )
  return capped(lines, paint)
}

function facts(report: Report, paint: Paint): string[] {
  const shown = paint.verbose ? report.facts : explainingFacts(report)
  return capped(
    shown.flatMap((fact) => marked(paint, 2, paint.dot, `${line(fact.name, 60)} = ${factValue(fact)}`)),
    paint,
  )
}

function capped(lines: readonly string[], paint: Paint): string[] {
  if (lines.length <= MAX_LINES || paint.verbose) return [...lines]
  return [
    ...lines.slice(0, MAX_LINES),
    `  ${paint.tone('quiet', `and ${thousands(lines.length - MAX_LINES)} more lines; --verbose shows them`)}`,
  ]
}
