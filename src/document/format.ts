import type { Place, Problem } from '../core/problem.ts'
import { escapeControls } from '../redaction/escape.ts'

const MARKER = '  | '
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/
const STYLES = { bold: 1, red: 31, yellow: 33, cyan: 36, dim: 2 } as const

/**
 * A problem for people: `file:line:column`, what is wrong, the line with a caret under it, and what to do. Control
 * characters of the file are escaped; `width` (default 100) is the room for the quoted line.
 */
export function formatProblem(problem: Problem, options: { color?: boolean; width?: number } = {}): string {
  const paint = (style: keyof typeof STYLES, text: string) => (options.color ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text)
  const { place, level, code, message, hint } = problem
  const where = place ? `${paint('bold', escapeControls(`${place.file}:${place.line}:${place.column}`))}: ` : ''
  const kind = level === 'error' ? paint('red', 'error') : paint('yellow', 'warning')
  const out = [`${where}${kind}: ${escapeControls(message)} ${paint('dim', `[${escapeControls(code)}]`)}`]
  if (place && place.source.trim() !== '') {
    const { line, caret } = quote(place, Math.max(20, options.width ?? 100) - MARKER.length)
    out.push(paint('dim', MARKER) + line, paint('dim', MARKER) + paint('red', caret))
  }
  if (hint !== undefined) out.push(`${paint('cyan', '  = ')}${escapeControls(hint)}`)
  return out.join('\n')
}

/** The part of the line around the place that fits, and the carets below it. */
function quote(place: Place, room: number): { line: string; caret: string } {
  const at = Math.min(place.column - 1, place.source.length)
  const whole = place.source.length <= room
  const from = whole ? 0 : Math.max(0, Math.min(at - Math.floor(room / 3), place.source.length - room))
  const part = place.source.slice(from, whole ? undefined : from + room)
  const before = part.slice(0, at - from)
  const marked = part.slice(at - from, at - from + place.length)
  return { line: shown(part), caret: ' '.repeat(widthOf(before)) + '^'.repeat(Math.max(1, widthOf(marked))) }
}

function shown(text: string): string {
  return escapeControls(text.replaceAll('\t', ' '))
}

function widthOf(text: string): number {
  return [...shown(text)].reduce((sum, char) => sum + (char.length > 1 || WIDE.test(char) ? 2 : 1), 0)
}
