import type { Report } from '../../core/report.ts'
import { nextSteps, numbered, stepText, type Step } from '../next.ts'
import { environmentLine, gateLine, headline, laterLines, ledgerLine, reasons, releaseLine, runNotices, timeLine } from '../summary.ts'
import { line } from '../text.ts'
import { labelled, marked, type Paint } from './paint.ts'
import { wrapCommand } from './wrap.ts'

/** The end of the output: verdict, why, the gate's arithmetic, the ledger, what was judged, and what to do next. */
export function verdictLines(report: Report, paint: Paint): string[] {
  const title = headline(report)
  const rest = title.slice(report.verdict.length).trim()
  return [
    paint.rule(report.verdict),
    '',
    ...banner(report, rest, paint),
    ...reasons(report).flatMap((why) => marked(paint, 2, paint.dot, why)),
    '',
    ...gates(report, paint),
    ...labelled(paint, 2, 'items', [ledgerLine(report)]),
    ...labelled(paint, 2, 'later', laterLines(report)),
    ...labelled(paint, 2, 'env', [environmentLine(report)]),
    ...labelled(paint, 2, 'release', [releaseLine(report)]),
    ...labelled(paint, 2, 'run', [`${line(report.run.id, 80)}, ${timeLine(report)}`]),
    ...runNotices(report).flatMap((notice) => marked(paint, 2, paint.warning, notice, 'doubt')),
    ...steps(report, paint),
    '',
    paint.rule(report.verdict, report.verdict),
  ]
}

function banner(report: Report, rest: string, paint: Paint): string[] {
  const badge = paint.banner(report.verdict, ` ${report.verdict} `)
  const after = labelled(paint, report.verdict.length + 5, '', [rest], 'strong')
  return after.map((row, index) => (index === 0 ? `  ${badge} ${row.trimStart()}` : row))
}

function gates(report: Report, paint: Paint): string[] {
  const several = report.phases.length > 1
  return report.phases.flatMap((phase) => [
    ...(several ? [`  ${paint.tone('strong', `${line(phase.phase, 40)}: ${phase.verdict}`)}`] : []),
    ...phase.gates.flatMap((gate) => marked(paint, 2, paint.gate(gate.state), gateLine(gate, report))),
  ])
}

function steps(report: Report, paint: Paint): string[] {
  const all = nextSteps(report)
  if (all.length === 0) return []
  const numbers = numbered(all)
  return ['', `  ${paint.tone('strong', 'Next')}`, ...all.flatMap((step, index) => stepLines(step, numbers[index] ?? paint.dot, paint))]
}

/** The command on lines of its own, broken only where a shell goes on, so that it can be copied. */
function stepLines({ command, ...words }: Step, number: string, paint: Paint): string[] {
  const text = stepText(words)
  const lead = Math.max(number.length - 1, 0)
  const narrower = { ...paint, width: paint.width - lead }
  const rows = marked(narrower, 2, number, command === undefined ? text : `${text}:`).map((row, index) =>
    index === 0 ? row : ' '.repeat(lead) + row,
  )
  return [...rows, ...(command === undefined ? [] : wrapCommand(command, paint.width - 4).map((row) => `    ${row}`))]
}
