import type { Path } from '../core/unread.ts'
import { compile, lettersCompared, lint } from '../expression/index.ts'
import type { ExpressionProblem, Program, Scope } from '../expression/index.ts'
import { complain, placeExpression } from './desk.ts'
import type { Desk } from './desk.ts'
import type { Expr } from './model.ts'

/** What an expression must be, beside well formed. */
export interface Wanted {
  readonly kind: 'bool' | 'any'
  /** Roots that are observed: an expression that reads none of them, or holds whatever they are, is a problem. */
  readonly observed?: readonly string[]
}

const compiled = new WeakMap<Scope, Map<string, Program | ExpressionProblem>>()
const linted = new WeakMap<Program, Map<string, readonly ExpressionProblem[]>>()

/** A text or a list of texts as compiled expressions; whatever is wrong is reported, and those that are right are given. */
export function loadExprs(desk: Desk, scope: Scope, path: Path, value: unknown, wanted: Wanted): Expr[] {
  const paths = Array.isArray(value) ? value.map((_, i) => [...path, i]) : [path]
  if (paths.length === 0) complain(desk, path, 'no-expectation', 'wants at least one expression; came an empty list')
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
  return paths.flatMap((one, i) => loadExpr(desk, scope, one, texts[i], wanted) ?? [])
}

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
