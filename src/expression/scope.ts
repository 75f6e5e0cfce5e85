import type { Path } from '../core/unread.ts'
import { MARK } from './ast.ts'
import type { Typed } from './convert.ts'
import { furtherName, newRegistry } from './registry.ts'
import type { Registry } from './registry.ts'
import type { JsonSchema } from './schema.ts'
import { typeOf } from './types.ts'

/** The names that expressions of one place may use, with their types. One scope serves any number of expressions. */
export interface Scope {
  readonly variables: Readonly<Record<string, JsonSchema>>
  /** Of this folder alone. */
  readonly registry: Registry
  readonly declared: ReadonlyMap<string, Declared>
  /** Of a pack: what stands before the names of its looks and facts outside of it. */
  readonly prefix?: string
}

/** A variable of a scope: its name in the registry, and its type. */
export interface Declared {
  readonly variable: string
  readonly type: Typed
}

/**
 * Declares variables by the JSON schemas of their values, of a pack with its prefix. With a `base` they stand beside its variables and
 * share its registry, so that a type which many scopes have in common is made once: a registry of its own costs more than all else of a scope.
 */
export function createScope(variables: Record<string, JsonSchema>, prefix?: string, base?: Scope): Scope {
  const registry = base?.registry ?? newRegistry()
  const declared = new Map(base?.declared)
  for (const [name, schema] of Object.entries(variables)) declared.set(name, declare(registry, name, schema))
  return { variables: { ...base?.variables, ...variables }, registry, declared, ...(prefix === undefined ? {} : { prefix }) }
}

/**
 * Makes the environment know what an expression reads: types on the way to it by their own fields, and all that is below it, since
 * whatever the expression does there leaves no path.
 */
export function use({ declared, registry }: Scope, [name, ...path]: Path): void {
  const { variable, type } = declared.get(String(name)) ?? {}
  if (variable === undefined || !type) return
  let here = type
  for (const key of path) {
    const below = here.below?.(key)
    if (!below) break
    here.register?.(false)
    here = below
  }
  here.register?.(true)
  if (!registry.environment.hasVariable(variable)) registry.environment.registerVariable(variable, type.cel)
}

/** A variable of this name and schema; the environment knows it once it is used. */
function declare(registry: Registry, name: string, schema: JsonSchema): Declared {
  const type = typeOf(registry, schema, `object.${name}`)
  const key = `${name} ${type.cel}`
  const variable = registry.variables.get(key) ?? furtherName(registry, MARK + name)
  registry.variables.set(key, variable)
  return { variable, type }
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
