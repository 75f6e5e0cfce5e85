import type { ItemResult, Report } from '../../core/report.ts'
import { inOneLine } from '../explain.ts'
import { nextSteps, stepText } from '../next.ts'
import { gatesLine, headline, laterLines, ledgerLine, reasons, runNotices } from '../summary.ts'
import { count, line, listed } from '../text.ts'
import { toleratedBy } from '../tolerated.ts'
import { byRoot, rootCause, topItems, worstFirst } from '../view.ts'

type Level = 'error' | 'warning' | 'notice'

const LEVELS: Readonly<Record<Report['verdict'], Level>> = { GO: 'notice', 'NO-GO': 'error', UNDETERMINED: 'warning' }

/**
 * Annotations of GitHub Actions, one workflow command a line and nothing else: the verdict first, failures as errors, unknown
 * items and failures that the gate tolerates as warnings, worst first since GitHub shows ten of each. Fields cannot start commands of their own.
 */
export function renderGithub(report: Report): string {
  const items = worstFirst(topItems(report))
  const tolerated = new Set(
    report.sections.flatMap(({ checklist, items: own }) => own.filter((item) => toleratedBy(item, checklist, report) !== undefined)),
  )
  const unknown = items.filter((item) => item.outcome === 'unknown')
  const lines = [
    command(LEVELS[report.verdict], { title: `Production readiness: ${headline(report)}` }, verdictText(report)),
    ...items
      .filter((item) => item.outcome === 'fail')
      .map((item) => annotate(tolerated.has(item) ? 'warning' : 'error', item, failText(item))),
    ...unknown.filter((item) => rootCause(item) === undefined).map((item) => annotate('warning', item, unknownText(item))),
    ...[...byRoot(unknown)].flatMap(([root, group]) => blockedLine(root, group)),
    ...report.leftBehind.slice(0, 10).map((left) => command('error', { title: 'Left behind' }, [line(left)])),
  ]
  return `${lines.join('\n')}\n`
}

function verdictText(report: Report): string[] {
  return [
    ...reasons(report, 5).map((why) => `because: ${why}`),
    ...report.phases.map((phase) => `${line(phase.phase, 40)}: ${phase.verdict}, ${gatesLine(phase, report)}`),
    ledgerLine(report),
    ...laterLines(report).map((later) => `later: ${later}`),
    ...runNotices(report),
    ...nextSteps(report).map((step) => `next: ${stepText(step)}`),
  ]
}

function failText(item: ItemResult): string[] {
  return [inOneLine(item), ...(item.fix === undefined ? [] : [`fix: ${line(item.fix, 500)}`])]
}

function unknownText(item: ItemResult): string[] {
  return [inOneLine(item), ...(item.settle === undefined ? [] : [`settle: ${line(item.settle, 500)}`])]
}

function annotate(level: Level, item: ItemResult, text: readonly string[]): string {
  return command(level, { ...place(item), title: `${line(item.id, 80)} (${item.severity})` }, [line(item.title), ...text])
}

function blockedLine(root: string, group: readonly ItemResult[]): string[] {
  const [first] = group
  if (!first) return []
  const title = `${count(group.length, 'item')} blocked by ${line(root, 80)}`
  return [
    command('warning', { ...place(first), title }, [
      `${title}: ${listed(
        group.map((item) => line(item.id, 60)),
        6,
      )}`,
    ]),
  ]
}

function place(item: ItemResult): { file: string; line: string } {
  return { file: line(item.place.file, 200), line: String(item.place.line) }
}

function command(level: Level, properties: Readonly<Record<string, string>>, text: readonly string[]): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`)
  return `::${level} ${pairs.join(',')}::${data(text.join('\n'))}`
}

/** Text of a command. The runner finds `##[` anywhere in a line and other systems read `##vso[`, so these are broken up too. */
function data(text: string): string {
  return inert(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function inert(text: string): string {
  return text.replace(/#(?=#)/g, '# ').replace(/^(\s*):(?=:)/gm, '$1: ')
}
