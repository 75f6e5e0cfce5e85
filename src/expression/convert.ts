import { anyUnread, gapAt, markPartial, poison } from './gaps.ts'
import type { Gap } from './gaps.ts'

/** A CEL type and the way of plain data into it. */
export interface Typed {
  /** The type's name in the environment. */
  readonly cel: string
  /** Data of the wrong kind is left as it is: CEL then ends in a mismatch where it is read, and only there. */
  convert(value: unknown, gap?: Gap): unknown
  /** It has parts, so it can be there although a part of it is unread. */
  readonly deep: boolean
  /** `null` is a value of its own and not absence. */
  readonly nulls: boolean
  /** The declared type of a part; of a list or map the one that all parts have. */
  below?(key: string | number): Typed | undefined
  /** Makes the environment know its fields, those of all its parts too when it is used as a whole. */
  register?(whole: boolean): void
}

/** JSON of no declared shape. */
export const JSON_BODY: Typed = { cel: 'dyn', convert: fromJson, deep: true, nulls: true }

/** JSON data as CEL sees it: integral numbers are int (BigInt), so that they can index, count and be compared exactly. */
export function fromJson(value: unknown, gap?: Gap): unknown {
  if (gap) return partlyFromJson(value, gap)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map((one) => fromJson(one))
  return isPlain(value) ? mapOf(JSON_BODY, value) : value
}

/** Converts a value and sets it, or sets what takes its place: nothing for null and absent, poison where it is unread. */
export function put(target: object, key: string | number, type: Typed, value: unknown, gap: Gap | undefined): void {
  const early = gap && (type.deep ? gap.here : anyUnread(gap))
  if (early) return poison(target, key, early)
  if (!gap && (value === undefined || (value === null && !type.nulls))) return
  const converted = type.convert(value ?? (gap ? undefined : null), gap)
  const late = gap && (typeof converted !== 'object' || converted === null) ? anyUnread(gap) : undefined
  if (late) return poison(target, key, late)
  Object.defineProperty(target, key, { value: converted, enumerable: true, configurable: true, writable: true })
}

/** A list up to its last unread element. An element of a declared shape is there, with all its fields unread. */
export function listOf(item: Typed, values: readonly unknown[], gap?: Gap): unknown[] {
  if (!gap) return values.map((one) => item.convert(one))
  const length = Math.max(values.length, ...[...gap.below.keys()].map((key) => Number(key) + 1).filter(Number.isSafeInteger))
  const here = anyUnread(gap)
  const beyond: Gap | undefined = here && { here, below: new Map() }
  const out: unknown[] = []
  for (let index = 0; index < length; index++) {
    const below = gapAt(gap, index) ?? (index < values.length ? undefined : beyond)
    if (below?.here && item.deep && item !== JSON_BODY) out[index] = item.convert(undefined, below)
    else put(out, index, item, values[index], below)
  }
  return out
}

/** A map with converted values; it knows which of its keys are unread. */
export function mapOf(type: Typed, values: Readonly<Record<string, unknown>>, gap?: Gap): unknown {
  const out: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(values), ...(gap?.below.keys() ?? [])])) {
    put(out, key, type, ownPart(values, key), gapAt(gap, key))
  }
  if (gap) markPartial(out, gap)
  // The library asks `value.constructor` what a value is; data with such a key must not decide it.
  return Object.hasOwn(out, 'constructor') && !gap ? new Map(Object.entries(out)) : out
}

/** An own property, so that nothing is ever found on a prototype. */
export function ownPart(source: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(source, key) ? source[key] : undefined
}

/** Is it an object as JSON.parse or a literal makes it. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function partlyFromJson(value: unknown, gap: Gap): unknown {
  if (Array.isArray(value)) return listOf(JSON_BODY, value, gap)
  if (isPlain(value)) return mapOf(JSON_BODY, value, gap)
  if (value !== undefined) return value
  const indexed = [...gap.below.keys()].every((key) => /^\d+$/.test(key))
  return indexed ? listOf(JSON_BODY, [], gap) : mapOf(JSON_BODY, {}, gap)
}
