import { Secret } from '../redaction/secret.ts'
import type { Path } from '../core/unread.ts'

/** What `z.toJSONSchema(schema, { io: 'output' })` gives; `{}` is anything. */
export type JsonSchema = Record<string, unknown>

/** In a path that was read: any element of a list, or a key that is only known when it runs. */
export const EACH = '[]'

/** The schema without `null`, which in a declared field means absent; `undefined` where several kinds remain. */
export function narrow(schema: JsonSchema): JsonSchema | undefined {
  const union = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(union)) return narrowUnion(schema, union.filter(isSchema))
  const type = schema['type']
  if (!Array.isArray(type)) return schema
  const rest = type.filter((one) => one !== 'null')
  return rest.length === 1 ? { ...schema, type: rest[0] } : undefined
}

/** The values that a schema allows, when it lists them. */
export function literalsOf(schema: JsonSchema): readonly unknown[] | undefined {
  if (schema['const'] !== undefined) return [schema['const']]
  const values = schema['enum']
  return Array.isArray(values) ? values.filter((value) => value !== null) : undefined
}

/** The schema at a path below declared variables; `undefined` where the declaration ends. */
export function schemaAt(variables: Readonly<Record<string, JsonSchema>>, path: Path): JsonSchema | undefined {
  const [root, ...rest] = path
  let schema = typeof root === 'string' && Object.hasOwn(variables, root) ? variables[root] : undefined
  schema &&= narrow(schema)
  for (const key of rest) {
    const below = schema && part(schema, key)
    schema = isSchema(below) ? narrow(below) : undefined
  }
  return schema
}

/** The emptiest observation of a schema, with `number` for every number: an expectation that holds for it only denies. */
export function blank(schema: JsonSchema, number = 0): unknown {
  if (schema['x-cel'] === 'timestamp') return new Date(0)
  if (schema['x-cel'] === 'secret') return new Secret('', 'blank')
  if (schema['const'] !== undefined) return schema['const']
  if (schema['enum']) return ''
  const narrowed = narrow(schema)
  if (narrowed !== undefined && narrowed !== schema) return blank(narrowed, number)
  const union = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(union) && isSchema(union[0])) return blank(union[0], number)
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type']
  if (type === 'object') return blankObject(schema, number)
  const empty = new Map<unknown, unknown>([
    ['string', ''],
    ['integer', number],
    ['number', number],
    ['boolean', false],
    ['array', []],
  ])
  return empty.has(type) ? empty.get(type) : {}
}

/** Is it an object that can be a schema. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function narrowUnion(schema: JsonSchema, members: readonly JsonSchema[]): JsonSchema | undefined {
  const rest = members.filter((member) => member['type'] !== 'null')
  const [only] = rest
  if (rest.length === 1 && only) return narrow({ ...only, ...(schema['findings'] === true && { findings: true }) })
  const allowed = rest.map(literalsOf)
  if (rest.length === 0 || allowed.includes(undefined)) return undefined
  const values = allowed.flatMap((list) => list ?? [])
  return new Set(values.map((value) => typeof value)).size === 1 ? { enum: values } : undefined
}

function part(schema: JsonSchema, key: string | number): unknown {
  const { properties, items, additionalProperties } = schema
  if (typeof key === 'number' || key === EACH) return items ?? additionalProperties
  if (isSchema(properties) && Object.hasOwn(properties, key)) return properties[key]
  return additionalProperties
}

function blankObject(schema: JsonSchema, number: number): unknown {
  const { properties, required } = schema
  if (!isSchema(properties)) return {}
  const keys = Array.isArray(required) ? required : []
  const entries = Object.entries(properties).filter(([key]) => keys.includes(key))
  return Object.fromEntries(entries.map(([key, below]) => [key, isSchema(below) ? blank(below, number) : {}]))
}
