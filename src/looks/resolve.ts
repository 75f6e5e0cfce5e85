import type { UnknownReason } from '../core/unread.ts'
import { renderTemplate } from '../expression/index.ts'
import type { Context, Template } from '../expression/index.ts'
import type { TemplateTree } from './model.ts'

export type Resolved =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: UnknownReason; readonly detail: string }

/**
 * The data of a tree with every `${...}` filled in, or why the first that has no value has none. Secrets stay `Secret`,
 * also inside a text; a timestamp becomes ISO 8601 text. The detail names expressions, never values.
 */
export function resolveTree(tree: TemplateTree, context: Context): Resolved {
  switch (tree.kind) {
    case 'literal':
      return { ok: true, value: tree.value }
    case 'template':
      return fill(tree.template, context)
    case 'list':
      return resolveAll(
        tree.items.map((item, index) => [String(index), item] as const),
        context,
        (found) => found.map(([, value]) => value),
      )
    case 'map':
      return resolveAll(tree.entries, context, (found) => Object.fromEntries(found))
  }
}

/** The names of the secrets that a tree needs; all of the declared ones when only the run knows which. */
export function secretNamesIn(tree: TemplateTree, declared: Iterable<string>): Set<string> {
  const names = new Set<string>()
  for (const [root, name] of templatesOf(tree).flatMap(({ programs }) => programs.flatMap(({ reads }) => reads))) {
    if (root !== 'secrets') continue
    const known = typeof name === 'string' && name !== ANY_KEY
    for (const one of known ? [name] : declared) names.add(one)
  }
  return names
}

/** What a program reads when the key is only known when it runs. */
const ANY_KEY = '[]'

function templatesOf(tree: TemplateTree): Template[] {
  switch (tree.kind) {
    case 'literal':
      return []
    case 'template':
      return [tree.template]
    case 'list':
      return tree.items.flatMap(templatesOf)
    case 'map':
      return tree.entries.flatMap(([, item]) => templatesOf(item))
  }
}

function resolveAll(
  parts: readonly (readonly [string, TemplateTree])[],
  context: Context,
  join: (found: [string, unknown][]) => unknown,
): Resolved {
  const found: [string, unknown][] = []
  for (const [name, part] of parts) {
    const resolved = resolveTree(part, context)
    if (!resolved.ok) return resolved
    found.push([name, resolved.value])
  }
  return { ok: true, value: join(found) }
}

function fill(template: Template, context: Context): Resolved {
  const rendering = renderTemplate(template, context)
  if (rendering.kind === 'value')
    return { ok: true, value: rendering.value instanceof Date ? rendering.value.toISOString() : rendering.value }
  const shown = template.programs.map(({ source }) => `\${${source}}`).join(', ')
  if (rendering.kind === 'unread') return { ok: false, reason: rendering.reason, detail: rendering.why }
  if (rendering.kind === 'absent') return { ok: false, reason: absence(template), detail: `${shown} has no value: ${rendering.why}` }
  return {
    ok: false,
    reason: rendering.kind === 'internal' ? 'internal' : 'malformed',
    detail: `${shown} has no usable value: ${rendering.why}`,
  }
}

/** What the author or the operator did not give is missing configuration; what an answer lacks is its form. */
const absence = (template: Template): UnknownReason =>
  template.programs.some(({ reads }) => reads.some(([root]) => root === 'secrets' || root === 'params')) ? 'unconfigured' : 'malformed'
