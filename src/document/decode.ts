import type { Problem } from '../core/problem.ts'
import { linesOf } from './lines.ts'

/** What a document may be at most; a checklist of 2,000 items stays below. */
export const LIMITS = { bytes: 1_048_576, depth: 32, entries: 5_000, nodes: 100_000, marks: 150_000, flow: 200 } as const

// Control characters, byte order marks inside the text, and the marks that turn the reading direction around.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is its purpose
const BAD_CHARACTER =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\r(?!\n)/

/** The text of a UTF-8 file (a byte order mark at its start is dropped), or why it is not fit to be parsed. */
export function decode(file: string, bytes: Uint8Array): { text: string } | { problem: Problem } {
  const whole = (code: string, message: string, hint: string) => ({
    problem: { code, level: 'error', message, hint, place: { file, line: 1, column: 1, length: 1, source: '' } } as const,
  })
  if (bytes.length > LIMITS.bytes) {
    return whole('document-too-large', `the file has more than ${LIMITS.bytes} bytes`, 'split it into several checklists')
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return whole('not-utf-8', 'the file is UTF-16, not UTF-8', 'save it as UTF-8')
  }
  const text = utf8(bytes)
  if (text === undefined) return whole('not-utf-8', 'the file is not valid UTF-8', 'save it as UTF-8')

  const at = (offset: number, code: string, message: string, hint: string) => ({
    problem: { code, level: 'error', message, hint, place: linesOf(file, text).place(offset, offset + 1) } as const,
  })
  const bad = BAD_CHARACTER.exec(text)
  if (bad) {
    const hex = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return at(
      bad.index,
      'bad-character',
      `the character U+${hex} may not stand here as it is`,
      `remove it, or write "\\u${hex}" in double quotes`,
    )
  }
  const directive = /^%/m.exec(text)
  if (directive && /^(?:\s*|[#%].*)*$/.test(text.slice(0, directive.index))) {
    return at(directive.index, 'yaml-directive', 'directives change what values mean and are not read', 'remove the line')
  }
  const tooMuch = crowd(text)
  return tooMuch ? at(tooMuch.at, 'document-too-large', tooMuch.message, 'split it into several checklists') : { text }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const [NEWLINE, COMMA, COLON, SPACE] = [0x0a, 0x2c, 0x3a, 0x20]
const OPENING = [0x5b, 0x7b]
const CLOSING = [0x5d, 0x7d]

/** Counts what makes parsing slow, since the parser has no limits of its own: 20,000 entries cost it seconds. */
function crowd(text: string): { at: number; message: string } | undefined {
  let marks = 0
  let open = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char > 0x3a && char < 0x5b) continue
    if (char === NEWLINE || char === COMMA || char === COLON) marks++
    if (char === NEWLINE && text.charCodeAt(i + 1) !== SPACE) open = 0
    if (OPENING.includes(char)) open++
    if (CLOSING.includes(char)) open--
    if (open > LIMITS.flow) return { at: i, message: 'brackets are nested too deep' }
    if (marks > LIMITS.marks) return { at: i, message: 'the document has too many entries' }
  }
  return undefined
}
