import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator'
import type { Path } from '../core/unread.ts'
import { Secret } from '../redaction/secret.ts'
import { nameAsWritten } from './ast.ts'
import { isPlain } from './convert.ts'

/** A result as plain data: BigInt back to number, durations and versions as text. Dates and secrets stay what they are. */
export function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map((one) => toJson(one))
  if (value instanceof UnsignedInt) return Number(value.valueOf())
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Secret) return value
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [String(key), toJson(one)]))
  if (hasText(value)) return nameAsWritten(String(value))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toJson(one)]))
}

/**
 * A value on one line of at most 240 characters; no more of it is looked at than that needs. Where it is longer its
 * texts are cut first, so that each element still says what it is, and then the end, which says how many are missing.
 */
export function show(value: unknown): string {
  for (const longest of TEXTS) {
    const text = written(value, longest)
    if (text.length <= SHOWN) return text
  }
  return cutEnd(value)
}

/** The same of a value that has a label of its own: a text needs no quotes then, and of an empty list there are none. */
export function shownPlain(value: unknown): string {
  if (Array.isArray(value) && value.length === 0) return 'none'
  if (typeof value !== 'string' || value === '') return show(value)
  return beginning(value, SHOWN)
}

/** The value with each text cut to so many characters; given up a little past the most that is shown. */
function written(value: unknown, longest: number): string {
  let text = ''
  const full = (): boolean => text.length > SHOWN
  const write = (one: unknown): void => {
    if (full()) return
    if (!isStructure(one)) return void (text += word(one, longest))
    const [open, close] = bracketsOf(one)
    let between = open
    if (sizeOf(one) === 0) text += open
    for (const key of keysOf(one)) {
      if (full()) return
      text += between + nameOf(one, key, longest)
      write(part(one, key))
      between = ', '
    }
    text += close
  }
  write(value)
  return text
}

/** Whole elements as far as there is room, and how many more there are; of what is no list or map the beginning. */
function cutEnd(value: unknown): string {
  const shortest = TEXTS.at(-1) ?? SHOWN
  if (isStructure(value)) {
    const [open, close] = bracketsOf(value)
    const elements: string[] = []
    let length = 0
    for (const key of keysOf(value)) {
      const next = nameOf(value, key, shortest) + written(part(value, key), shortest)
      length += next.length + 2
      if (length > SHOWN - ROOM_FOR_COUNT) break
      elements.push(next)
    }
    const more = (sizeOf(value) ?? 0) - elements.length
    if (elements.length > 0) return `${open}${elements.join(', ')}, ... ${more} more${close}`
  }
  return beginning(written(value, shortest), SHOWN)
}

const isStructure = (value: unknown): value is object => typeof value === 'object' && value !== null && !hasText(value)
const bracketsOf = (value: object): readonly [string, string] => (Array.isArray(value) ? ['[', ']'] : ['{', '}'])
const keysOf = (value: object): Iterable<unknown> => (value instanceof Map ? value.keys() : Object.keys(value))
const nameOf = (of: object, key: unknown, longest: number): string => (Array.isArray(of) ? '' : `${word(String(key), longest)}: `)

/** At most so many characters, and never half of one. */
const beginning = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 3).replace(/[\uD800-\uDBFF]$/, '')}...` : text

const SHOWN = 240
const TEXTS = [SHOWN, 80, 30]
const ROOM_FOR_COUNT = 20

/** Of a fraction six digits: 169.528412300001 ms is no better known than 169.528. What stands before the point is never rounded off. */
const rounded = (value: number): number => (Math.abs(value) < 100_000 ? Number(value.toPrecision(6)) : Math.round(value))

/** What a value is, in words: two values of different kinds are never equal, which is a mistake and not an answer. */
export function kindOf(value: unknown): string {
  if (typeof value === 'bigint' || value instanceof UnsignedInt) return 'number'
  if (typeof value !== 'object') return typeof value
  if (value === null) return 'null'
  return KINDS.find(([type]) => value instanceof type)?.[1] ?? 'object'
}

const KINDS: readonly (readonly [abstract new (...args: never[]) => object, string])[] = [
  [Array, 'list'],
  [Date, 'timestamp'],
  [Secret, 'secret'],
  [Duration, 'duration'],
  [Uint8Array, 'bytes'],
]

/** How many elements or keys a list, map or object has; `undefined` for anything else. */
export function sizeOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length
  if (value instanceof Map) return value.size
  return typeof value === 'object' && value !== null && !hasText(value) ? Object.keys(value).length : undefined
}

/**
 * The parts of a value that these paths read; all of it when there are none, or when one asks for a key that is not
 * there: what is there instead tells why. `'[]'` is any element or key.
 */
export function pick(value: unknown, paths: readonly Path[]): unknown {
  if (paths.length === 0 || typeof value !== 'object' || value === null || hasText(value)) return value
  if (Array.isArray(value)) {
    const inside = paths.filter(([first]) => first === ANY).map((path) => path.slice(1))
    return inside.some((path) => path.length === 0)
      ? value
      : Array.from({ length: value.length }, (_, index) => pick(part(value, index), inside))
  }
  const keys: unknown[] = value instanceof Map ? [...value.keys()] : Object.keys(value)
  if (paths.some(([first]) => first !== ANY && !keys.includes(first))) return value
  const picked = new Map<unknown, unknown>()
  for (const key of keys) {
    const inside = paths.filter(([first]) => first === key || first === ANY).map((path) => path.slice(1))
    if (inside.length > 0) picked.set(key, pick(part(value, key), inside.some((path) => path.length === 0) ? [] : inside))
  }
  return picked
}

const ANY = '[]'
const UNREAD = Symbol('unread')

/** A part of a value, for showing: one that is unread is said to be so. */
function part(value: object, key: unknown): unknown {
  if (value instanceof Map) return value.get(key)
  const property = Object.getOwnPropertyDescriptor(value, String(key))
  return property?.get ? UNREAD : property?.value
}

function word(value: unknown, longest: number): string {
  if (value === UNREAD) return '(unread)'
  if (typeof value === 'string') return JSON.stringify(beginning(value, longest))
  if (typeof value === 'number' && !Number.isInteger(value)) return String(rounded(value))
  if (value instanceof Secret) return value.toJSON()
  if (!(value instanceof Date)) return nameAsWritten(String(value))
  return Number.isNaN(value.getTime()) ? 'invalid timestamp' : value.toISOString()
}

/** Durations, versions, types and the like have a text of their own; data and our instances of declared shapes do not. */
function hasText(value: object): boolean {
  if (value instanceof Date || value instanceof Secret || value instanceof Uint8Array) return true
  if (Array.isArray(value) || value instanceof Map || isPlain(value)) return false
  return value.toString !== Object.prototype.toString
}
