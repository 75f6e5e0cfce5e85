import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { LIMITS } from './decode.ts'
import { isOnlyReference, isSecretKey } from './mask.ts'

export type Range = readonly [number, number]

/** Something wrong at a range of the text; `document.ts` makes a problem of it. */
export interface Fault {
  readonly code: string
  readonly message: string
  readonly range: Range
  readonly hint?: string
  /** A second place, for a key that is there twice. */
  readonly before?: Range
}

export interface Built {
  /** Strings, numbers, booleans, null, arrays and plain objects, never a shared or cyclic one. */
  readonly value: unknown
  readonly faults: readonly Fault[]
  /** Values of secret-looking keys. */
  readonly secrets: readonly Range[]
}

const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype']
const WRITE_OUT = 'write the value out, or quote it when it is text or an expression'
const MAX_FAULTS = 100

/** Plain data of a parsed YAML tree in one walk, refusing what a checklist does not need and what would surprise. */
export function build(root: Node | null, text: string): Built {
  const faults: Fault[] = []
  const secrets: Range[] = []
  let nodes = 0

  function fault(code: string, message: string, range: Range, hint?: string, before?: Range): void {
    if (faults.length < MAX_FAULTS) faults.push({ code, message, range, ...(hint !== undefined && { hint }), ...(before && { before }) })
  }

  function valueOf(node: unknown, depth: number, secret: boolean): unknown {
    if (node === null || node === undefined) return null
    const part = node as Node
    if (++nodes === LIMITS.nodes)
      fault('document-too-large', 'the document has too many values', rangeOf(part), 'split it into several checklists')
    if (nodes >= LIMITS.nodes) return null
    if (depth > LIMITS.depth) return void fault('too-deep', `this is nested more than ${LIMITS.depth} levels deep`, rangeOf(part))
    if (isAlias(node)) return void fault('yaml-anchor', 'aliases (*name) are not read', rangeOf(node), WRITE_OUT)
    refuseProperties(part)
    if (isScalar(node)) return scalarOf(node, secret)
    if (isMap(node)) return mapOf(node, depth)
    if (!isSeq(node)) return null
    crowded(node)
    return node.items.slice(0, LIMITS.entries).map((item) => valueOf(item, depth + 1, secret))
  }

  function refuseProperties(node: Node): void {
    const anchor = 'anchor' in node ? node.anchor : undefined
    if (node.tag !== undefined)
      fault('yaml-tag', 'YAML takes the word after ! as a tag and drops it', before(text, node, '!'), 'put the expression in quotes')
    else if (anchor !== undefined) fault('yaml-anchor', 'anchors (&name) are not read', before(text, node, '&'), WRITE_OUT)
  }

  function scalarOf(node: Scalar, secret: boolean): unknown {
    const { value } = node
    if (secret && value !== null && typeof value !== 'boolean' && !isOnlyReference(String(value))) secrets.push(rangeOf(node))
    if (typeof value === 'number' && !isSound(value)) {
      fault('bad-number', 'this number cannot be kept exactly', rangeOf(node), 'use a smaller number, or quote it when it is text')
    }
    return value
  }

  function mapOf(node: YAMLMap, depth: number): unknown {
    crowded(node)
    const value: Record<string, unknown> = {}
    const seen = new Map<string, Node>()
    for (const pair of node.items.slice(0, LIMITS.entries)) {
      const key = keyOf(pair, seen)
      const part = valueOf(pair.value, depth + 1, key !== undefined && isSecretKey(key))
      if (key !== undefined) value[key] = part
    }
    return value
  }

  function keyOf(pair: Pair, seen: Map<string, Node>): string | undefined {
    const node = pair.key as Node
    if (!isScalar(node)) {
      valueOf(node, 0, false)
      return undefined
    }
    refuseProperties(node)
    const key = String(node.value ?? '')
    if (FORBIDDEN_KEYS.includes(key)) return void fault('forbidden-key', `"${key}" cannot be a key`, rangeOf(node), 'choose another name')
    if (key === '<<') return void fault('merge-key', 'merge keys (<<) are not read', rangeOf(node), 'write the keys out')
    const normal = key.normalize('NFC')
    const first = seen.get(normal)
    if (first) fault('duplicate-key', `the key "${key}" is there twice`, rangeOf(node), undefined, rangeOf(first))
    seen.set(normal, node)
    return key
  }

  function crowded(node: YAMLMap | YAMLSeq): void {
    if (node.items.length > LIMITS.entries)
      fault(
        'document-too-large',
        `more than ${LIMITS.entries} entries in one list or map`,
        rangeOf(node),
        'split it into several checklists',
      )
  }

  return { value: valueOf(root, 0, false), faults, secrets }
}

/** Start and end of a node's own text, without comments after it. */
export function rangeOf(node: { readonly range?: readonly [number, number, number] | null | undefined }): Range {
  return [node.range?.[0] ?? 0, node.range?.[1] ?? 0]
}

function isSound(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value))
}

/** The tag or anchor in front of a node, which its own range leaves out. */
function before(text: string, node: Node, mark: string): Range {
  const range = rangeOf(node)
  const at = text.lastIndexOf(mark, range[0])
  return at < 0 ? range : [at, Math.max(at + 1, range[0])]
}
