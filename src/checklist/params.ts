import { misfit } from '../core/param-type.ts'
import type { ParamType } from '../core/param-type.ts'
import type { Path } from '../core/unread.ts'
import { fromZod } from '../document/from-zod.ts'
import type { JsonSchema } from '../expression/index.ts'
import { complain } from '../looks/desk.ts'
import type { Desk } from '../looks/desk.ts'
import type { Param } from './model.ts'
import { ParamSchema } from './schema.ts'

const SCHEMAS: Readonly<Record<ParamType, JsonSchema>> = {
  string: { type: 'string' },
  int: { type: 'integer' },
  double: { type: 'number' },
  bool: { type: 'boolean' },
  list: { type: 'array', items: {} },
}

/** The declared parameters, their defaults checked against their types. */
export function loadParams(desk: Desk, raw: Readonly<Record<string, unknown>>): Param[] {
  return Object.entries(raw).flatMap(([name, value]) => loadParam(desk, name, value, ['params', name]) ?? [])
}

/** The JSON schema of a parameter's value; anything when its declaration is wrong. */
export function paramSchema(params: readonly Param[], name: string): JsonSchema {
  const param = params.find((one) => one.name === name)
  return param ? SCHEMAS[param.type] : {}
}

function loadParam(desk: Desk, name: string, value: unknown, path: Path): Param | undefined {
  const parsed = ParamSchema.safeParse(value)
  if (!parsed.success) {
    for (const problem of fromZod(desk.document, parsed.error, path, ParamSchema)) desk.report(problem)
    return undefined
  }
  const { type, description, default: preset } = parsed.data
  const words = preset === undefined ? undefined : misfit(type, preset)
  if (words !== undefined) complain(desk, [...path, 'default'], 'param-type', `the default must be ${words}, as its type says`)
  return { name, type, description, place: desk.document.place(path, 'key'), ...(preset !== undefined && { default: preset }) }
}
