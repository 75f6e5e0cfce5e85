import type { Path } from '../core/unread.ts'
import { fromZod } from '../document/from-zod.ts'
import type { JsonSchema } from '../expression/index.ts'
import { complain } from '../looks/desk.ts'
import type { Desk } from '../looks/desk.ts'
import type { Param, ParamType } from './model.ts'
import { ParamSchema } from './schema.ts'

interface Kind {
  readonly schema: JsonSchema
  readonly words: string
  readonly fits: (value: unknown) => boolean
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

const KINDS: Readonly<Record<ParamType, Kind>> = {
  string: { schema: { type: 'string' }, words: 'text', fits: (value) => typeof value === 'string' },
  int: { schema: { type: 'integer' }, words: 'a whole number', fits: Number.isSafeInteger },
  double: { schema: { type: 'number' }, words: 'a number', fits: (value) => typeof value === 'number' },
  bool: { schema: { type: 'boolean' }, words: 'true or false', fits: (value) => typeof value === 'boolean' },
  list: { schema: { type: 'array', items: {} }, words: 'a list of texts, numbers or truth values', fits: (value) => Array.isArray(value) && value.every(isPlain) },
}

/** The declared parameters, their defaults checked against their types. */
export function loadParams(desk: Desk, raw: Readonly<Record<string, unknown>>): Param[] {
  return Object.entries(raw).flatMap(([name, value]) => loadParam(desk, name, value, ['params', name]) ?? [])
}

/** The JSON schema of a parameter's value; anything when its declaration is wrong. */
export function paramSchema(params: readonly Param[], name: string): JsonSchema {
  const param = params.find((one) => one.name === name)
  return param ? KINDS[param.type].schema : {}
}

function loadParam(desk: Desk, name: string, value: unknown, path: Path): Param | undefined {
  const parsed = ParamSchema.safeParse(value)
  if (!parsed.success) {
    for (const problem of fromZod(desk.document, parsed.error, path, ParamSchema)) desk.report(problem)
    return undefined
  }
  const { type, description, default: preset } = parsed.data
  const { fits, words } = KINDS[type]
  if (preset !== undefined && !fits(preset)) complain(desk, [...path, 'default'], 'param-type', `the default must be ${words}, as its type says`)
  return { name, type, description, place: desk.document.place(path, 'key'), ...(preset !== undefined && { default: preset }) }
}
