import { escapeControls } from '../redaction/escape.ts'

/** Code points that no format carries safely: lone surrogates, noncharacters, and controls should one be left. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu

/** Any text as one safe line of at most about `max` characters, line breaks and tabs as spaces: for titles and prose. */
export function line(text: string, max = 300): string {
  return safe(cap(text, max).replace(/[\r\n\t]+/g, ' ')).trim()
}

/** A value that a target gave as one safe line, line breaks visible as `\n`. */
export function evidence(text: string, max = 400): string {
  return safe(cap(text, max).replace(/\r?\n/g, '\\n').replace(/\t/g, '\\t'))
}

/** A text of several lines, each of them safe, empty ones at the ends left out. */
export function paragraphs(text: string, max = 2000): string[] {
  const all = cap(text, max).trim().split(/\r?\n/)
  return all.map((part) => safe(part.replace(/\t/g, '  ')).trimEnd()).filter((part) => part !== '')
}

/** The head of a long text and how much is left out; never half a character. */
export function cap(text: string, max: number): string {
  if (text.length <= max) return text
  const head = text.slice(0, max)
  const whole = /[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head
  return `${whole} [... ${thousands(text.length - whole.length)} more characters]`
}

/** `12,345`, in every locale. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `2026-11-21 02:16:09 UTC` of an ISO time; anything else as one safe line. */
export function time(iso: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(iso)
  return parts ? `${parts[1]} ${parts[2]} UTC` : line(iso, 60)
}

/** `1 item`, `2 items`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${thousands(value)} ${value === 1 ? one : many}`
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], max = 3): string {
  const shown = names.slice(0, max)
  const rest = names.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${thousands(rest)} more`
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

function safe(text: string): string {
  return escapeControls(text).replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
