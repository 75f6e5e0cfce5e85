import { isConstant, operands, textOf } from './ast.ts'
import type { Node } from './ast.ts'
import { show } from './values.ts'

const MOST = 12

/** A part of an expression in its author's words, and the value that it had. */
export interface Observed {
  readonly text: string
  readonly value: string
}

/**
 * The values that decided a result, at most 12, from the one evaluation there was. Of `json.a.b` only the end is shown,
 * or the longest part that exists; what was never looked at is not in it.
 */
export function explain(root: Node, nodes: readonly Node[], values: ReadonlyMap<Node, unknown>): Observed[] {
  const known = (node: Node): boolean => values.has(node) && !(values.get(node) instanceof Error)
  const inner = new Set(nodes.filter((node) => (node.op === '.' || node.op === '[]') && known(node)).map((node) => operands(node)[0]))
  const lines = new Map<string, string>()
  for (const node of nodes) {
    if (lines.size === MOST) break
    if (node === root || isConstant(node) || inner.has(node) || !known(node)) continue
    const text = textOf(node)
    if (!lines.has(text)) lines.set(text, show(values.get(node)))
  }
  // An expression that is one name only, such as `ok`, is its own explanation.
  if (lines.size === 0 && !isConstant(root) && known(root)) lines.set(textOf(root), show(values.get(root)))
  return [...lines].map(([text, value]) => ({ text, value }))
}
