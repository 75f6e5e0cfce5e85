import type { Place, Problem } from '../core/problem.ts'
import { PROBLEMS } from '../core/problems.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from '../document/document.ts'
import type { ExpressionProblem } from '../expression/index.ts'

/** What a loader needs of its document, and where it puts what is wrong. */
export interface Desk {
  readonly document: SourceDocument
  report(problem: Problem): void
}

/** Reports a mistake at a path; `part` is what the caret stands under. */
export function complain(desk: Desk, path: Path, code: string, message: string, hint?: string, part: 'key' | 'value' = 'value'): void {
  desk.report({ code, level: 'error', message, place: desk.document.place(path, part), ...(hint !== undefined && { hint }) })
}

/** The places of those of these keys that are written. */
export function placesOf<K extends string>(
  { document }: Desk,
  path: Path,
  raw: Readonly<Partial<Record<K, unknown>>>,
  keys: readonly K[],
): { names?: { readonly [key in K]?: Place } } {
  const written = keys.filter((key) => raw[key] !== undefined)
  if (written.length === 0) return {}
  return { names: Object.fromEntries(written.map((key) => [key, document.place([...path, key])])) as { [key in K]?: Place } }
}

/** A mistake within an expression or a `${...}` as a problem of the document. */
export function placeExpression(document: SourceDocument, path: Path, problem: ExpressionProblem, kind?: 'expression'): Problem {
  const { message, start, end, hint } = problem
  const spelt = problem.code.replaceAll('_', '-')
  const code = Object.hasOwn(PROBLEMS, spelt) ? spelt : 'expression'
  const place = document.placeIn(path, start, end, kind)
  return { code, level: 'error', message, place, ...(hint !== undefined && { hint }) }
}
