import type { ItemResult, LookResult, Report, SectionResult } from '../../core/report.ts'
import type { Outcome } from '../../core/outcome.ts'
import { OUTCOMES } from '../../core/outcome.ts'
import { count, line, listed, thousands } from '../text.ts'
import type { Told } from '../causes.ts'
import { byRoot, OUTCOME_WORDS, rootCause } from '../view.ts'
import { itemLines } from './item.ts'
import { marked, type Paint } from './paint.ts'
import { widthOf } from './width.ts'
import { wrap } from './wrap.ts'

/** Above this many items the quiet outcomes of a section are one line each. */
const MANY = 150
const COLLAPSIBLE: readonly Outcome[] = ['pass', 'not-applicable']

/** The sections as in the document, each with its items. */
export function sectionLines(report: Report, looks: ReadonlyMap<string, LookResult>, paint: Paint): string[] {
  const many = report.ledger.planned > MANY && !paint.verbose
  const causes: Told = new Set()
  return report.sections.flatMap((section) => ['', ...heading(section, report, paint), ...body(section, looks, paint, many, causes)])
}

function heading(section: SectionResult, report: Report, paint: Paint): string[] {
  const of = report.checklists.length > 1 ? `${line(section.checklist, 60)}: ` : ''
  const numbers = OUTCOMES.map((outcome) => ({ outcome, number: section.items.filter((item) => item.outcome === outcome).length })).filter(
    ({ number }) => number > 0,
  )
  const tally = numbers.map(({ outcome, number }) => `${thousands(number)} ${OUTCOME_WORDS[outcome]}`).join(', ')
  const rows = wrap(`${of}${line(section.title)}`, paint.width)
  const last = rows.at(-1) ?? ''
  const gap = paint.width - widthOf(last) - widthOf(tally)
  const painted = rows.map((row) => paint.tone('strong', row))
  if (gap < 2 || tally === '') return painted
  return [...painted.slice(0, -1), `${painted.at(-1)}${' '.repeat(gap)}${paint.tone('quiet', tally)}`]
}

function body(section: SectionResult, looks: ReadonlyMap<string, LookResult>, paint: Paint, many: boolean, causes: Told): string[] {
  if (section.items.length === 0) return [`  ${paint.tone('quiet', 'no items in this phase')}`]
  const collapsed = many ? COLLAPSIBLE : []
  const groups = paint.verbose ? new Map<string, ItemResult[]>() : byRoot(section.items)
  const lines: string[] = []
  for (const item of section.items) {
    if (collapsed.includes(item.outcome)) continue
    const group = groups.get(rootCause(item) ?? '') ?? []
    if (group.length < 2 || rootCause(item) === undefined) lines.push(...aired(itemLines(item, looks, paint, causes), lines))
    else if (group[0] === item) lines.push(...aired(blockedLines(rootCause(item) ?? '', group, paint), lines))
  }
  while (lines.at(-1) === '') lines.pop()
  return [...lines, ...collapsed.flatMap((outcome) => collapsedLine(section, outcome, paint))]
}

/** An item with much to say stands apart, so that the short ones read as a list. */
function aired(block: readonly string[], before: readonly string[]): string[] {
  if (block.length < 4) return [...block]
  return [...(before.length > 0 && before.at(-1) !== '' ? [''] : []), ...block, '']
}

function blockedLines(root: string, group: readonly ItemResult[], paint: Paint): string[] {
  const ids = listed(
    group.map((item) => line(item.id, 60)),
    4,
  )
  return marked(paint, 2, paint.outcome('unknown'), `${count(group.length, 'item')} blocked by ${line(root, 80)}: ${ids}`)
}

function collapsedLine(section: SectionResult, outcome: Outcome, paint: Paint): string[] {
  const number = section.items.filter((item) => item.outcome === outcome).length
  if (number === 0) return []
  const words: Partial<Record<Outcome, string>> = { pass: number === 1 ? 'passes' : 'pass', 'not-applicable': 'not applicable' }
  return [`  ${paint.outcome(outcome)} ${count(number, 'item')} ${words[outcome] ?? outcome}`]
}
