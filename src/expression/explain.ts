import { isConstant, operands, textOf } from './ast.ts'
import type { Path } from '../core/unread.ts'
import type { Node } from './ast.ts'
import type { Internals } from './compile.ts'
import { pick, show } from './values.ts'

const MOST = 12

/** A part of an expression in its author's words, and the value that it had. */
export interface Observed {
  readonly text: string
  readonly value: string
}

/**
 * The values that decided a result, at most 12, from the one evaluation there was. Of `json.a.b` only the end is shown,
 * or the longest part that exists; what was never looked at is not in it. Of an object or a list only the fields that the
 * expression reads are shown, which is also what a recording keeps; of `list.map(...).filter(...)` not what is between.
 */
export function explain({ root, nodes, paths, reads }: Internals, values: ReadonlyMap<Node, unknown>): Observed[] {
  const known = (node: Node): boolean => values.has(node) && !(values.get(node) instanceof Error)
  const inner = new Set(nodes.filter((node) => (node.op === '.' || node.op === '[]') && known(node)).map((node) => operands(node)[0]))
  for (const node of nodes) if (isFilterOfMap(node)) inner.add(operands(node)[0])
  const shown = (node: Node): string => show(pick(values.get(node), below(paths.get(node), reads)))
  const lines = new Map<string, string>()
  for (const node of nodes) {
    if (lines.size === MOST) break
    if (node === root || DERIVED.has(node.op) || isConstant(node) || inner.has(node) || !known(node) || isRoot(paths.get(node))) continue
    const text = textOf(node)
    if (!lines.has(text)) lines.set(text, shown(node))
  }
  // An expression that is one name only, such as `ok`, is its own explanation.
  if (lines.size === 0 && !isConstant(root) && known(root)) lines.set(textOf(root), shown(root))
  return [...lines].map(([text, value]) => ({ text, value }))
}

/** `list.map(name, or nothing).filter(something)`: what was found says it; the gaps between would take its place. */
function isFilterOfMap(node: Node): boolean {
  const [over] = operands(node)
  return node.op === 'rcall' && node.args[0] === 'filter' && over?.op === 'rcall' && over.args[0] === 'map'
}

// Their parts are shown, and say it all.
const DERIVED: ReadonlySet<Node['op']> = new Set(['&&', '||', '!_', 'list'])

// The roots hold everything there is; a chain that broke off right behind one is told by its error.
const ROOTS: ReadonlySet<unknown> = new Set(['looks', 'facts', 'steps', 'params', 'saved', 'environment', 'release', 'run'])
const isRoot = (path: Path | undefined): boolean => path?.length === 1 && ROOTS.has(path[0])

/** What is read below a place, relative to it; nothing when the place itself is read, or is none: then all of it is shown. */
function below(path: Path | undefined, reads: readonly Path[]): readonly Path[] {
  if (!path) return []
  const inside = reads
    .filter((read) => read.length >= path.length && path.every((key, index) => read[index] === key))
    .map((read) => read.slice(path.length))
  return inside.some((read) => read.length === 0) ? [] : inside
}
