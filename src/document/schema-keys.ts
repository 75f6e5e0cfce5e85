import type * as z from 'zod'
import type { Path } from '../core/unread.ts'

type Schema = z.core.$ZodType

/** The keys that a zod schema knows at a path, those of all members of a union; empty where any key may stand. */
export function keysAt(schema: Schema | undefined, path: Path): string[] {
  let here = schema ? plain(schema) : []
  for (const segment of path) here = here.flatMap((one) => below(one, segment)).flatMap(plain)
  return [...new Set(here.flatMap(keysOf))]
}

/** Looks through optional, default, pipe, lazy and union to the schemas that say something about the data. */
function plain(schema: Schema): Schema[] {
  const def = (schema as z.core.$ZodTypes)._zod.def
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return plain(def.innerType)
    case 'pipe':
      return plain(def.in)
    case 'lazy':
      return plain(def.getter())
    case 'union':
      return def.options.flatMap(plain)
    case 'intersection':
      return [...plain(def.left), ...plain(def.right)]
    default:
      return [schema]
  }
}

function below(schema: Schema, segment: string | number): Schema[] {
  const def = (schema as z.core.$ZodTypes)._zod.def
  if (def.type === 'array') return [def.element]
  if (def.type === 'record') return [def.valueType]
  if (def.type !== 'object') return []
  const field = Object.hasOwn(def.shape, segment) ? def.shape[segment] : def.catchall
  return field ? [field] : []
}

function keysOf(schema: Schema): string[] {
  const def = (schema as z.core.$ZodTypes)._zod.def
  if (def.type === 'object') return Object.keys(def.shape)
  if (def.type !== 'record') return []
  const key = (def.keyType as z.core.$ZodTypes)._zod.def
  return key.type === 'enum' ? Object.values(key.entries).map(String) : []
}
