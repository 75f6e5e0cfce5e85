import * as z from 'zod'

/** One row of a generated table. */
export interface Field {
  /** `tls.daysLeft`, `pods[].ready`, `headers.*`. */
  readonly path: string
  readonly type: string
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
}

/** Every field of a schema, depth first, for docs and `readiness explain`. */
export function fieldsOf(schema: z.ZodType, io: 'input' | 'output'): Field[] {
  return walk(z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Node, '')
}

function walk(node: Node, path: string): Field[] {
  const variants = node.anyOf ?? node.oneOf
  if (!node.properties && variants?.some(({ properties }) => properties)) return variants.flatMap((one) => (one.properties ? walk(one, path) : []))
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => row(child, path === '' ? key : `${path}.${key}`, !(node.required ?? []).includes(key)))
  if (typeof node.additionalProperties === 'object' && node.additionalProperties.properties) return [...own, ...walk(node.additionalProperties, `${path}.*`)]
  return own
}

function row(node: Node, path: string, optional: boolean): Field[] {
  const field: Field = {
    path, type: typeOf(node), optional, description: node.description ?? '',
    ...(node.default === undefined ? {} : { default: JSON.stringify(node.default) }),
  }
  if (node.items?.properties) return [field, ...walk(node.items, `${path}[]`)]
  return [field, ...walk(node, path)]
}

function typeOf(node: Node): string {
  if (node.enum) return node.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (node.const !== undefined) return JSON.stringify(node.const)
  const variants = node.anyOf ?? node.oneOf
  if (variants && node.type === undefined) return [...new Set(variants.map(typeOf))].join(' | ')
  if (node.type === 'array') return `list of ${node.items ? typeOf(node.items) : 'anything'}${node.findings ? ' (faults found)' : ''}`
  if (node.type === 'object' && !node.properties) return `map of ${typeof node.additionalProperties === 'object' ? typeOf(node.additionalProperties) : 'anything'}`
  return { integer: 'int', number: 'double', boolean: 'bool', string: 'text', object: 'object' }[String(node.type)] ?? 'anything'
}
