import { nearest } from '../core/nearest.ts'
import type { Path } from '../core/unread.ts'
import { complain } from '../looks/desk.ts'
import { outside } from './desk.ts'
import type { ChecklistDesk } from './desk.ts'
import { sortByNeed } from './graph.ts'
import type { Checklist, Item } from './model.ts'
import { dependencies } from './reads.ts'

/** Where an item stands in the document. */
export type Paths = ReadonlyMap<string, Path>

/** Checks that every id in `needs`, `any` and `all` of these items is there, and that none waits for itself. */
export function checkReferences(desk: ChecklistDesk, paths: Paths, items: Iterable<Item>): void {
  const needs = new Map<string, string[]>()
  for (const item of items) {
    const children =
      item.body.kind === 'children' ? item.body.children.map((child) => (child.kind === 'ref' ? child.id : child.item.id)) : []
    needs.set(item.id, [...item.needs, ...children])
    const path = paths.get(item.id)
    // An item of a pack, whose own document was checked already.
    if (path === undefined) continue
    for (const [i, id] of item.needs.entries()) checkId(desk, listOrOne(desk, [...path, 'needs'], i), id)
    if (item.body.kind !== 'children') continue
    for (const [i, child] of item.body.children.entries()) if (child.kind === 'ref') checkId(desk, [...path, item.body.mode, i], child.id)
  }
  for (const cycle of sortByNeed(needs).cycles) {
    complain(desk, [...(paths.get(cycle[0] ?? '') ?? []), 'id'], 'cycle', `these items need each other: ${cycle.join(' > ')}`)
  }
}

/** Warns of named looks that no expectation, fact or other look uses. */
export function warnUnused(desk: ChecklistDesk, checklist: Pick<Checklist, 'looks' | 'facts' | 'items'>): void {
  if (desk.named.size === 0) return
  const users = [...checklist.items.values(), ...checklist.facts, ...checklist.looks.values()]
  const used = new Set(users.flatMap((user) => dependencies(user, checklist).looks))
  for (const name of desk.named.keys()) {
    if (used.has(outside(desk, name))) continue
    desk.report({
      code: 'unused-look',
      level: 'warning',
      message: `no item and no fact uses the look "${name}"`,
      place: desk.document.place(['looks', name], 'key'),
    })
  }
}

function checkId(desk: ChecklistDesk, path: Path, id: string): void {
  if (desk.ids.has(id)) return
  const near = nearest(id, desk.ids.keys())
  complain(desk, path, 'unknown-item', `there is no item "${id}"`, near && `did you mean ${near}?`)
}

/** `needs: a` and `needs: [a]` are the same. */
function listOrOne(desk: ChecklistDesk, path: Path, index: number): Path {
  const whole = desk.document.place(path)
  return desk.document.place([...path, index]).column === whole.column ? path : [...path, index]
}
