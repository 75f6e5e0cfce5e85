import type { Unknown } from '../core/outcome.ts'
import type { ItemResult, Report } from '../core/report.ts'
import { unprovenIn } from '../core/unproven.ts'
import { line, listed } from './text.ts'
import { topItems } from './view.ts'

/** More items than this with one cause are told as one. */
const SHARED = 5
/** Ids of parts, looks and steps that stand before what really happened. */
const WHERE = /^(?:(?:not reached|[A-Za-z][\w.-]*): )+/

/** Why items are unknown, told once for all of them. */
export interface Cause {
  readonly key: string
  /** One safe line. */
  readonly text: string
  /** The target did not prove to be its environment: to be mended before anything else. */
  readonly unproven: boolean
  /** The parts that are unknown by it, and the items of the checklist that these decide. */
  readonly leaves: readonly ItemResult[]
  readonly items: readonly ItemResult[]
}

/** The parts that decide an item, down to those that have no such parts of their own. */
export function decidingLeaves(item: ItemResult): ItemResult[] {
  const same = item.children.filter((child) => child.outcome === item.outcome)
  return same.length === 0 ? [item] : same.flatMap(decidingLeaves)
}

/** What makes two unknown details the same: the event, without the part, look or step that met it. */
export function causeKey({ detail }: Unknown): string {
  return unprovenIn(detail)?.why ?? detail.replace(WHERE, '')
}

/** Why items are unknown, of those that wait for no other item: first an unproven target, then what most parts share. */
export function causesOf(report: Report): Cause[] {
  const groups = new Map<string, { top: ItemResult; leaf: ItemResult }[]>()
  for (const top of topItems(report).filter((item) => item.outcome === 'unknown')) {
    for (const leaf of decidingLeaves(top)) {
      if (!leaf.unknown || leaf.unknown.reason === 'blocked') continue
      const key = causeKey(leaf.unknown)
      const group = groups.get(key)
      if (group) group.push({ top, leaf })
      else groups.set(key, [{ top, leaf }])
    }
  }
  const causes = [...groups].map(([key, found]) => {
    const leaves = found.map(({ leaf }) => leaf)
    const proof = leaves.map((leaf) => unprovenIn(leaf.unknown?.detail ?? '')).find((found) => found !== undefined)
    const text = line(proof === undefined ? key : `the target did not prove to be ${proof.environment}: ${key}`, 400)
    return { key, text, unproven: proof !== undefined, leaves, items: [...new Set(found.map(({ top }) => top))] }
  })
  return causes.sort((a, b) => Number(b.unproven) - Number(a.unproven) || b.leaves.length - a.leaves.length)
}

/** The causes that are told once for many: an unproven target, and what more than five parts share. */
export function sharedCauses(report: Report): Cause[] {
  return causesOf(report).filter((cause) => cause.unproven || cause.leaves.length > SHARED)
}

const MOST_NAMES = 300

/** The parts of a cause by name: whoever settles them has to know which they are. */
export const namesOf = (leaves: readonly ItemResult[]): string =>
  listed(
    leaves.map(({ id }) => line(id, 80)),
    MOST_NAMES,
  )

/** Remembers which causes a reader was told in full, in the order in which items are shown. */
export type Told = Set<string>

/** `as above: ...` of an unknown item all of whose causes were told already; undefined for every other. */
export function asAbove(item: ItemResult, told: Told, max: number): string | undefined {
  if (item.outcome !== 'unknown') return undefined
  const keys = keysOf(item)
  if (keys.length === 0 || !keys.every((key) => key !== undefined && told.has(key))) return undefined
  return `as above: ${shortened([...new Set(keys)].map((key) => line(key ?? '')).join('; '), max)}`
}

/** Notes that an item's causes stand in full now. */
export function tell(item: ItemResult, told: Told): void {
  if (item.outcome !== 'unknown') return
  for (const key of keysOf(item)) if (key !== undefined) told.add(key)
}

function keysOf(item: ItemResult): (string | undefined)[] {
  return decidingLeaves(item).map(({ unknown }) => (unknown && unknown.reason !== 'blocked' ? causeKey(unknown) : undefined))
}

function shortened(text: string, max: number): string {
  const characters = [...text]
  return characters.length <= max ? text : `${characters.slice(0, Math.max(max - 3, 1)).join('')}...`
}
