import type { Path } from '../core/unread.ts'
import { fromZod } from '../document/from-zod.ts'
import { compile, lettersCompared, lint } from '../expression/index.ts'
import type { ExpressionProblem, Program, Scope } from '../expression/index.ts'
import { complain, placeExpression } from './desk.ts'
import type { Desk } from './desk.ts'
import type { Expectation, Expr, Shown } from './model.ts'
import { isRecord } from './observation.ts'
import { ExpectationSchema } from './schema.ts'

/** What an expression must be, beside well formed. */
export interface Wanted {
  readonly kind: 'bool' | 'any'
  /** Roots that are observed: an expression that reads none of them, or holds whatever they are, is a problem. */
  readonly observed?: readonly string[]
}

const compiled = new WeakMap<Scope, Map<string, Program | ExpressionProblem>>()
const linted = new WeakMap<Program, Map<string, readonly ExpressionProblem[]>>()

/** An expectation or a list of them, compiled; whatever is wrong is reported, and those that are right are given. */
export function loadExpectations(desk: Desk, scope: Scope, path: Path, value: unknown, wanted: Wanted): Expectation[] {
  const paths = Array.isArray(value) ? value.map((_, i) => [...path, i]) : [path]
  if (paths.length === 0) complain(desk, path, 'no-expectation', 'wants at least one expression; came an empty list')
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return paths.flatMap((one, i) => loadExpectation(desk, scope, one, values[i], wanted) ?? [])
}

/** An expression alone, or with a message; YAML makes a map of an unquoted `{}` too, which is told as an expression. */
function loadExpectation(desk: Desk, scope: Scope, path: Path, value: unknown, wanted: Wanted): Expectation | undefined {
  if (!isRecord(value) || !LONG.some((key) => Object.hasOwn(value, key))) return loadExpr(desk, scope, path, value, wanted)
  const parsed = ExpectationSchema.safeParse(value)
  if (!parsed.success) {
    for (const problem of fromZod(desk.document, parsed.error, path, ExpectationSchema)) desk.report(problem)
    return undefined
  }
  const { expression, message, show } = parsed.data
  const expr = loadExpr(desk, scope, [...path, 'expression'], expression, wanted)
  const shown = Object.entries(show ?? {}).flatMap(([label, text]): Shown[] => {
    const of = loadExpr(desk, scope, [...path, 'show', label], text, { kind: 'any' })
    return of ? [{ ...of, label }] : []
  })
  return expr && { ...expr, message, ...(shown.length > 0 && { show: shown }) }
}

const LONG = Object.keys(ExpectationSchema.shape)

/** One text as a compiled expression, or nothing when that is reported. */
export function loadExpr(desk: Desk, scope: Scope, path: Path, value: unknown, wanted: Wanted): Expr | undefined {
  const trouble = desk.document.scalarTrouble(path)
  if (trouble) return void desk.report(trouble)
  const text = String(value)
  if (text.trim() === '') return void complain(desk, path, 'no-expectation', 'wants an expression; came an empty text')
  const program = compileOnce(scope, text, wanted.kind)
  const wrong = program.kind === 'problem' ? program : wanted.observed && lintOnce(program, wanted.observed)
  if (wrong) return void desk.report(placeExpression(desk.document, path, wrong, 'expression'))
  return program.kind === 'program' ? { program, place: desk.document.placeIn(path, 0, text.length, 'expression') } : undefined
}

function compileOnce(scope: Scope, text: string, kind: 'bool' | 'any'): Program | ExpressionProblem {
  const bySource = compiled.get(scope) ?? new Map<string, Program | ExpressionProblem>()
  compiled.set(scope, bySource)
  const key = `${kind} ${text}`
  const known = bySource.get(key) ?? compiledAnew(scope, text, kind)
  bySource.set(key, known)
  return known
}

function compiledAnew(scope: Scope, text: string, kind: 'bool' | 'any'): Program | ExpressionProblem {
  const program = compile(scope, text, kind)
  return program.kind === 'problem' ? program : (lettersCompared(program)[0] ?? program)
}

/** Without one of these an expression is as unknown as any part of it, so it need not be tried to know that it is not always true. */
const MAY_ABSORB = /\|\||[?!]|\b(?:in|has|all|exists|exists_one|filter|map|bind)\b/

/** `true_unseen` is left to those who know the company of an expression. */
function lintOnce(program: Program, observed: readonly string[]): ExpressionProblem | undefined {
  if (!MAY_ABSORB.test(program.source) && program.reads.some(([root]) => observed.includes(String(root)))) return undefined
  const byRoots = linted.get(program) ?? new Map<string, readonly ExpressionProblem[]>()
  linted.set(program, byRoots)
  const key = observed.join(' ')
  const known = byRoots.get(key) ?? lint(program, observed)
  byRoots.set(key, known)
  return known.find(({ code }) => code !== 'true_unseen')
}
