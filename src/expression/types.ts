import type { Environment } from '@marcbachmann/cel-js'
import { JSON_BODY, isPlain, listOf, mapOf, ownPart, put } from './convert.ts'
import type { Typed } from './convert.ts'
import { gapAt } from './gaps.ts'
import type { Gap } from './gaps.ts'
import { isSchema, literalsOf, narrow } from './schema.ts'
import type { JsonSchema } from './schema.ts'

/** Where types are registered: the environment, and what fields each registered name has (for suggestions). */
export interface Registry {
  readonly environment: Environment
  readonly fields: Map<string, Readonly<Record<string, string>>>
}

const scalar = (cel: string, convert: (value: unknown) => unknown = (value) => value): Typed => ({
  cel,
  convert,
  deep: false,
  nulls: false,
})

const STRING = scalar('string')
const BOOL = scalar('bool')
const DOUBLE = scalar('double')
const INT = scalar('int', (value) => (Number.isSafeInteger(value) ? BigInt(value as number) : value))
const TIMESTAMP = scalar('google.protobuf.Timestamp', (value) => (typeof value === 'string' ? new Date(value) : value))
const SECRET = scalar('Secret')
const DYN: Typed = { ...JSON_BODY, nulls: false }

const BY_MARK = new Map<unknown, Typed>([
  ['timestamp', TIMESTAMP],
  ['secret', SECRET],
])
const BY_TYPE = new Map<unknown, Typed>([
  ['string', STRING],
  ['boolean', BOOL],
  ['number', DOUBLE],
  ['integer', INT],
])
const SHAPING = ['type', 'anyOf', 'oneOf', 'allOf', '$ref']

/**
 * The CEL type of a JSON schema; object schemas are registered under `name`. Unions, references, tuples and open objects
 * are dyn.
 */
export function typeOf(registry: Registry, schema: JsonSchema, name: string): Typed {
  const marked = BY_MARK.get(schema['x-cel'])
  if (marked) return marked
  const narrowed = narrow(schema)
  if (!narrowed) return DYN
  if (narrowed !== schema) return typeOf(registry, narrowed, name)
  const literals = literalsOf(schema)
  if (literals?.length) return ofLiterals(literals)
  if (schema['type'] === 'array') return ofArray(registry, schema, name)
  if (schema['type'] === 'object') return ofObject(registry, schema, name)
  return BY_TYPE.get(schema['type']) ?? (SHAPING.some((key) => key in schema) ? DYN : JSON_BODY)
}

/** The schema of a result whose CEL type is known by name; what has no schema of its own is `{}`. */
export function schemaOfType(cel: string): JsonSchema {
  const list = /^list<(.+)>$/.exec(cel)
  if (list?.[1]) return { type: 'array', items: schemaOfType(list[1]) }
  return { ...OF_TYPE[cel] }
}

const OF_TYPE: Readonly<Record<string, JsonSchema>> = {
  bool: { type: 'boolean' },
  int: { type: 'integer' },
  double: { type: 'number' },
  string: { type: 'string' },
  list: { type: 'array', items: {} },
  'google.protobuf.Timestamp': { 'x-cel': 'timestamp' },
  Secret: { 'x-cel': 'secret' },
}

function ofLiterals(literals: readonly unknown[]): Typed {
  const [kind, ...others] = new Set(literals.map((value) => typeof value))
  if (others.length > 0) return DYN
  if (kind === 'number') return literals.every(Number.isSafeInteger) ? INT : DOUBLE
  return BY_TYPE.get(kind) ?? DYN
}

function ofArray(registry: Registry, schema: JsonSchema, name: string): Typed {
  const { items, prefixItems } = schema
  const item = isSchema(items) && !prefixItems ? typeOf(registry, items, `${name}.item`) : JSON_BODY
  const convert = (value: unknown, gap?: Gap): unknown => {
    if (Array.isArray(value)) return listOf(item, value, gap)
    return gap ? listOf(item, [], gap) : value
  }
  return { cel: `list<${item.cel}>`, convert, deep: true, nulls: false }
}

function ofObject(registry: Registry, schema: JsonSchema, name: string): Typed {
  const { properties, additionalProperties } = schema
  if (!isSchema(properties)) return ofMap(registry, isSchema(additionalProperties) ? additionalProperties : {}, name)
  if (additionalProperties) return DYN
  const parts = Object.entries(properties).map(
    ([key, below]) => [key, isSchema(below) ? typeOf(registry, below, `${name}.${key}`) : DYN] as const,
  )
  const { Instance, cel } = register(registry, name, Object.fromEntries(parts.map(([key, type]) => [key, type.cel])))
  const convert = (value: unknown, gap?: Gap): unknown => {
    if (!isPlain(value) && !gap) return value
    const source = isPlain(value) ? value : {}
    const out = new Instance()
    for (const [key, type] of parts) put(out, key, type, ownPart(source, key), gapAt(gap, key))
    return out
  }
  return { cel, convert, deep: true, nulls: false }
}

function ofMap(registry: Registry, values: JsonSchema, name: string): Typed {
  const type = typeOf(registry, values, `${name}.value`)
  const convert = (value: unknown, gap?: Gap): unknown => {
    if (isPlain(value)) return mapOf(type, value, gap)
    return gap ? mapOf(type, {}, gap) : value
  }
  return { cel: `map<string, ${type.cel}>`, convert, deep: true, nulls: false }
}

/** The library knows an object's type by its constructor, so each registered name gets a class of its own. */
function register(registry: Registry, name: string, fields: Record<string, string>): { Instance: new () => object; cel: string } {
  const stem = name.replaceAll(/[^\w.]/g, '_')
  let cel = stem
  for (let copy = 2; registry.fields.has(cel); copy++) cel = `${stem}_${copy}`
  const Instance = class {}
  registry.environment.registerType(cel, { ctor: Instance, fields })
  registry.fields.set(cel, fields)
  return { Instance, cel }
}
