import * as z from 'zod'

/** The part of a JSON schema that the contract looks at. */
export interface Node {
  readonly description?: string
  readonly type?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: Node | boolean
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly allOf?: readonly Node[]
  readonly secret?: boolean
}

/** What authors write. A field for a secret says so itself; the class beside its text has no JSON form. */
export const inputOf = (schema: z.ZodType): Node => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node

/** What expressions read: all of it must have a JSON form. */
export const outputOf = (schema: z.ZodType): Node => z.toJSONSchema(schema, { io: 'output' }) as Node

export interface Property {
  /** `tls.daysLeft`, `pods[].ready`, `headers.*`. */
  readonly path: string
  readonly name: string
  readonly node: Node
}

/** Every declared property at every level. */
export function propertiesOf(node: Node, path = ''): Property[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const here = path === '' ? name : `${path}.${name}`
    return [{ path: here, name, node: child }, ...propertiesOf(child, here)]
  })
  return [...own, ...beside(node, path).flatMap(([where, child]) => propertiesOf(child, where))]
}

function beside(node: Node, path: string): (readonly [string, Node])[] {
  const variants = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].map((one) => [path, one] as const)
  const items = node.items ? [[`${path}[]`, node.items] as const] : []
  const rest = typeof node.additionalProperties === 'object' ? [[`${path}.*`, node.additionalProperties] as const] : []
  return [...variants, ...items, ...rest]
}

/** Values of a schema's shape around one value at each place that says `secret: true`; required texts beside it are a word. */
export function secretPlaces(node: Node, secret: unknown): unknown[] {
  if (node.secret) return [secret]
  const words = Object.fromEntries(
    (node.required ?? []).filter((name) => node.properties?.[name]?.type === 'string').map((name) => [name, 'word']),
  )
  const named = Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    secretPlaces(child, secret).map((value) => ({ ...words, [name]: value })),
  )
  const others = beside(node, '').flatMap(([where, child]) => secretPlaces(child, secret).map((value) => inside(where, value)))
  return [...named, ...others]
}

function inside(where: string, value: unknown): unknown {
  if (where.endsWith('[]')) return [value]
  return where.endsWith('.*') ? { name: value } : value
}

/** Two plain values laid over each other; maps are joined, lists item by item, of all else the second counts. */
export function laidOver(below: unknown, above: unknown): unknown {
  if (Array.isArray(below) && Array.isArray(above))
    return above.map((item: unknown, at) => (at < below.length ? laidOver(below[at], item) : item))
  if (!isMap(below) || !isMap(above)) return above
  const names = new Set([...Object.keys(below), ...Object.keys(above)])
  return Object.fromEntries([...names].map((name) => [name, name in above ? laidOver(below[name], above[name]) : below[name]]))
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value))
