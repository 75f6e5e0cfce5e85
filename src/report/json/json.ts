import type { Report } from '../../core/report.ts'
import { reportSchema } from './schema.ts'

/** Characters that JSON allows raw but a terminal or editor acts on: DEL, C1, format (bidi, zero-width, tags) and line separators. */
const ACTING = /[\x7f-\x9f\p{Cf}\u2028\u2029\p{Noncharacter_Code_Point}]/gu

/** The report itself, keys in the order of the schema, two spaces of indent. What a terminal could act on is written as `\uXXXX`, which any parser reads back. */
export function renderJson(report: Report): string {
  const ordered = reportSchema.safeParse(report)
  const text = JSON.stringify(ordered.success ? ordered.data : report, null, 2)
  return `${text.replace(ACTING, escaped)}\n`
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
