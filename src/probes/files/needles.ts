import { ENCODINGS } from '../../redaction/encodings.ts'
import { COMMON_WORDS } from '../../redaction/words.ts'

/** One way in which a value may be written. */
interface Needle {
  readonly encoding: string
  readonly text: string
}

const SHORTEST = 8
const WORDS = new Set(COMMON_WORDS)
const SEARCHED = new Set(['raw', 'json', 'uri', 'form', 'html', 'base64', 'base64url', 'hex'])

/** Whether finding a value would mean anything: not under 8 characters, no common word, no single character again and again. */
export function isSearchable(value: string): boolean {
  return value.trim().length >= SHORTEST && !WORDS.has(value.trim().toLowerCase()) && new Set(value).size > 2
}

/** The forms of a value that are searched for; those of base64 are found at any alignment inside of longer content. */
export function needlesOf(value: string): Needle[] {
  const needles = new Map<string, string>()
  for (const { name, encode } of ENCODINGS.filter((one) => SEARCHED.has(one.name))) {
    const forms = encode(value.trim()).flatMap((form) => (name === 'hex' ? [form, form.toUpperCase()] : [form]))
    for (const form of forms) if (form.length >= SHORTEST && !needles.has(form)) needles.set(form, name)
  }
  return [...needles].map(([text, encoding]) => ({ encoding, text }))
}
