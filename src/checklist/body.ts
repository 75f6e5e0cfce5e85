import { nearest } from '../core/nearest.ts'
import type { Path } from '../core/unread.ts'
import type { JsonSchema } from '../expression/index.ts'
import { complain } from '../looks/desk.ts'
import { loadLook } from '../looks/load-look.ts'
import { observationOf, savedBy } from '../looks/observation.ts'
import type { Roots } from '../looks/scopes.ts'
import { outside } from './desk.ts'
import type { ChecklistDesk } from './desk.ts'
import type { ItemBody } from './model.ts'
import type { RawItem } from './schema.ts'

/** How an item is settled; children are loaded by the caller. */
export interface Body {
  readonly kind: ItemBody['kind']
  /** Key in the checklist's looks, when its observation stands at the top of the expectations. */
  readonly look?: string
  readonly observation?: JsonSchema
  readonly saved?: Roots
}

const KINDS = ['probe', 'look', 'steps', 'any', 'all'] as const
type Key = keyof RawItem

const OF_OWN_LOOK: readonly Key[] = ['with', 'target', 'as', 'timeout', 'effect', 'touches', 'retry', 'finally']
const OF_LOOK: readonly Key[] = ['eventually', 'throughout']
const OF_JUDGED: readonly Key[] = ['enough', 'expect', 'warn']

/** Finds out what settles an item, compiles its own look, and reports the keys that do not go with it. */
export function loadBody(desk: ChecklistDesk, raw: RawItem, path: Path): Body | undefined {
  const kinds = KINDS.filter((key) => raw[key] !== undefined)
  const [kind, other] = kinds
  if (other)
    return void complain(
      desk,
      [...path, other],
      'several-bodies',
      `an item has only one of ${KINDS.join(', ')}; came ${kinds.join(' and ')}`,
      'make two items of it',
      'key',
    )
  const refuse = (keys: readonly Key[], why: string) => {
    for (const key of keys) if (raw[key] !== undefined) complain(desk, [...path, key], 'misplaced-key', `"${key}" ${why}`, undefined, 'key')
  }
  if (kind === 'any' || kind === 'all') {
    refuse([...OF_OWN_LOOK, ...OF_LOOK, ...OF_JUDGED, 'attest'], 'does not go with children, which settle this item')
    return { kind: 'children' }
  }
  if (raw.expect === undefined && (kind !== undefined || raw.attest === undefined)) {
    if (kind === undefined) complain(desk, path, 'no-body', 'nothing settles this item', 'add a look and expect, or attest, any or all')
    else complain(desk, [...path, kind], 'no-expectation', 'this item looks but expects nothing', 'add expect: "..."', 'key')
  }
  if (kind === 'probe' || kind === 'steps') return ownLook(desk, raw, path)
  refuse(OF_OWN_LOOK, kind === 'look' ? `belongs to the look ${raw.look}` : 'needs a probe or steps')
  if (kind === 'look') return namedLook(desk, raw.look ?? '', [...path, 'look'])
  refuse(OF_LOOK, 'needs a look of this item')
  if (raw.expect !== undefined) return { kind: 'facts' }
  refuse(OF_JUDGED, 'needs a look or expect')
  return { kind: 'attest' }
}

function ownLook(desk: ChecklistDesk, raw: RawItem, path: Path): Body | undefined {
  const id = `item:${outside(desk, raw.id)}`
  const look = loadLook(desk, { id, named: false, path }, raw)
  if (look) desk.looks.set(id, look)
  const observation = raw.probe === undefined ? observationOf(raw, desk.shelf) : desk.shelf.get(raw.probe)?.observation
  // Without its shape each expectation would be one more problem beside the one that is reported already.
  if (!observation) return undefined
  return { kind: 'look', look: id, observation, ...(raw.steps && { saved: savedBy(raw) }) }
}

function namedLook(desk: ChecklistDesk, name: string, path: Path): Body | undefined {
  const named = desk.named.get(name)
  if (named)
    return named.observation['properties']
      ? { kind: 'look', look: outside(desk, name), observation: named.observation, saved: named.saved }
      : undefined
  const near = nearest(name, desk.named.keys())
  return void complain(desk, path, 'unknown-look', `there is no look "${name}"`, near && `did you mean ${near}?`)
}
