import type { Finding } from '../../core/finding.ts'
import type { ItemResult, LookResult } from '../../core/report.ts'
import { TOO_LITTLE } from '../../core/too-little.ts'
import { asAbove, tell, type Told } from '../causes.ts'
import { wordLine } from '../explain.ts'
import { count, evidence, line, paragraphs } from '../text.ts'
import {
  attemptsLine,
  decidingChildren,
  documentLines,
  findingDetail,
  looksOf,
  repeatLine,
  rootCause,
  unmet,
  valueLines,
  wantedText,
  warnings,
} from '../view.ts'
import { labelled, marked, type Paint } from './paint.ts'
import { widthOf } from './width.ts'
import { wrap, wrapCommand } from './wrap.ts'

type Looks = ReadonlyMap<string, LookResult>
const MAX_FINDINGS = 6

/** One item: its line, and for what is not met (with `verbose`: for all) what was wanted, seen and can be done. */
export function itemLines(item: ItemResult, looks: Looks, paint: Paint, causes: Told, indent = 2): string[] {
  const lines = headLine(item, paint, indent)
  const inner = indent + 2
  const above = paint.verbose ? undefined : asAbove(item, causes, paint.width - inner - 8)
  if (above !== undefined)
    return [...lines, ...labelled(paint, inner, '', [line(item.id, 80)], 'quiet'), ...labelled(paint, inner, 'unknown', [above], 'doubt')]
  if (item.children.length === 0) tell(item, causes)
  const open = item.outcome === 'fail' || item.outcome === 'unknown'
  const told = open || item.outcome === 'waived' || paint.verbose
  const shown = paint.verbose ? item.findings.filter((finding) => finding.role !== 'warn') : unmet(item)
  if (told) lines.push(...reason(item, paint, inner), ...findingLines(shown, item, paint, inner))
  lines.push(...attestation(item, paint, inner))
  lines.push(...warnings(item).flatMap((finding) => warningLines(finding, paint, inner)))
  const children = paint.verbose ? item.children : decidingChildren(item)
  if (open) lines.push(...helpLines(item, looks, paint, inner))
  else if (paint.verbose) lines.push(...repeatLines(item, looks, paint, inner))
  if (told) lines.push(...children.flatMap((child) => itemLines(child, looks, paint, causes, inner)))
  return lines
}

/** `[mark] title      critical  looked at`: severity and how it was settled stand at the right where there is room. */
function headLine(item: ItemResult, paint: Paint, indent: number): string[] {
  const mark = paint.outcome(item.outcome)
  const how = howSettled(item)
  const title = `${line(item.title, 300)}${item.needed ? ' (needed by a selected item)' : ''}`
  if (paint.width < 60) return marked(paint, indent, mark, `${title} (${item.severity}, ${how})`)
  const right = `${item.severity.padEnd(8)}  ${how.padEnd(12)}`
  const room = paint.width - indent - 2 - right.length - 2
  const rows = wrap(title, room)
  return rows.map((row, index) => {
    if (index > 0) return `${' '.repeat(indent + 2)}${row}`
    return `${' '.repeat(indent)}${mark} ${row}${' '.repeat(Math.max(room - widthOf(row), 0))}  ${paint.tone('quiet', right.trimEnd())}`
  })
}

function howSettled(item: ItemResult): string {
  if (item.outcome === 'unknown') return item.unknown?.reason ?? 'unknown'
  if (item.outcome === 'waived') return 'waived'
  if (item.outcome === 'not-applicable') return 'n/a'
  return { look: 'look', attestation: 'attested', children: 'by parts' }[item.settledBy]
}

