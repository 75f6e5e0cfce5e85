import { isPlaceholder } from '../placeholder.ts'
import { KNOWN_EXAMPLES } from './known-examples.ts'
import type { Alphabet, Observation } from './schema.ts'

type Form = Omit<Observation, 'dictionary' | 'weak'>

const SEQUENCE = 6
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'azertyuiop', '1234567890']

const ALPHABET_TESTS: readonly (readonly [Alphabet, RegExp])[] = [
  ['hex', /^(?:[0-9a-f]{2})+$|^(?:[0-9A-F]{2})+$/],
  ['alphanumeric', /^[A-Za-z0-9]+$/],
  ['base64url', /^[A-Za-z0-9_-]+={0,2}$/],
  ['base64', /^[A-Za-z0-9+/]+={0,2}$/],
  ['printable', /^[\x20-\x7e]*$/],
]

const BITS_PER_CHARACTER: Readonly<Partial<Record<Alphabet, number>>> = {
  hex: 4,
  alphanumeric: 6,
  base64url: 6,
  base64: 6,
  printable: 6.57,
}
/** So many hex digits in a row do not stand in a key of another alphabet. */
const HEX_RUN = 16

/** Measures the form of a value; nothing that is returned allows to tell the value. */
export function formOf(value: string, examples: readonly string[]): Form {
  const alphabet = alphabetOf(value)
  return {
    length: [...value].length,
    alphabet,
    decodedBytes: bytesOf(value, alphabet),
    distinctCharacters: new Set(value).size,
    longestRun: longestRun(value),
    repeated: isRepeated(value),
    sequential: isSequential(value),
    patterned: isPatterned(value),
    placeholder: isPlaceholder(value),
    publishedExample: examples.includes(value) || KNOWN_EXAMPLES.has(value),
  }
}

function alphabetOf(value: string): Alphabet {
  return ALPHABET_TESTS.find(([, pattern]) => pattern.test(value))?.[0] ?? 'other'
}

function bytesOf(value: string, alphabet: Alphabet): number {
  const bits = BITS_PER_CHARACTER[alphabet]
  if (bits === undefined) return Buffer.byteLength(value)
  const text = alphabet === 'printable' ? value : value.replace(/=+$/, '')
  const parts = text.match(/[A-Za-z0-9]+/g) ?? []
  const between = text.length - parts.join('').length
  const ofParts = parts.reduce((sum, part) => sum + part.length * Math.min(bits, isHexRun(part) ? 4 : 6), between * bits)
  return Math.floor(Math.min(text.length * bits, ofParts) / 8)
}

/** One sign in front of a hex key does not make it longer than it is. */
function isHexRun(part: string): boolean {
  return part.length >= HEX_RUN && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(part)
}

function longestRun(value: string): number {
  let longest = 0
  let run = 0
  let before = ''
  for (const character of value) {
    run = character === before ? run + 1 : 1
    before = character
    longest = Math.max(longest, run)
  }
  return longest
}

/** A period of at most half the length, the last piece possibly cut off. */
function isRepeated(value: string): boolean {
  for (let period = 1; period <= value.length / 2; period++) {
    if (value.startsWith(value.slice(period))) return true
  }
  return false
}

function isSequential(value: string): boolean {
  const text = value.toLowerCase()
  const rows = ROWS.flatMap((row) => [row, [...row].reverse().join('')])
  for (let start = 0; start + SEQUENCE <= text.length; start++) {
    const piece = text.slice(start, start + SEQUENCE)
    if (isRising(piece, 1) || isRising(piece, -1) || rows.some((row) => row.includes(piece))) return true
  }
  return false
}

function isRising(piece: string, step: number): boolean {
  for (let index = 1; index < piece.length; index++) {
    if (piece.charCodeAt(index) - piece.charCodeAt(index - 1) !== step) return false
  }
  return true
}

/** Two to six kinds of characters in turn, over at least 16 characters: what a person types who wants it to look random. */
function isPatterned(value: string): boolean {
  const kinds = [...value].map(kindOf).join('')
  if (kinds.length < 16 || new Set(kinds).size < 2) return false
  return [2, 3, 4, 5, 6].some((period) => kinds.startsWith(kinds.slice(period)))
}

function kindOf(character: string): string {
  if (/[a-z]/.test(character)) return 'a'
  if (/[A-Z]/.test(character)) return 'A'
  return /[0-9]/.test(character) ? '0' : '-'
}
