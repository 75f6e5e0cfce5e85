import type { Report } from '../../core/report.ts'
import { environmentLine, releaseLine, runNotices } from '../summary.ts'
import type { Style } from '../style.ts'
import { line } from '../text.ts'
import { looksById } from '../view.ts'
import { closingLines } from './closing.ts'
import { inert } from './inert.ts'
import { marked, paintFor, type Paint } from './paint.ts'
import { sectionLines } from './sections.ts'
import { verdictLines } from './verdict.ts'
import { wrap } from './wrap.ts'

/** The screen an engineer reads: sections, what is not known, and at the very end the verdict. */
export function renderPretty(report: Report, style: Style): string {
  const paint = paintFor(style)
  const verdict = verdictLines(report, paint)
  if (style.quiet) return `${verdict.map(inert).join('\n')}\n`
  const rows = [
    ...opening(report, paint),
    ...sectionLines(report, looksById(report), paint),
    ...closingLines(report, paint),
    '',
    ...verdict,
  ]
  return `${rows.map(inert).join('\n')}\n`
}

function opening(report: Report, paint: Paint): string[] {
  return [
    ...report.checklists.flatMap((checklist) => wrap(line(checklist.title), paint.width).map((row) => paint.tone('strong', row))),
    ...wrap(`${environmentLine(report)}, release ${releaseLine(report)}`, paint.width),
    ...runNotices(report).flatMap((notice) => marked(paint, 0, paint.warning, notice, 'doubt')),
  ]
}
