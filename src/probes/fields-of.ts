import * as z from 'zod'

/** One row of a generated table. */
export interface Field {
  /** `tls.daysLeft`, `pods[].ready`, `headers.*`. */
  readonly path: string
  readonly type: string
  /** Of parameters: need not be given. Of observations: may be absent or unread. */
  readonly optional: boolean
  readonly description: string
  /** As JSON, when there is one. */
  readonly default?: string
}

interface Node {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: Node | boolean
  readonly items?: Node
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly default?: unknown
  readonly findings?: boolean
  readonly secret?: boolean
}

/** Every field of a schema, depth first, for docs and `readiness explain`. */
export function fieldsOf(schema: z.ZodType, io: 'input' | 'output'): Field[] {
  const fields = walk(z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Node, '')
  return fields.filter(({ path }, index) => fields.findIndex((one) => one.path === path) === index)
}

function walk(node: Node, path: string): Field[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    row(child, path === '' ? key : `${path}.${key}`, !(node.required ?? []).includes(key)),
  )
  const variants = (node.anyOf ?? node.oneOf ?? []).flatMap((one) => walk(one, path))
  const values = typeof node.additionalProperties === 'object' ? walk(node.additionalProperties, path === '' ? '*' : `${path}.*`) : []
  return [...own, ...variants, ...values, ...(node.items ? walk(node.items, `${path}[]`) : [])]
}

function row(node: Node, path: string, optional: boolean): Field[] {
  const field: Field = {
    path,
    type: typeOf(node),
    optional,
    description: node.description ?? '',
    ...(node.default === undefined ? {} : { default: JSON.stringify(node.default) }),
  }
  return [field, ...walk(node, path)]
}

const KINDS: Readonly<Record<string, string>> = {
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  string: 'text',
  object: 'object',
  null: 'null',
}

function typeOf(node: Node): string {
  if (node.secret) return 'text or secret'
  if (node.enum) return node.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (node.const !== undefined) return JSON.stringify(node.const)
  const variants = node.anyOf ?? node.oneOf
  if (variants && node.type === undefined) return [...new Set(variants.map(typeOf))].join(' | ')
  if (node.type === 'array') return `list of ${node.items ? inner(node.items) : 'anything'}${node.findings ? ' (faults found)' : ''}`
  if (node.type === 'object' && !node.properties)
    return `map of ${typeof node.additionalProperties === 'object' ? inner(node.additionalProperties) : 'anything'}`
  return typeof node.type === 'string'
    ? (KINDS[node.type] ?? 'anything')
    : (node.type?.map((one) => KINDS[one] ?? one).join(' | ') ?? 'anything')
}

/** A choice inside of a list or map stands in parentheses. */
function inner(node: Node): string {
  const type = typeOf(node)
  return type.includes(' | ') ? `(${type})` : type
}