function reason(item: ItemResult, paint: Paint, indent: number): string[] {
  const place = [
    item.id,
    ...(item.lines === undefined ? [] : [documentLines(item.lines)]),
    ...(item.owner === undefined ? [] : [`owner ${item.owner}`]),
    ...(item.due === undefined ? [] : [`due ${item.due}`]),
  ]
  const lines = labelled(paint, indent, '', [place.map((part) => line(part, 80)).join(` ${paint.dot} `)], 'quiet')
  if (!item.unknown || (toldByParts(item) && !paint.verbose)) return lines
  const root = rootCause(item)
  // What was wanted first and what was seen of it stand below.
  const { detail } = item.unknown
  const told = detail.startsWith(TOO_LITTLE) && unmet(item).length > 0 ? TOO_LITTLE : line(detail, 400)
  return [
    ...lines,
    ...labelled(
      paint,
      indent,
      item.unknown.reason === 'blocked' ? 'blocked' : 'unknown',
      [root === undefined ? told : `by ${line(root, 80)}: ${told}`],
      'doubt',
    ),
  ]
}

/** Its parts are shown below it and say the same with more detail. */
function toldByParts({ children, unknown }: ItemResult): boolean {
  return unknown?.reason !== 'blocked' && children.some((child) => child.outcome === 'unknown')
}

function findingLines(findings: readonly Finding[], { unknown }: ItemResult, paint: Paint, indent: number): string[] {
  const told = new Set<string | undefined>([undefined, unknown?.detail === undefined ? undefined : line(unknown.detail, 400)])
  const lines = findings.slice(0, MAX_FINDINGS).flatMap((finding) => {
    const detail = findingDetail(finding)
    const values = valueLines(finding).slice(0, 12)
    const isTold = detail !== undefined && told.has(detail)
    const seen = isTold ? (values.length > 0 ? values : ['as above']) : [...values, ...(detail === undefined ? [] : [detail])]
    told.add(detail)
    const label = labelOf(finding)
    const tone = finding.result === 'true' ? 'good' : 'bad'
    return [
      ...labelled(paint, indent, label, [wantedText(finding)], 'strong'),
      ...(paint.verbose && finding.message !== undefined ? labelled(paint, indent, '', [evidence(finding.text)], 'quiet') : []),
      ...(seen.length > 0 ? labelled(paint, indent, 'seen', seen, tone) : []),
    ]
  })
  const rest = findings.length - MAX_FINDINGS
  return rest > 0 ? [...lines, ...labelled(paint, indent, '', [`and ${count(rest, 'more expectation')}`], 'quiet')] : lines
}

/** What held among what did not: only `--verbose` shows both. */
function labelOf({ role, result }: Finding): string {
  if (result === 'true') return 'holds'
  return role === 'expect' ? 'wanted' : role
}

function warningLines(finding: Finding, paint: Paint, indent: number): string[] {
  const seen = [...valueLines(finding), findingDetail(finding) ?? ''].filter((text) => text !== '').slice(0, 3)
  return marked(paint, indent, paint.warning, `${wantedText(finding)}${seen.length > 0 ? `: ${seen.join(', ')}` : ''}`)
}

function helpLines(item: ItemResult, looks: Looks, paint: Paint, indent: number): string[] {
  const made = looksOf(item, looks)
  const tried = made.flatMap((look) => {
    const attempts = attemptsLine(look)
    return attempts === undefined ? [] : [`${evidence(look.summary, 120)}: ${attempts}`]
  })
  return [
    ...(item.why === undefined ? [] : labelled(paint, indent, 'why', paragraphs(item.why))),
    ...(item.fix === undefined || item.outcome === 'unknown' ? [] : labelled(paint, indent, 'fix', paragraphs(item.fix))),
    ...item.links.slice(0, 5).flatMap((link) => labelled(paint, indent, 'see', [line(link, 400)])),
    ...tried.flatMap((text) => labelled(paint, indent, 'tried', [text])),
    ...repeatLines(item, looks, paint, indent),
  ]
}

function repeatLines(item: ItemResult, looks: Looks, paint: Paint, indent: number): string[] {
  const command = repeatLine(item, looks)
  if (command === undefined) return []
  return wrapCommand(evidence(command, 2000), paint.width - indent - 8).map(
    (row, index) => `${' '.repeat(indent)}${paint.tone('quiet', (index === 0 ? 'repeat' : '').padEnd(8))}${row}`,
  )
}

function attestation(item: ItemResult, paint: Paint, indent: number): string[] {
  return item.attestation ? labelled(paint, indent, 'word of', [wordLine(item.attestation)]) : []
}
