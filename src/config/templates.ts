import type { Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from '../document/document.ts'
import type { Scope } from '../expression/index.ts'
import type { TemplateTree } from '../looks/model.ts'
import { compileTree } from '../looks/tree.ts'
import type { Section } from './section.ts'

/** Where a value stands: below an environment, in a document in which `${env.NAME}` is filled in. */
export interface ValueAt {
  readonly section: Section
  readonly scope: Scope
  readonly document: SourceDocument
  readonly path: Path
}

/** Compiles the texts of plain data; mistakes are noted at their places and give undefined. */
export function compileData({ section, scope, document, path }: ValueAt, value: unknown): TemplateTree | undefined {
  const tree = compileTree(scope, document, [...section.path, ...path], value)
  if (!Array.isArray(tree)) return tree
  section.problems.push(...tree.map(withHint))
  return undefined
}

/** `env` is no name of expressions: its values are filled in before these are compiled. */
const withHint = (problem: Problem): Problem =>
  problem.code === 'unknown-variable' && /\benv\b/.test(problem.message)
    ? { ...problem, hint: 'write ${env.NAME} by itself, beside other ${...}' }
    : problem

/** Compiles one text with `before` put in front of it. */
export function compileAfter(before: string, at: ValueAt, text: string): TemplateTree | undefined {
  const back = (offset: number) => Math.max(0, offset - before.length)
  const placeIn: SourceDocument['placeIn'] = (path, start, end, kind) => at.document.placeIn(path, back(start), back(end), kind)
  return compileData({ ...at, document: { ...at.document, placeIn } }, before + text)
}
