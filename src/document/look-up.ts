import { isMap, isScalar, isSeq } from 'yaml'
import type { Node, Scalar } from 'yaml'
import type { Path } from '../core/unread.ts'
import { rangeOf } from './build.ts'
import type { Range } from './build.ts'

/** Where a path leads: the ranges of its key and value, and the node when all of the path exists. */
export interface Found {
  readonly key?: Range
  readonly value: Range
  readonly node?: Node
  readonly scalar?: Scalar
}

/** Follows a path as far as it goes; a value that is left empty has the place of its key, an entry of a list has no key. */
export function lookUp(root: Node | null, path: Path): Found {
  let node: unknown = root
  let key: Range | undefined
  let value: Range = root ? rangeOf(root) : [0, 1]
  for (const segment of path) {
    const next = step(node, segment)
    if (next === undefined) return { ...(key && { key }), value: key ?? value }
    node = next.node
    key = next.key
    value = isNode(node) && node.range && node.range[1] > node.range[0] ? rangeOf(node) : (next.key ?? value)
  }
  return { ...(key && { key }), value, ...(isNode(node) && { node }), ...(isScalar(node) && { scalar: node }) }
}

function step(node: unknown, segment: string | number): { node: unknown; key?: Range } | undefined {
  if (isSeq(node)) {
    const item = typeof segment === 'number' ? node.items[segment] : undefined
    return item === undefined ? undefined : { node: item }
  }
  if (!isMap(node)) return undefined
  const name = String(segment)
  const pair = node.items.find(({ key }) => isScalar(key) && (key.value === name || String(key.value ?? '') === name))
  return pair && { node: pair.value, key: rangeOf(pair.key as Node) }
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node
}
