import type { Canonical } from './canonical.ts'

/** A covered part of the source text, end excluded, and the number of the secret that covers it. */
export interface Covered {
  readonly start: number
  readonly end: number
  readonly secret: number
}

/** All runs of the registered variants, found again in any text in one pass per run length. */
export interface GramIndex {
  add(variant: Canonical, run: number, secret: number): void
  find(text: Canonical, source: string): readonly Covered[]
  readonly empty: () => boolean
}

// A filter of 2^22 bits: of 50 secrets with 60,000 runs, one bit in 70 is set.
const BYTES = 2 ** 19 - 1
const BASE = 0x01000193

interface Grams {
  readonly run: number
  readonly filter: Uint8Array
  readonly secrets: Map<number, number>
  /** BASE to the power of `run`, what leaves the rolling hash. */
  readonly leaving: number
}

/** Grams are kept as two hashes of together 53 bits: a false hit masks a few characters once in 10^9 megabytes. */
export function createGramIndex(isCommon: (gram: string) => boolean): GramIndex {
  const all = new Map<number, Grams>()
  return {
    empty: () => all.size === 0,
    add(variant, run, secret) {
      const grams = all.get(run) ?? newGrams(run)
      all.set(run, grams)
      eachGram(variant, grams, (start, hash) => {
        if (run === 8 && isCommon(String.fromCharCode(...variant.units.subarray(start, start + run)))) return
        grams.filter[(hash >>> 3) & BYTES]! |= 1 << (hash & 7)
        const key = keyOf(variant.units, start, run, hash)
        if (!grams.secrets.has(key)) grams.secrets.set(key, secret)
      })
    },
    find(text, source) {
      const found: Covered[] = []
      for (const grams of all.values()) scan(text, source, grams, found)
      return merged(found)
    },
  }
}

/** The hot loop: one rolling hash and one bit per character; the map is asked only where the bit is set. */
function scan({ units, at, length }: Canonical, source: string, { run, leaving, filter, secrets }: Grams, found: Covered[]): void {
  let hash = 0
  for (let index = 0; index < length; index += 1) {
    hash = (Math.imul(hash, BASE) + units[index]!) | 0
    if (index >= run) hash = (hash - Math.imul(leaving, units[index - run]!)) | 0
    if (index < run - 1) continue
    const mixed = mix(hash)
    if ((filter[(mixed >>> 3) & BYTES]! & (1 << (mixed & 7))) === 0) continue
    const start = index - run + 1
    const secret = secrets.get(keyOf(units, start, run, mixed))
    if (secret !== undefined) found.push({ start: at[start] ?? 0, end: (at[index] ?? source.length) + 1, secret })
  }
}

// The low bits of a polynomial hash are weak, and they choose the bit of the filter.
function mix(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
}

function newGrams(run: number): Grams {
  let leaving = 1
  for (let count = 0; count < run; count += 1) leaving = Math.imul(leaving, BASE)
  return { run, filter: new Uint8Array(BYTES + 1), secrets: new Map(), leaving }
}

function eachGram({ units, length }: Canonical, { run, leaving }: Grams, visit: (start: number, hash: number) => void): void {
  let hash = 0
  for (let index = 0; index < length; index += 1) {
    hash = (Math.imul(hash, BASE) + (units[index] ?? 0)) | 0
    if (index >= run) hash = (hash - Math.imul(leaving, units[index - run] ?? 0)) | 0
    if (index >= run - 1) visit(index - run + 1, mix(hash))
  }
}

/** The rolling hash joined with an independent one of the same characters. */
function keyOf(units: Uint16Array, start: number, run: number, hash: number): number {
  let other = 0x811c9dc5
  for (let index = start; index < start + run; index += 1) other = Math.imul(other ^ (units[index] ?? 0), 0x01000193)
  return (hash >>> 0) * 2_097_152 + ((other ^ (other >>> 13)) & 0x1f_ffff)
}

function merged(found: Covered[]): Covered[] {
  const result: Covered[] = []
  for (const each of found.sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last !== undefined && each.start < last.end) result[result.length - 1] = { ...last, end: Math.max(last.end, each.end) }
    else result.push(each)
  }
  return result
}
