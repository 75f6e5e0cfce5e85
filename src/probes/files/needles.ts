import { ENCODINGS } from '../../redaction/encodings.ts'
import { COMMON_WORDS } from '../../redaction/words.ts'

/** One way in which a value may be written. */
interface Needle {
  readonly encoding: string
  readonly text: string
}

const SHORTEST = 8
const WORDS = new Set(COMMON_WORDS)
const SEARCHED = new Set(
  'raw json json-ascii json-html uri form percent-all html xml numeric-specials numeric-entities base64 base64url hex'.split(' '),
)
/** A line of a key in PEM has 64 characters; its last may be shorter. */
const LONG_LINE = 32
/** Numbers within a notation, which are written in either case. */
const NUMBERS = /%[0-9a-f]{2}|\\u[0-9a-f]{4}|&#x[0-9a-f]+;/gi

/** Whether finding a value would mean anything: not under 8 characters, no common word, no single character again and again. */
export function isSearchable(value: string): boolean {
  return value.trim().length >= SHORTEST && !WORDS.has(value.trim().toLowerCase()) && new Set(value).size > 2
}

/** The forms of a value that are searched for; those of base64 are found at any alignment inside of longer content. */
export function needlesOf(value: string): Needle[] {
  const needles = new Map<string, string>()
  const add = (form: string, name: string) => {
    if (form.length >= SHORTEST && !needles.has(form)) needles.set(form, name)
  }
  for (const { name, encode } of ENCODINGS.filter((one) => SEARCHED.has(one.name))) {
    for (const form of encode(value.trim()).flatMap((one) => inEitherCase(name, one))) add(form, name)
  }
  for (const form of [...longLine(value), ...wide(value.trim())]) add(form, 'raw')
  return [...needles].map(([text, encoding]) => ({ encoding, text }))
}

function inEitherCase(name: string, form: string): string[] {
  if (name === 'hex') return [form, form.toUpperCase()]
  const lower = form.replace(NUMBERS, (each) => each.toLowerCase())
  const upper = form.replace(NUMBERS, (each) => each.toUpperCase().replace(/^(\\|&#)[UX]/, (start) => start.toLowerCase()))
  return [form, lower, upper, upper.replaceAll('&#x', '&#X')]
}

/** A value of several lines is indented in most files, or its lines end otherwise; its longest line tells it. */
function longLine(value: string): string[] {
  const lines = value.trim().split(/\r?\n/)
  if (lines.length === 1) return []
  const long = lines.map((line) => line.trim()).filter((line) => line.length >= LONG_LINE && !line.startsWith('-----'))
  return long.sort((a, b) => b.length - a.length).slice(0, 1)
}

/** UTF-16 as it comes out when it is read as UTF-8 and NUL is left out; only where enough is left to tell it. */
function wide(value: string): string[] {
  const bytes = Buffer.from(value, 'utf16le')
  const forms = [bytes, Buffer.from(bytes).swap16()].map((one) => one.toString('utf8').replaceAll('\0', ''))
  return forms.filter((form) => form.replaceAll('\ufffd', '').length >= SHORTEST)
}
