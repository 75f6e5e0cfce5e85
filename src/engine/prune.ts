import type { Path } from '../core/unread.ts'

/**
 * The parts of a value that these paths read; a path through a list holds for each of its elements. Below the top an
 * object stays whole when a path asks for a key that it has not: an explanation shows what is there instead.
 */
export function prune(value: Readonly<Record<string, unknown>>, paths: readonly Path[]): Record<string, unknown> {
  return pruned(value, paths, true) as Record<string, unknown>
}

function pruned(value: unknown, paths: readonly Path[], top = false): unknown {
  if (paths.some((path) => path.length === 0) || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return value.map((one) =>
      pruned(
        one,
        paths.map((path) => (isPosition(path[0]) ? path.slice(1) : path)),
      ),
    )
  if (!top && paths.some(([first]) => !isPosition(first) && !Object.hasOwn(value, String(first)))) return value
  const kept: Record<string, unknown> = {}
  for (const [key, child] of Object.entries(value)) {
    const below = paths.filter((path) => path[0] === key || isPosition(path[0])).map((path) => path.slice(1))
    if (below.length > 0)
      Object.defineProperty(kept, key, { value: pruned(child, below), enumerable: true, configurable: true, writable: true })
  }
  return kept
}

/** `[]` stands for any element or computed key in the paths of the expression layer. */
const isPosition = (key: string | number | undefined): boolean => typeof key === 'number' || key === '[]' || key === '*'
