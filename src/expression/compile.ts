import type { ParseResult } from '@marcbachmann/cel-js'
import type { Path } from '../core/unread.ts'
import { nameAsWritten, operands, runLiterally, treeOf } from './ast.ts'
import type { Node } from './ast.ts'
import { readsOutside } from './pack.ts'
import { problemAt } from './problem.ts'
import type { ExpressionProblem } from './problem.ts'
import { instrument } from './run.ts'
import { EACH } from './schema.ts'
import type { JsonSchema } from './schema.ts'
import { use } from './scope.ts'
import type { Scope } from './scope.ts'
import { explainError } from './suggest.ts'
import { schemaOfType } from './types.ts'
import { walk } from './walk.ts'

const LONGEST = 2000

/** A checked expression, ready to be evaluated any number of times against contexts of its scope. */
export interface Program {
  readonly kind: 'program'
  readonly source: string
  /** The CEL type of the result. */
  readonly type: string
  /** The paths it reads; `'[]'` in one is any element of a list, or a key that is only known when it runs. */
  readonly reads: readonly Path[]
  /** Of this folder alone; a function, so that a program in a dump or a comparison stays small. */
  readonly internals: () => Internals
}

/** What an evaluation needs of a compiled expression. */
export interface Internals {
  readonly scope: Scope
  readonly parsed: ParseResult
  readonly root: Node
  readonly nodes: readonly Node[]
  /** Where the value of a node stands in what was observed. */
  readonly paths: ReadonlyMap<Node, Path>
  readonly wantsBool: boolean
  /** Names at the top that are read, and of those that only hold others the entries that are; nothing for all of it. */
  readonly roots: ReadonlyMap<string, ReadonlySet<string> | undefined>
  /** As the author wrote them; those of the program itself are by the names outside of a pack. */
  readonly reads: readonly Path[]
}

/**
 * Compiles an expression against the names and types of a scope. `bool` accepts what is or may be a truth value.
 * Only the first problem of an expression is told.
 */
export function compile(scope: Scope, source: string, want: 'bool' | 'any'): Program | ExpressionProblem {
  if (source.length > LONGEST) {
    return problemAt({ start: LONGEST, end: source.length }, 'too_long', `an expression of more than ${LONGEST} characters`)
  }
  const fail = (error: unknown): ExpressionProblem => explainError(error, source, scope.registry, Object.keys(scope.variables))
  try {
    const parsed = scope.registry.environment.parse(source)
    const root = treeOf(parsed)
    const tree = walk(root, scope)
    for (const path of tree.reads) use(scope, path)
    const checked = parsed.check()
    if (!checked.valid) return fail(checked.error)
    const [problem] = [...tree.problems, ...cutDivisions(tree.nodes, source), ...brokenLiterals(tree.nodes, fail)]
    if (problem) return problem
    const type = nameAsWritten(checked.type ?? 'dyn')
    if (want === 'bool' && !/^(bool|dyn)\b/.test(type)) {
      return problemAt({ start: 0, end: source.length }, 'result_type', `this must be true or false, but it is ${type}`)
    }
    instrument(tree)
    const internals: Internals = {
      scope,
      parsed,
      root,
      nodes: tree.nodes,
      paths: tree.paths,
      wantsBool: want === 'bool',
      roots: rootsOf(tree.reads),
      reads: tree.reads,
    }
    const reads = scope.prefix === undefined ? tree.reads : readsOutside(tree.reads, scope.prefix)
    return { kind: 'program', source, type, reads, internals: () => internals }
  } catch (error) {
    return fail(error)
  }
}

/** The schema of a program's result, to declare it as a fact or a saved value. */
export function resultSchema(program: Program): JsonSchema {
  return schemaOfType(program.type)
}

/** They hold what was observed under names, and are never shown as a whole. */
const HOLDERS: ReadonlySet<unknown> = new Set(['looks', 'facts', 'steps'])

function rootsOf(reads: readonly Path[]): Map<string, ReadonlySet<string> | undefined> {
  const roots = new Map<string, Set<string> | undefined>()
  for (const [root, name] of reads) {
    const key = String(root)
    const before = roots.has(key) ? roots.get(key) : new Set<string>()
    roots.set(key, before && HOLDERS.has(root) && typeof name === 'string' && name !== EACH ? before.add(name) : undefined)
  }
  return roots
}

/** `failed / total <= 0.1` with two integers is 0 <= 0.1, always true. */
function cutDivisions(nodes: readonly Node[], source: string): ExpressionProblem[] {
  return nodes.flatMap((node) => {
    const sides = operands(node)
    const [left, right] = sides
    if (node.op !== '/' || !left || !right || [node, ...sides].some((one) => one.checkedType?.name.includes('double'))) return []
    const at = source.indexOf('/', left.end)
    const message = 'the division of whole numbers cuts off the fraction'
    return [problemAt({ start: at, end: at + 1 }, 'integer_division', message, 'write double(a) / b')]
  })
}

/** `duration('30d')`: the library looks at literal arguments only when the call is made, so it is made once here. */
function brokenLiterals(nodes: readonly Node[], fail: (error: unknown) => ExpressionProblem): ExpressionProblem[] {
  return nodes.flatMap((node) => {
    if ((node.op !== 'call' && node.op !== 'rcall') || node.meta.macro || node.meta.alternate) return []
    const all = operands(node)
    const args = node.op === 'rcall' ? all.slice(1) : all
    const [first, last] = [args[0] ?? all[0], args.at(-1) ?? all.at(-1)]
    if (!first || !last || !all.every((one) => one.op === 'value')) return []
    try {
      runLiterally(node)
      return []
    } catch (error) {
      return [{ ...fail(error), start: first.start, end: last.end }]
    }
  })
}
