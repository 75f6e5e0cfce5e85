import { JSON_BODY, isPlain, listOf, mapOf, ownPart, put } from './convert.ts'
import type { Typed } from './convert.ts'
import { gapAt } from './gaps.ts'
import type { Gap } from './gaps.ts'
import { isSchema, literalsOf, narrow } from './schema.ts'
import { furtherName } from './registry.ts'
import type { Registry } from './registry.ts'
import type { JsonSchema } from './schema.ts'

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
 * The CEL type of a JSON schema; objects are called `name`. Unions, references, tuples and open objects
 * are dyn.
 */
export function typeOf(registry: Registry, schema: JsonSchema, name: string): Typed {
  const marked = BY_MARK.get(schema['x-cel'])
  if (marked) return marked
  const narrowed = narrow(schema)
  if (!narrowed) return DYN
  if (narrowed !== schema) return once(registry, schema, name, () => typeOf(registry, narrowed, name))
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
  return { cel: `list<${item.cel}>`, convert, nulls: false, ...ofParts(item) }
}

function ofMap(registry: Registry, values: JsonSchema, name: string): Typed {
  const type = typeOf(registry, values, `${name}.value`)
  const convert = (value: unknown, gap?: Gap): unknown => {
    if (isPlain(value)) return mapOf(type, value, gap)
    return gap ? mapOf(type, {}, gap) : value
  }
  return { cel: `map<string, ${type.cel}>`, convert, nulls: false, ...ofParts(type) }
}

/** What lists and maps have in common: a type that is named in theirs, so it must be known whenever they are. */
const ofParts = (part: Typed): Pick<Typed, 'deep' | 'below' | 'register'> => ({
  deep: true,
  below: () => part,
  register: (whole) => part.register?.(whole),
})

/** One type for each schema and name: the shape of a probe's observation is met in many scopes. */
function once(registry: Registry, schema: JsonSchema, name: string, make: () => Typed): Typed {
  const byName = registry.types.get(schema) ?? new Map<string, Typed>()
  registry.types.set(schema, byName)
  const type = byName.get(name) ?? make()
  byName.set(name, type)
  return type
}

function ofObject(registry: Registry, schema: JsonSchema, name: string): Typed {
  const { properties, additionalProperties } = schema
  if (!isSchema(properties)) return ofMap(registry, isSchema(additionalProperties) ? additionalProperties : {}, name)
  if (additionalProperties) return DYN
  return once(registry, schema, name, () => newObject(registry, properties, name))
}

/**
 * An object type. At first it is but a name: a checklist declares thousands of them, most are never read, and to register one costs more
 * than to compile an expression. The library knows an object's type by its constructor, so each has a class of its own.
 */
function newObject(registry: Registry, properties: JsonSchema, name: string): Typed {
  const cel = furtherName(registry, name.replaceAll(/[^\w.]/g, '_'))
  let made: { parts: ReadonlyMap<string, Typed>; Instance: new () => object } | undefined
  const make = () => (made ??= { parts: partsOf(registry, properties, name), Instance: class {} })
  let registered: 'no' | 'itself' | 'whole' = 'no'
  const convert = (value: unknown, gap?: Gap): unknown => {
    if (!isPlain(value) && !gap) return value
    const { parts, Instance } = make()
    const source = isPlain(value) ? value : {}
    const out = new Instance()
    for (const [key, type] of parts) put(out, key, type, ownPart(source, key), gapAt(gap, key))
    return out
  }
  const register = (whole: boolean): void => {
    const before = registered
    if (before === 'whole' || (before === 'itself' && !whole)) return
    registered = whole ? 'whole' : 'itself'
    const { parts, Instance } = make()
    if (whole) for (const part of parts.values()) part.register?.(true)
    if (before === 'itself') return
    const fields = Object.fromEntries([...parts].map(([key, type]) => [key, type.cel]))
    registry.environment.registerType(cel, { ctor: Instance, fields })
    registry.fields.set(cel, fields)
  }
  return { cel, convert, deep: true, nulls: false, below: (key) => make().parts.get(String(key)), register }
}

function partsOf(registry: Registry, properties: JsonSchema, name: string): Map<string, Typed> {
  return new Map(
    Object.entries(properties).map(([key, below]) => [key, isSchema(below) ? typeOf(registry, below, `${name}.${key}`) : DYN] as const),
  )
}
