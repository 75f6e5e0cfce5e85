import type { Path } from '../core/unread.ts'
import type { JsonSchema } from '../expression/index.ts'
import { isRecord } from '../looks/observation.ts'
import { outside } from './desk.ts'
import type { ChecklistDesk } from './desk.ts'
import type { Item } from './model.ts'

/** Remembers where an item and its children stand in their document, by the ids that the checklist has for them. */
export function rememberPaths(desk: Pick<ChecklistDesk, 'prefix'>, item: unknown, path: Path, paths: Map<string, Path>): void {
  if (!isRecord(item)) return
  const id = typeof item['id'] === 'string' ? outside(desk, item['id']) : undefined
  if (id !== undefined && !paths.has(id)) paths.set(id, path)
  for (const mode of ['any', 'all']) {
    const children = item[mode]
    if (Array.isArray(children)) children.forEach((child, i) => rememberPaths(desk, child, [...path, mode, i], paths))
  }
}

/** Every id in a list of raw items, children included. */
export function idsIn(items: readonly unknown[]): Set<string> {
  const paths = new Map<string, Path>()
  for (const item of items) rememberPaths({}, item, [], paths)
  return new Set(paths.keys())
}

/** The shape that an item's own expectations see at the top, when it has a look of its own or a named one. */
export function shapeOf(desk: ChecklistDesk, { body }: Item): JsonSchema | undefined {
  if (body.kind !== 'look') return undefined
  const look = desk.looks.get(body.look)
  if (look?.named) return [...desk.named].find(([name]) => outside(desk, name) === body.look)?.[1].observation
  return look?.kind === 'probe' ? desk.shelf.get(look.probe)?.observation : undefined
}
