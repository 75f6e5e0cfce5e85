import { isConstant, operands, textOf } from './ast.ts'
import type { Path } from '../core/unread.ts'
import type { Node } from './ast.ts'
import type { Internals } from './compile.ts'
import { pick, show, sizeOf } from './values.ts'

const MOST = 12

/** A part of an expression in its author's words, and the value that it had. */
export interface Observed {
  readonly text: string
  readonly value: string
}

/**
 * The values that decided a result, at most 12, from the one evaluation there was. Of `json.a.b` only the end is shown,
 * or the longest part that exists; what was never looked at is not in it. Of an object or a list only the fields that the
 * expression reads are shown, which is also what a recording keeps. What follows from values that are shown is left out:
 * comparisons, parts of an `&&` that held, what a `map` or a `filter` took its elements from.
 */
export function explain({ root, nodes, paths, reads }: Internals, values: ReadonlyMap<Node, unknown>): Observed[] {
  const known = (node: Node): boolean => isKnown(node, values)
  const filtered = new Set(nodes.filter(isFilterOfMap).flatMap((node) => operands(node).slice(0, 1)))
  const hidden = new Set(nodes.flatMap((node) => impliedBy(node, values, filtered)))
  const shown = (node: Node): string => show(pick(values.get(node), below(paths.get(node), reads)))
  const lines = new Map<string, string>()
  for (const node of nodes) {
    if (lines.size === MOST) break
    if (node === root || DERIVED.has(node.op) || isConstant(node) || hidden.has(node) || !known(node) || isRoot(paths.get(node))) continue
    const text = textOf(node)
    if (!lines.has(text)) lines.set(text, shown(node))
  }
  // An expression that is one name only, such as `ok`, is its own explanation.
  if (lines.size === 0 && !isConstant(root) && known(root)) lines.set(textOf(root), shown(root))
  return [...lines].map(([text, value]) => ({ text, value }))
}

/** The nodes that need no line because that of `node`, or those of its operands, say it. */
function impliedBy(node: Node, values: ReadonlyMap<Node, unknown>, filtered: ReadonlySet<Node>): Node[] {
  const parts = operands(node)
  const [of] = parts
  const decidesAlone = node.op === '&&' ? values.get(node) !== true : node.op === '||' && values.get(node) === true
  // Of `a && b` that does not hold the parts that do hold decided nothing, and the other way round.
  if (decidesAlone) return parts.filter((part) => values.get(part) === (node.op === '&&')).flatMap(withAllBelow)
  if (COMPARES.has(node.op)) return parts.some((part) => !isConstant(part) && isKnown(part, values)) ? [node] : []
  if (of === undefined) return []
  if (node.op === '.' || node.op === '[]') return isKnown(node, values) ? [of] : []
  if (node.op === 'call') return node.args[0] === 'has' && values.get(node) === true ? [node] : []
  if (node.op !== 'rcall') return []
  if (node.args[0] === 'size') return (sizeOf(values.get(of)) ?? -1) < 0 ? [] : [node]
  if (filtered.has(of)) return [of]
  // Where nothing was found, what it was looked for in is the answer.
  const tells = node.args[0] === 'map' || node.args[0] === 'filter'
  return tells && (sizeOf(values.get(node)) ?? 0) > 0 && !filtered.has(node) ? [of] : []
}

const isKnown = (node: Node, values: ReadonlyMap<Node, unknown>): boolean => values.has(node) && !(values.get(node) instanceof Error)

const withAllBelow = (node: Node): Node[] => [node, ...operands(node).flatMap(withAllBelow)]

/** `list.map(name, or nothing).filter(something)`: the gaps between would take the place of what was found. */
function isFilterOfMap(node: Node): boolean {
  const [over] = operands(node)
  return node.op === 'rcall' && node.args[0] === 'filter' && over?.op === 'rcall' && over.args[0] === 'map'
}

// Their parts are shown, and say it all.
const DERIVED: ReadonlySet<Node['op']> = new Set(['&&', '||', '!_', 'list'])
const COMPARES: ReadonlySet<Node['op']> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in'])

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
