import { canonical } from './canonical.ts'
import { ENCODINGS } from './encodings.ts'
import { createGramIndex } from './gram-index.ts'
import { secretParts } from './parts.ts'
import { COMMON_WORDS } from './words.ts'

/** With fewer characters (white space and backslashes not counted) a value is not searched for: it would be found everywhere. */
const SHORTEST_SEARCHED = 8

/**
 * Knows secrets and finds them again. The promise: of a searched secret no 8 consecutive characters are left in a redacted text,
 * in any encoding of ENCODINGS (hex and the others that spell out each character need runs of 16 or 24, never more than 8 characters
 * of the secret), whatever the case and whatever white space, control or ANSI characters stand between. Not covered: hashes, encryption, compression.
 */
export interface Redactor {
  /** Registers a value; `too-short` (under 8 characters, or a common word) is not searched for, see `usesShort`. */
  learn(value: string, name: string): 'searched' | 'too-short'
  /** Registers what HTTP Basic makes of a user and a secret. */
  learnBasic(user: string, secret: string, name: string): void
  /** Every covered run replaced by `[secret:NAME]`. */
  redactText(text: string): string
  /** `redactText` over all strings, keys and long numbers of plain JSON; the same object when nothing was covered. */
  redactValue<T>(value: T): T
  /** Whether anything of a secret is in the text: the check of what is about to leave. */
  covers(text: string): boolean
  /** Names of the too-short secrets that are a whole string (or number) somewhere in the value. */
  usesShort(value: unknown): readonly string[]
  /** Whether a too-short secret is made of digits: then a number in a report might be the secret. */
  holdsNumber(): boolean
}

const WORDS = new Set(COMMON_WORDS)
const WORD_TEXT = COMMON_WORDS.join('\n')

export function createRedactor(): Redactor {
  const index = createGramIndex((gram) => WORD_TEXT.includes(gram))
  const names: string[] = []
  const searched = new Set<string>()
  const short = new Map<string, string>()

  const add = (value: string, secret: number) => {
    for (const { encode, run } of ENCODINGS) {
      for (const variant of new Set(encode(value))) index.add(canonical(variant), run, secret)
    }
  }
  const find = (text: string) => (index.empty() || text.length < SHORTEST_SEARCHED ? [] : index.find(canonical(text), text))
  const redactText = (text: string) => {
    const covered = find(text)
    if (covered.length === 0) return text
    const pieces: string[] = []
    let at = 0
    for (const { start, end, secret } of covered) {
      pieces.push(text.slice(at, start), `[secret:${names[secret]}]`)
      at = end
    }
    return pieces.join('') + text.slice(at)
  }

  return {
    learn(value, name) {
      if (searched.has(value)) return 'searched'
      const parts = secretParts(value)
      const weak = parts.filter((part) => !isSearchable(part))
      for (const part of weak) short.set(part, name)
      if (weak.length > 0 || !isSearchable(value)) short.set(value, name)
      names.push(name)
      for (const part of [...parts, ...weak.flatMap((part) => around(value, part))]) if (isSearchable(part)) add(part, names.length - 1)
      if (weak.length > 0) return 'too-short'
      searched.add(value)
      return 'searched'
    },
    learnBasic(user, secret, name) {
      names.push(name)
      const pair = Buffer.from(`${user}:${secret}`).toString('base64')
      index.add(canonical(pair), SHORTEST_SEARCHED, names.length - 1)
      index.add(canonical(encodeURIComponent(pair)), SHORTEST_SEARCHED, names.length - 1)
    },
    redactText,
    redactValue: (value) => (index.empty() ? value : redacted(value, redactText)),
    covers: (text) => find(text).length > 0,
    usesShort(value) {
      const used = new Set<string>()
      if (short.size > 0)
        eachText(value, (text) => {
          const name = short.get(text)
          if (name !== undefined) used.add(name)
        })
      return [...used]
    },
    holdsNumber: () => [...short.keys()].some((value) => /^[\d\s.,:+-]*$/.test(value)),
  }
}

function isSearchable(value: string): boolean {
  return canonical(value).length >= SHORTEST_SEARCHED && !WORDS.has(value.toLowerCase())
}

/** The user information of a URL whose password is too short to be searched for alone. */
function around(value: string, part: string): string[] {
  const found = /:\/\/([^/?#]*@)/.exec(value)?.[1]
  return found !== undefined && found.endsWith(`:${part}@`) ? [found] : []
}

function redacted<T>(value: T, redact: (text: string) => string): T {
  return walk(value, redact) as T
}

function walk(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text = String(value)
    const safe = redact(text)
    return safe === text ? value : safe
  }
  if (Array.isArray(value)) {
    const items = value.map((each: unknown) => walk(each, redact))
    return items.some((each, at) => each !== value[at]) ? items : value
  }
  if (typeof value !== 'object' || value === null) return value
  const before = Object.entries(value)
  const after = new Map<string, unknown>()
  for (const [key, each] of before) after.set(unusedKey(redact(key), after), walk(each, redact))
  const changed = [...after].some(([key, each], at) => key !== before[at]?.[0] || each !== before[at]?.[1])
  return changed ? Object.fromEntries(after) : value
}

/** Two keys that are masked alike stay two. */
function unusedKey(key: string, used: ReadonlyMap<string, unknown>): string {
  if (!used.has(key)) return key
  let count = 2
  while (used.has(`${key} (${count})`)) count += 1
  return `${key} (${count})`
}

function eachText(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value)
  else if (typeof value === 'number' || typeof value === 'bigint') visit(String(value))
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) eachText(each, visit)
}
