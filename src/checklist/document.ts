import type { Problem } from '../core/problem.ts'
import type { SourceDocument } from '../document/document.ts'
import { fromZod } from '../document/from-zod.ts'
import { createScope } from '../expression/index.ts'
import type { JsonSchema } from '../expression/index.ts'
import { loadLook } from '../looks/load-look.ts'
import { observationOf, savedBy } from '../looks/observation.ts'
import { LookSchema } from '../looks/schema.ts'
import { createScopes, objectOf } from '../looks/scopes.ts'
import type { Roots } from '../looks/scopes.ts'
import type { Shelf } from '../looks/shelf.ts'
import { outside } from './desk.ts'
import type { ChecklistDesk, NamedLook } from './desk.ts'
import { loadFacts } from './facts.ts'
import type { Param } from './model.ts'
import { loadParams, paramSchema } from './params.ts'

/** What a checklist and a pack have in common: names that the expressions of their items may use. */
export interface RawNames {
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly looks?: Readonly<Record<string, unknown>> | undefined
  readonly facts?: Readonly<Record<string, unknown>> | undefined
}

/** Everything of a desk that one document does not decide for itself. */
export type Shared = Omit<ChecklistDesk, 'named' | 'scopes' | 'observedFacts' | 'roots'>

/** Declares and compiles the names of a document, and gives the desk at which its items are loaded. */
export function openDesk(
  shared: Shared,
  raw: RawNames,
  names: { secrets?: readonly string[]; env?: readonly string[] },
): { desk: ChecklistDesk; params: Param[] } {
  const params = loadParams(shared, raw.params ?? {})
  const named = loadNamed(shared.document, raw.looks ?? {}, shared.shelf, shared.report)
  const roots = rootsOf(raw, params, named)
  const base = createScope({ ...roots }, shared.prefix)
  const { facts, schemas, observed } = loadFacts(shared, raw.facts ?? {}, raw.looks ?? {}, base)
  shared.facts.push(...facts)
  const scopes = createScopes({ facts: objectOf(schemas, Object.keys(schemas)) }, names, shared.prefix, base)
  const desk: ChecklistDesk = { ...shared, scopes, named, observedFacts: observed, roots }
  for (const [name, { raw: keys }] of named) {
    const look = keys && loadLook(desk, { id: outside(desk, name), named: true, path: ['looks', name] }, keys)
    if (look) desk.looks.set(look.id, look)
  }
  return { desk, params }
}

function loadNamed(
  document: SourceDocument,
  raw: Readonly<Record<string, unknown>>,
  shelf: Shelf,
  report: (problem: Problem) => void,
): Map<string, NamedLook> {
  return new Map(
    Object.entries(raw).map(([name, value]) => {
      const parsed = LookSchema.safeParse(value)
      if (!parsed.success) fromZod(document, parsed.error, ['looks', name], LookSchema).forEach(report)
      const shape = { observation: observationOf(value, shelf), saved: savedBy(value) }
      return [name, parsed.success ? { ...shape, raw: parsed.data } : shape]
    }),
  )
}

function rootsOf(raw: RawNames, params: readonly Param[], named: ReadonlyMap<string, NamedLook>): Roots {
  const text: JsonSchema = { type: 'string' }
  const time: JsonSchema = { 'x-cel': 'timestamp' }
  const looks = Object.fromEntries([...named].map(([name, { observation }]) => [name, observation]))
  const values = Object.fromEntries(Object.keys(raw.params ?? {}).map((name) => [name, paramSchema(params, name)]))
  return {
    looks: objectOf(looks, Object.keys(looks)),
    params: objectOf(values, Object.keys(values)),
    environment: objectOf({ name: text }, ['name']),
    release: objectOf({ expected: text, running: text }),
    run: objectOf({ id: text, startedAt: time }, ['id', 'startedAt']),
    now: time,
  }
}
