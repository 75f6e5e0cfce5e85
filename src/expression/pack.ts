import type { Path } from '../core/unread.ts'
import type { Context } from './evaluate.ts'

/** Roots of which a pack that a checklist includes has entries of its own. */
const OWN: ReadonlySet<unknown> = new Set(['looks', 'facts'])

/** What the expressions of a pack read, by the names that the including checklist has for it: `looks.page` is `looks["api.page"]`. */
export function readsOutside(reads: readonly Path[], prefix: string): readonly Path[] {
  return reads.map((path) => {
    const [root, name, ...rest] = path
    return root !== undefined && OWN.has(root) && typeof name === 'string' && name !== '[]' ? [root, `${prefix}.${name}`, ...rest] : path
  })
}

/** The checklist's context as a pack sees it: its own looks, facts and parameters under their own names, and nobody else's. */
export function contextInside({ values, unread = [] }: Context, prefix: string): Context {
  const packs = values['packs'] as Readonly<Record<string, unknown>> | undefined
  return {
    values: { ...values, looks: ownOf(values['looks'], prefix), facts: ownOf(values['facts'], prefix), params: packs?.[prefix] ?? {} },
    unread: unread.map((part) => {
      const [root, name, ...rest] = part.path
      return OWN.has(root) && typeof name === 'string' && name.startsWith(`${prefix}.`)
        ? { ...part, path: [root ?? '', name.slice(prefix.length + 1), ...rest] }
        : part
    }),
  }
}

function ownOf(entries: unknown, prefix: string): Record<string, unknown> {
  if (typeof entries !== 'object' || entries === null) return {}
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) => (name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), value]] : [])),
  )
}
