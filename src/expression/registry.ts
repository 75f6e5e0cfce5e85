import type { Environment } from '@marcbachmann/cel-js'
import { WHOLE, nameOfCopy } from './ast.ts'
import { newEnvironment } from './base.ts'
import type { Typed } from './convert.ts'
import type { JsonSchema } from './schema.ts'

/**
 * Where the types and variables of scopes are registered. Scopes that disagree about a name share one all the same: the second meaning
 * of a name gets a further name, and each scope knows its own.
 */
export interface Registry {
  readonly environment: Environment
  /** The fields of each registered type, by its name there (for suggestions). */
  readonly fields: Map<string, Readonly<Record<string, string>>>
  /** The types that were made of a schema, by the names that they were made for. */
  readonly types: WeakMap<JsonSchema, Map<string, Typed>>
  /** The variables' names there, by the name and type that they have for the author. */
  readonly variables: Map<string, string>
  /** How many types or variables are called so. */
  readonly copies: Map<string, number>
}

/** One with our functions and nothing else. */
export function newRegistry(): Registry {
  const environment = newEnvironment()
  environment.registerVariable(WHOLE, 'dyn')
  return { environment, fields: new Map(), types: new WeakMap(), variables: new Map(), copies: new Map() }
}

/** The name itself when it is the first of its kind, else a further one. */
export function furtherName({ copies }: Registry, name: string): string {
  const copy = (copies.get(name) ?? 0) + 1
  copies.set(name, copy)
  return nameOfCopy(name, copy)
}
