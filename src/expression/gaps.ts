import { EvaluationError } from '@marcbachmann/cel-js'
import type { Unread } from '../core/unread.ts'

/** Thrown by any access to a part of the context that could not be read. `||`, `&&` and `? :` absorb it as CEL says. */
export class UnreadError extends EvaluationError {
  readonly unread: Unread

  constructor(unread: Unread) {
    super({ code: 'unread', message: unread.detail })
    this.unread = unread
  }
}

/** The unread paths as a tree that runs beside the data while it is converted. */
export interface Gap {
  here?: Unread
  readonly below: Map<string, Gap>
}

/** The tree of all unread paths, or `undefined` when everything was read. */
export function gapsOf(unread: readonly Unread[] | undefined): Gap | undefined {
  if (!unread?.length) return undefined
  const root: Gap = { below: new Map() }
  for (const one of unread) {
    let gap = root
    for (const key of one.path) {
      const next = gap.below.get(String(key)) ?? { below: new Map() }
      gap.below.set(String(key), next)
      gap = next
    }
    gap.here ??= one
  }
  return root
}

/** The gap below a key; a gap that stands higher up covers it. */
export function gapAt(gap: Gap | undefined, key: string | number): Gap | undefined {
  return gap?.here ? gap : gap?.below.get(String(key))
}

/** Some unread part at or below, for where the whole has to be given up. */
export function anyUnread(gap: Gap): Unread | undefined {
  if (gap.here) return gap.here
  for (const below of gap.below.values()) {
    const found = anyUnread(below)
    if (found) return found
  }
  return undefined
}

/** Defines a property that cannot be looked at without ending in an `UnreadError`. */
export function poison(target: object, key: string | number, unread: Unread): void {
  const get = (): never => {
    throw new UnreadError(unread)
  }
  Object.defineProperty(target, key, { get, enumerable: true, configurable: true })
}

const partial = new WeakMap<object, Unread>()

/** Remembers that a map has unread keys: what it holds is known, how much and what else is not. */
export function markPartial(map: object, gap: Gap): void {
  const unread = anyUnread(gap)
  if (unread) partial.set(map, unread)
}

/** The reason why a map's size and its keys are not known. */
export function partialOf(value: unknown): Unread | undefined {
  return typeof value === 'object' && value !== null ? partial.get(value) : undefined
}
