import { complain } from '../looks/desk.ts'
import type { Desk } from '../looks/desk.ts'
import { loadExpr } from '../looks/exprs.ts'
import { createScopes, objectOf } from '../looks/scopes.ts'
import type { Roots } from '../looks/scopes.ts'
import { resultSchema } from '../expression/index.ts'
import type { Scope } from '../expression/index.ts'
import { outside } from './desk.ts'
import { sortByNeed } from './graph.ts'
import type { Fact } from './model.ts'

/** The facts in an order in which each reads only earlier ones, with the types by their names in the document. */
export interface LoadedFacts {
  readonly facts: readonly Fact[]
  readonly schemas: Roots
  /** Names, as the checklist has them, of those that rest on something observed. */
  readonly observed: ReadonlySet<string>
}

const READS = /\b(facts|looks)(?:\.([A-Za-z_]\w*)|\[\s*['"]([^'"]+)['"]\s*\])/g
const OBSERVED_ROOTS = ['looks', 'release']

/**
 * Compiles the facts, each against the types of those it reads. Their order follows from the text, through the `${}` of
 * looks too, since the types are needed before anything can be compiled.
 */
export function loadFacts(
  desk: Desk & { readonly prefix?: string },
  raw: Readonly<Record<string, unknown>>,
  looks: Readonly<Record<string, unknown>>,
  base: Scope,
): LoadedFacts {
  const { order, cycles } = sortByNeed(needsOf(raw, looks))
  const caught = new Set(cycles.flat())
  for (const cycle of cycles) {
    const path = (cycle[0] ?? '').split('.')
    complain(desk, path, 'cycle', `these need each other: ${cycle.join(' > ')}`, undefined, 'key')
  }
  const facts: Fact[] = []
  const schemas: Record<string, Roots[string]> = Object.fromEntries(Object.keys(raw).map((name) => [name, {}]))
  const observed = new Set<string>()
  const scopeAt = scopesByDepth(raw, base, schemas, desk.prefix)
  for (const node of order) {
    const [root, name = ''] = node.split('.')
    if (root !== 'facts' || caught.has(node)) continue
    const value = loadExpr(desk, scopeAt(name), ['facts', name], raw[name], { kind: 'any' })
    if (!value) continue
    const known = outside(desk, name)
    facts.push({ name: known, value })
    schemas[name] = resultSchema(value.program)
    if (
      value.program.reads.some(
        ([first, second]) => OBSERVED_ROOTS.includes(String(first)) || observed.has(first === 'facts' ? String(second) : ''),
      )
    )
      observed.add(known)
  }
  return { facts, schemas, observed }
}

/** One scope for all facts that read the same earlier facts' types; new whenever one of these has become known. */
function scopesByDepth(raw: Readonly<Record<string, unknown>>, base: Scope, schemas: Roots, prefix: string | undefined) {
  let scopes: ReturnType<typeof createScopes> | undefined
  let known = ''
  return (name: string) => {
    const reads = readsIn(raw[name]).some((node) => node.startsWith('facts.'))
    const now = reads ? JSON.stringify(schemas) : known
    if (!scopes || now !== known) {
      scopes = createScopes({ facts: objectOf(schemas) }, {}, prefix, base)
      known = now
    }
    return scopes.expression()
  }
}

function needsOf(raw: Readonly<Record<string, unknown>>, looks: Readonly<Record<string, unknown>>): Map<string, string[]> {
  const ofLooks = Object.entries(looks).map(([name, look]) => [`looks.${name}`, readsIn(look)] as const)
  const ofFacts = Object.entries(raw).map(([name, text]) => [`facts.${name}`, readsIn(text)] as const)
  return new Map([...ofFacts, ...ofLooks])
}

function readsIn(value: unknown): string[] {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '').replaceAll('\\"', '"')
  return [...text.matchAll(READS)].map(([, root, dotted, quoted]) => `${root}.${dotted ?? quoted}`)
}
