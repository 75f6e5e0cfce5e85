/** Deepest nesting of objects and lists. */
const JSON_DEPTH = 128
/** Most characters of a text. */
const JSON_SIZE = 32 * 1024 * 1024

export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string }

/**
 * Strict JSON (RFC 8259) with limits. Besides syntax errors, a duplicate key is refused: which of the two counts is a matter of
 * the reader. A byte order mark at the start is skipped; `why` never quotes a value.
 * With `exact` a whole number beyond 2^53 is refused too: rounded, it could equal what it does not (RFC 8259, section 6).
 */
export function parseJson(text: string, { exact = false }: { readonly exact?: boolean } = {}): ParsedJson {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (source.length > JSON_SIZE) return { ok: false, why: `more than ${JSON_SIZE / 1024 / 1024} MiB of JSON` }
  if (source.trim() === '') return { ok: false, why: 'it is empty' }
  const wrong = scan(source, exact)
  if (wrong !== undefined) return { ok: false, why: wrong }
  try {
    return { ok: true, value: JSON.parse(source) as unknown }
  } catch {
    return { ok: false, why: 'it is not JSON' }
  }
}

interface Level {
  /** Keys seen; undefined in a list. */
  readonly keys: Set<string> | undefined
  expectKey: boolean
}

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Walks the structure only, in linear time; syntax is left to JSON.parse, which comes after and is safe by then. */
function scan(source: string, exact: boolean): string | undefined {
  const levels: Level[] = []
  for (let at = 0; at < source.length; at += 1) {
    const level = levels.at(-1)
    const character = source[at]
    if (character === '"') {
      const end = endOfString(source, at)
      const key = level?.keys !== undefined && level.expectKey ? unquoted(source.slice(at, end)) : undefined
      if (level !== undefined && key !== undefined) {
        if (level.keys?.has(key) === true) return `duplicate key ${JSON.stringify(key.slice(0, 80))}`
        level.keys?.add(key)
        level.expectKey = false
      }
      at = end - 1
    } else if (character !== undefined && character >= '0' && character <= '9') {
      NUMBER.lastIndex = at
      const [number = character] = NUMBER.exec(source) ?? []
      if (!Number.isFinite(Number(number))) return 'a number in it is too large'
      if (exact && /^\d+$/.test(number) && !Number.isSafeInteger(Number(number)))
        return 'a whole number in it is too large to be read exactly (beyond 2^53)'
      at += number.length - 1
    } else if (character === '{' || character === '[') {
      if (levels.length >= JSON_DEPTH) return `nested deeper than ${JSON_DEPTH} levels`
      levels.push({ keys: character === '{' ? new Set() : undefined, expectKey: character === '{' })
    } else if (character === '}' || character === ']') {
      levels.pop()
    } else if (character === ',' && level !== undefined) {
      level.expectKey = level.keys !== undefined
    }
  }
  return undefined
}

/** Position after the closing quote, or the end of the text. */
function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    const code = source.charCodeAt(at)
    if (code === 0x22) return at + 1
    if (code === 0x5c) at += 1
  }
  return source.length
}

function unquoted(string: string): string | undefined {
  try {
    return String(JSON.parse(string))
  } catch {
    return undefined
  }
}
