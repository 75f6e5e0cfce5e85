import type { Checklist, Item } from '../checklist/model.ts'
import type { Problem } from '../core/problem.ts'
import { complete, completeLook, type Completing } from '../looks/complete.ts'
import { packParams } from './pack-params.ts'

/**
 * The checklist with the values of parameters in the durations, targets and labels of limits that wait for them, or what is
 * wrong with these values. One in which nothing waits is given back as it is.
 */
export function completed(checklist: Checklist, params: Readonly<Record<string, unknown>>): { checklist: Checklist; problems: Problem[] } {
  if (!isWaiting(checklist)) return { checklist, problems: [] }
  const problems: Problem[] = []
  const completing: Completing = {
    context: { values: { params, packs: packParams(checklist, params).values } },
    report: (problem) => void problems.push(problem),
  }
  const looks = new Map([...checklist.looks].map(([id, look]) => [id, completeLook(look, completing)]))
  // An item stands in its section, below its parent and in the list by id: it stays one object.
  const items = new Map<string, Item>()
  const itemOf = (item: Item): Item => {
    const known = items.get(item.id) ?? complete(withChildren(item, itemOf), `the item ${item.id}`, completing)
    items.set(item.id, known)
    return known
  }
  const sections = checklist.sections.map((section) => ({ ...section, items: section.items.map(itemOf) }))
  const inOrder = new Map([...checklist.items].map(([id, item]) => [id, itemOf(item)]))
  return { checklist: { ...checklist, looks, sections, items: inOrder }, problems }
}

function isWaiting({ looks, items }: Checklist): boolean {
  const ofLooks = [...looks.values()].flatMap((look) => [look, ...(look.kind === 'steps' ? [...look.steps, ...look.finally] : [])])
  return [...ofLooks, ...items.values()].some(({ late }) => late !== undefined)
}

function withChildren(item: Item, itemOf: (item: Item) => Item): Item {
  if (item.body.kind !== 'children') return item
  const children = item.body.children.map((child) => (child.kind === 'item' ? { ...child, item: itemOf(child.item) } : child))
  return { ...item, body: { ...item.body, children } }
}
