import { EvaluationError } from '@marcbachmann/cel-js'
import { serialize } from '@marcbachmann/cel-js/serialize'
import type { ASTNode, ParseResult } from '@marcbachmann/cel-js'

/**
 * The parser's tree as it really is in cel-js 8.0.0: `op`, `args` and `evaluate` can be set, `meta`, `clone` and
 * `checkedType` exist. Nothing of this is in the library's types, so this file alone knows it and `ast.test.ts` holds it.
 */
export type Node = Common & Shape

export type Evaluate = (this: unknown, evaluator: unknown, node: unknown, context: unknown) => unknown

interface Common {
  readonly start: number
  readonly end: number
  readonly input: string
  readonly checkedType?: CheckedType
  readonly left?: Node
  readonly right?: Node
  readonly meta: { check?: unknown; evaluate?: unknown; alternate?: { op: string }; macro?: unknown }
  evaluate: Evaluate
  clone(operator: unknown, args: unknown): Node
}

export interface CheckedType {
  readonly name: string
  readonly kind: string
}

type Shape =
  | { op: 'value'; args: unknown }
  | { op: 'id'; args: string }
  | { op: '.' | '.?'; args: [Node, string] }
  | { op: 'call'; args: [string, Node[]] }
  | { op: 'rcall'; args: [string, Node, Node[]] }
  | { op: 'list'; args: Node[] }
  | { op: 'map'; args: [Node, Node][] }
  | { op: '!_' | '-_'; args: Node }
  | { op: Binary | '[]' | '[?]' | '?:'; args: Node[] }

type Binary = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%' | '&&' | '||'

/** Every variable is registered and looked up with this prefix, so that `list`, `type` or `int` can be observed. */
export const MARK = '$'
/** The whole context as one dyn map, so that `has(status)` can be asked of a top-level name. */
export const WHOLE = '$'

/** A name for the n-th thing that is called so in one environment. No text for the author has the number in it. */
export const nameOfCopy = (name: string, copy: number): string => (copy === 1 ? name : `${name}${MARK}~${copy}`)

/** The name of a type or variable as its author knows it. */
export const nameAsWritten = (name: string): string => name.replaceAll(/\$~\d+/g, '')

/** Our functions that stand in for a built-in of the same meaning; the tree is renamed, the author never sees it. */
export const STAND_INS = { matches: 're2_matches', timestamp: 'rfc3339' } as const
const BUILT_INS = new Map<string, string>(Object.entries(STAND_INS).map(([builtIn, ours]) => [ours, builtIn]))

/** The root of a parsed expression as a tree that may be changed. */
export function treeOf(parsed: ParseResult): Node {
  return parsed.ast as unknown as Node
}

/** Makes `has(top)` askable: the library refuses a bare name, so the argument becomes a field of the whole context. */
export function intoField(node: Node & { op: 'id' }): void {
  const name = node.args
  const whole = node.clone({ name: 'id', check: node.meta.check, evaluate: node.meta.evaluate }, WHOLE)
  Object.assign(node, { op: '.', args: [whole, name] })
}

/** Tells a `header(...)` which variable has the headers that it asks for: the library hands it its arguments and nothing of the scope. */
export function giveHeaders(node: Node, variable: string | undefined): void {
  if (typeof node.meta.macro === 'object') Object.assign(node.meta.macro ?? {}, { headers: variable })
}

/** `all`, `exists`, `filter` ... were recognised as loops by the parser, under whatever receiver. */
export function isLoop(node: Node): boolean {
  return node.meta.alternate?.op === 'comprehension'
}

/** The operands of a node as written, the receiver first. */
export function operands(node: Node): readonly Node[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}

/**
 * Puts a wrapper around a node's evaluation for good. On first use a node assigns its resolved function to `evaluate`
 * and calls that; while it does, it gets the function and not the wrapper, which would else run twice.
 */
export function intercept(node: Node, around: (run: () => unknown) => unknown): void {
  const first = node.evaluate
  let inner = first
  let resolving = false
  const resolve = (...given: Parameters<Evaluate>): unknown => {
    resolving = true
    try {
      return first.call(node, ...given)
    } finally {
      resolving = false
    }
  }
  const wrapped: Evaluate = (...given) => around(() => (inner === first ? resolve(...given) : inner.call(node, ...given)))
  Object.defineProperty(node, 'evaluate', {
    get: () => (resolving ? inner : wrapped),
    set: (resolved: Evaluate) => {
      inner = resolved
    },
  })
}

/** Runs a call whose arguments are all literals, outside any context; it throws what the function throws. */
export function runLiterally(node: Node): void {
  const evaluator = { debugRuntimeType: (_: unknown, type: unknown) => type, run: (argument: Node) => argument.args }
  node.evaluate.call(node, evaluator, node, undefined)
}

/** An error of the evaluation with one of our codes; given to the library, it takes part in `||` and `&&` as its own do. */
export function evaluationError(code: string, message: string, node?: Node): EvaluationError {
  if (!node) return new EvaluationError({ code, message })
  return new EvaluationError({ code, message, node: node as unknown as ASTNode })
}

const texts = new WeakMap<Node, string>()

/** The text of a part of an expression as its author would write it. Source ranges cannot serve: they leave parentheses out. */
export function textOf(node: Node): string {
  const text = texts.get(node) ?? authorsWords(serialize(node as unknown as ASTNode))
  texts.set(node, text)
  return text
}

/** Made of literals only, such as `[200, 201]` or `duration("1h")`. */
export function isConstant(node: Node): boolean {
  if (node.op === 'value') return true
  const parts = operands(node)
  return parts.length > 0 && parts.every(isConstant)
}

/** Takes our marks and stand-ins, and the library's `dyn<int>`, out of its texts, leaving quoted strings alone. */
export function authorsWords(text: string): string {
  return text.replaceAll(
    /"(?:[^"\\]|\\.)*"|\$(?:\.|~\d+)?|\b(?:re2_matches|rfc3339)\b|\bdyn<([^<>]+)>/g,
    (part: string, inner?: string) => {
      if (part.startsWith('"')) return part
      return part.startsWith(MARK) ? '' : inner === undefined ? (BUILT_INS.get(part) ?? part) : nameAsWritten(inner)
    },
  )
}
