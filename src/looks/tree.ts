import type { Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from '../document/document.ts'
import { compileTemplate } from '../expression/index.ts'
import type { ExpressionProblem, Scope, Template } from '../expression/index.ts'
import { placeExpression } from './desk.ts'
import type { TemplateTree } from './model.ts'

const compiled = new WeakMap<Scope, Map<string, Template | ExpressionProblem>>()

/** Compiles every `${...}` in YAML data; parts without one stay as they are. Keys are never templates. */
export function compileTree(scope: Scope, document: SourceDocument, path: Path, value: unknown): TemplateTree | Problem[] {
  const problems: Problem[] = []
  const tree = treeOf(value, path)
  return problems.length > 0 ? problems : tree

  function treeOf(part: unknown, at: Path): TemplateTree {
    if (typeof part === 'string') return part.includes('${') ? templateOf(part, at) : { kind: 'literal', value: part }
    if (typeof part !== 'object' || part === null) return { kind: 'literal', value: part }
    if (Array.isArray(part)) {
      const items = part.map((item, i) => treeOf(item, [...at, i]))
      return items.every(isLiteral) ? { kind: 'literal', value: items.map(({ value: plain }) => plain) } : { kind: 'list', items }
    }
    const entries = Object.entries(part).map(([key, item]) => [keyOf(key, at), treeOf(item, [...at, key])] as const)
    if (!entries.every(([, item]) => isLiteral(item))) return { kind: 'map', entries }
    return { kind: 'literal', value: Object.fromEntries(entries.map(([key, item]) => [key, isLiteral(item) ? item.value : undefined])) }
  }

  function templateOf(text: string, at: Path): TemplateTree {
    const template = compileOnce(scope, text)
    if (template.kind === 'template') {
      if (template.literal) return { kind: 'literal', value: template.parts.join('') }
      return { kind: 'template', template, place: document.placeIn(at, 0, text.length) }
    }
    problems.push(placeExpression(document, at, template))
    return { kind: 'literal', value: text }
  }

  function keyOf(key: string, at: Path): string {
    if (key.includes('${'))
      problems.push({
        code: 'template-key',
        level: 'error',
        message: 'a key cannot hold ${...}',
        place: document.place([...at, key], 'key'),
        hint: 'only values can',
      })
    return key
  }
}

function isLiteral(tree: TemplateTree): tree is Extract<TemplateTree, { kind: 'literal' }> {
  return tree.kind === 'literal'
}

function compileOnce(scope: Scope, text: string): Template | ExpressionProblem {
  const bySource = compiled.get(scope) ?? new Map<string, Template | ExpressionProblem>()
  compiled.set(scope, bySource)
  const known = bySource.get(text) ?? compileTemplate(scope, text)
  bySource.set(text, known)
  return known
}
