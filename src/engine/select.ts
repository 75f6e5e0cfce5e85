import type { Checklist, Item } from '../checklist/model.ts'
import type { Severity } from '../core/severity.ts'

/** What the command line asks for beyond the phases; any of it makes the run partial. */
export interface Selection {
  /** Item ids, requirement ids (`woo.x`) or globs over either, as a predicate over ids. */
  readonly only?: (id: string) => boolean
  readonly skip?: (id: string) => boolean
  readonly severities?: ReadonlySet<Severity>
  readonly tags?: ReadonlySet<string>
  /** Items that did not pass in a recorded run. */
  readonly failed?: ReadonlySet<string>
}

export interface Selected {
  readonly selected: ReadonlySet<string>
  readonly needed: ReadonlySet<string>
}

/** The items of sections that a run judges, and those that must run because a judged one needs or names them. */
export function select(checklist: Checklist, phases: ReadonlySet<string>, selection: Selection): Selected {
  const inSections = checklist.sections.flatMap(({ items }) => items)
  const selected = new Set(inSections.filter((item) => phases.has(item.phase) && wanted(item, selection)).map(({ id }) => id))
  const needed = new Set<string>()
  const pull = (id: string) => {
    if (selected.has(id) || needed.has(id)) return
    needed.add(id)
    follow(id)
  }
  const follow = (id: string) => {
    const item = checklist.items.get(id)
    if (item) for (const other of othersOf(item)) pull(other)
  }
  for (const id of selected) follow(id)
  return { selected, needed }
}

function wanted(item: Item, { only, skip, severities, tags, failed }: Selection): boolean {
  const names = [item.id, ...item.refs]
  if (only && !names.some(only)) return false
  if (skip && names.some(skip)) return false
  if (severities && !severities.has(item.severity)) return false
  if (tags && !item.tags.some((tag) => tags.has(tag))) return false
  return !failed || failed.has(item.id)
}

/** Ids of items that this one needs or has as children by name, those of children in place included. */
export function othersOf(item: Item): string[] {
  const children = item.body.kind === 'children' ? item.body.children : []
  return [...item.needs, ...children.flatMap((child) => (child.kind === 'ref' ? [child.id] : othersOf(child.item)))]
}

/** The item and every child that stands inside it. */
export const withChildren = (item: Item): Item[] => [
  item,
  ...(item.body.kind === 'children' ? item.body.children : []).flatMap((child) => (child.kind === 'item' ? withChildren(child.item) : [])),
]
