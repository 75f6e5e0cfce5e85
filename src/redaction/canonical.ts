/** A text as it is compared: lower case, without what only splits or escapes; `at[i]` is where unit i stands in the source. */
export interface Canonical {
  readonly units: Uint16Array
  readonly at: Uint32Array
  readonly length: number
}

const UNSET = 0xffff
const STRIPPED = 0
const ESC = 0x1b
const BACKSLASH = 0x5c
const FORMAT = /[\s\p{Cc}\p{Cf}\u034f\u115f\u1160\u3164\uffa0\udb40]/u

const folded = new Uint16Array(65_536).fill(UNSET)

/** Linear; leaves out white space, control and invisible characters, ANSI colours, backslashes and escaped line ends. */
export function canonical(text: string): Canonical {
  const units = new Uint16Array(text.length)
  const at = new Uint32Array(text.length)
  let length = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === ESC) {
      index = endOfEscape(text, index)
      continue
    }
    if (code === BACKSLASH) {
      if (isLineEnd(text.charCodeAt(index + 1))) index += 1
      continue
    }
    const unit = fold(code)
    if (unit === STRIPPED) continue
    units[length] = unit
    at[length] = index
    length += 1
  }
  return { units, at, length }
}

// The n, r and t of `\n`, `\r` and `\t`.
function isLineEnd(code: number): boolean {
  return code === 0x6e || code === 0x72 || code === 0x74
}

function fold(code: number): number {
  const known = folded[code] ?? UNSET
  if (known !== UNSET) return known
  const character = String.fromCharCode(code)
  const lower = character.toLowerCase()
  const unit = FORMAT.test(character) ? STRIPPED : lower.length === 1 ? lower.charCodeAt(0) : code
  folded[code] = unit
  return unit
}

/** Index of the last character of a CSI sequence (`ESC [ ... letter`), else of the ESC itself. */
function endOfEscape(text: string, start: number): number {
  if (text[start + 1] !== '[') return start
  for (let index = start + 2; index < text.length && index < start + 40; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= 0x40 && code <= 0x7e) return index
    if (code < 0x20 || code > 0x3f) return start
  }
  return start
}
