import { MARK, WHOLE } from './ast.ts'
import { newEnvironment } from './base.ts'
import type { Typed } from './convert.ts'
import type { JsonSchema } from './schema.ts'
import { typeOf } from './types.ts'
import type { Registry } from './types.ts'

/** The names that expressions of one place may use, with their types. One scope serves any number of expressions. */
export interface Scope {
  readonly variables: Readonly<Record<string, JsonSchema>>
  /** Of this folder alone. */
  readonly registry: Registry
  readonly types: ReadonlyMap<string, Typed>
  /** Of a pack: what stands before the names of its looks and facts outside of it. */
  readonly prefix?: string
}

/**
 * Declares variables by the JSON schemas of their values, of a pack with its prefix. What many scopes have in common is declared once, in
 * the scope that they are given as `base`: the observations of all looks of a long checklist take a third of a second.
 */
export function createScope(variables: Record<string, JsonSchema>, prefix?: string, base?: Scope): Scope {
  const registry: Registry = base
    ? { environment: base.registry.environment.clone(), fields: new Map(base.registry.fields) }
    : { environment: newEnvironment(), fields: new Map() }
  const types = new Map<string, Typed>(base?.types)
  for (const [name, schema] of Object.entries(variables)) {
    const type = typeOf(registry, schema, `object.${name}`)
    registry.environment.registerVariable(MARK + name, type.cel)
    types.set(name, type)
  }
  if (!base) registry.environment.registerVariable(WHOLE, 'dyn')
  return { variables: { ...base?.variables, ...variables }, registry, types, ...(prefix === undefined ? {} : { prefix }) }
}

/** CEL's own words, the ones it keeps for later, and our roots: none of them can be a field at the top of an observation. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'in',
  'true',
  'false',
  'null',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
  '__proto__',
  'prototype',
  'looks',
  'facts',
  'params',
  'saved',
  'environment',
  'release',
  'run',
  'steps',
  'now',
  'secrets',
  'env',
  'self',
  'each',
])
