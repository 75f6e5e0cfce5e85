import { blank, resultOf } from '../expression/index.ts'
import type { JsonSchema, Program } from '../expression/index.ts'
import { fieldsOf, objectOf } from '../looks/scopes.ts'
import type { Roots } from '../looks/scopes.ts'
import { outside } from './desk.ts'
import type { ChecklistDesk } from './desk.ts'
import type { Item } from './model.ts'

/**
 * Warns of items whose expectations all hold for an observation that shows nothing: an error page with an empty body
 * would pass them. With `eventually` it is an error: the first such answer of a target that is still starting would end
 * the waiting with a pass. There a number alone that happens to be 0 (`exitCode == 0`) is something shown. Facts are left
 * out, so an item that leans on one is not judged here.
 */
export function warnOnlyDenies(desk: ChecklistDesk, items: Iterable<Item>, observationOf: (item: Item) => JsonSchema | undefined): void {
  const zeros = heldBy(blankContexts(desk, 0))
  const ones = heldBy(blankContexts(desk, 1))
  for (const item of items) {
    const exprs = [...item.enough, ...item.expect]
    if (item.expect.length === 0) continue
    const shape = observationOf(item)
    if (!exprs.every(({ program }) => zeros(program, shape))) continue
    const endsAtOnce = item.eventuallyMs !== undefined && exprs.every(({ program }) => ones(program, shape))
    desk.report({
      ...(endsAtOnce ? WAITS_FOR_NOTHING : DENIES),
      ...(item.expect[0] && { place: item.expect[0].place }),
      hint: 'show something beside them, for example status == 200',
    })
  }
}

type BlankOf = (observation: JsonSchema | undefined) => Record<string, unknown>

/** Whether a program holds for the blank observation; programs of one text are one, so each is tried once. */
function heldBy(blankOf: BlankOf): (program: Program, shape: JsonSchema | undefined) => boolean {
  const held = new WeakMap<Program, boolean>()
  return (program, shape) => {
    const known = held.get(program) ?? holds(program, blankOf(shape))
    held.set(program, known)
    return known
  }
}

const DENIES = { code: 'only-denies', level: 'warning', message: 'all expectations of this item hold also when nothing was seen' } as const
const WAITS_FOR_NOTHING = {
  code: 'eventually-denies',
  level: 'error',
  message: 'eventually would end at the first answer, since all expectations of this item hold also when nothing was seen',
} as const

function holds(program: Program, values: Record<string, unknown>): boolean {
  const { result, empty } = resultOf(program, { values })
  return result.kind === 'true' && empty.length === 0
}

const NOTHING: JsonSchema = {}

/** One context for each shape of observation. */
function blankContexts(desk: ChecklistDesk, number: number): BlankOf {
  const looks = Object.fromEntries([...desk.named].map(([name, { observation }]) => [outside(desk, name), blank(observation, number)]))
  const fields = (desk.roots['params']?.['properties'] ?? {}) as Roots
  // A parameter is what its author wants to see, not the nothing that is observed.
  const params = blank(objectOf(fields, Object.keys(fields)), 7)
  const roots = {
    looks,
    params,
    packs: desk.prefix === undefined ? {} : { [desk.prefix]: params },
    release: {},
    environment: { name: '' },
    run: { id: '', startedAt: new Date(0) },
    now: new Date(0),
    saved: {},
  }
  const known = new Map<JsonSchema, Record<string, unknown>>()
  return (observation: JsonSchema = NOTHING): Record<string, unknown> => {
    const values = known.get(observation) ?? {
      ...(blank(objectOf(fieldsOf(observation), requiredOf(observation)), number) as object),
      ...roots,
    }
    known.set(observation, values)
    return values
  }
}

function requiredOf(schema: JsonSchema): string[] {
  return Array.isArray(schema['required']) ? schema['required'].map(String) : []
}
