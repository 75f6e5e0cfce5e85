import type { Path } from '../core/unread.ts'
import { fromZod } from '../document/from-zod.ts'
import { complain, placesOf } from './desk.ts'
import { loadExpr } from './exprs.ts'
import { isLate, known, lateOf } from './late.ts'
import type { Save, Step, TemplateTree } from './model.ts'
import { isRecord, savedSchema } from './observation.ts'
import { SaveSchema, StepSchema } from './schema.ts'
import type { RawStep } from './schema.ts'
import { fieldsOf } from './scopes.ts'
import type { Roots } from './scopes.ts'
import { STEP_PROBE } from './shelf.ts'
import type { Shelved } from './shelf.ts'
import { compileTree } from './tree.ts'
import { usedProbe } from './use-probe.ts'
import type { LookDesk } from './use-probe.ts'

const DEFAULT_WITHIN_MS = 30_000

/** A step, what of it must say its effect, and the values that later steps may use. */
export interface LoadedStep {
  readonly step: Omit<Step, 'effect'>
  readonly declares: boolean
  readonly saved: Roots
}

/** Loads one step of a sequence; `saved` are the values of the steps before it. */
export function loadStep(desk: LookDesk, path: Path, raw: unknown, saved: Roots): LoadedStep | undefined {
  const parsed = StepSchema.safeParse(raw)
  if (!parsed.success) {
    for (const problem of fromZod(desk.document, parsed.error, path, StepSchema)) desk.report(problem)
    return undefined
  }
  const { data } = parsed
  refuseCombinations(desk, path, data)
  const name = data.probe ?? STEP_PROBE
  const shelved = desk.shelf.get(name)
  const each = data.each && loadRows(desk, [...path, 'each'], data.each, saved)
  const used = usedProbe(desk, path, { ...data, probe: name }, desk.scopes.template(saved, rowFields(data.each)))
  if (!used) return undefined
  const values = saves(desk, [...path, 'save'], data.save ?? {}, shelved, saved)
  const until = data.until === undefined ? undefined : loadUntil(desk, [...path, 'until'], data.until, shelved, saved)
  const late = lateOf(desk, path, data)
  const timeoutMs = known(data.timeout)
  const step: LoadedStep['step'] = {
    id: data.id,
    probe: name,
    with: used.with,
    save: values,
    spacingMs: known(data.spacing) ?? 0,
    waitMs: known(data.wait) ?? 0,
    withinMs: known(data.within) ?? DEFAULT_WITHIN_MS,
    place: desk.document.place([...path, 'id']),
    ...placesOf(desk, path, data, ['as', 'target']),
    ...(data.target !== undefined && !isLate(data.target) && { target: data.target }),
    ...(data.as !== undefined && { as: data.as }),
    ...(data.jar !== undefined && { jar: data.jar }),
    ...(data.copies !== undefined && { copies: data.copies }),
    ...(data.times !== undefined && { times: data.times }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(each && { each }),
    ...(until && { until }),
    ...(late.length > 0 && { late }),
  }
  const now = Object.fromEntries(values.map((value) => [value.name, savedSchema(value.public)]))
  return { step, declares: used.declares, saved: { ...saved, ...now } }
}

const EXCLUSIVE = ['copies', 'times', 'each'] as const

function refuseCombinations(desk: LookDesk, path: Path, data: RawStep): void {
  const refuse = (key: keyof RawStep, message: string) => complain(desk, [...path, key], 'step-combination', message, undefined, 'key')
  const several = EXCLUSIVE.filter((key) => data[key] !== undefined)
  if (several[1]) refuse(several[1], `${several.join(' and ')} exclude each other`)
  if (several[0] && data.save) refuse('save', `a step with ${several[0]} has several observations, so nothing can be saved from it`)
  if (several[0] && data.until !== undefined)
    refuse('until', `a step with ${several[0]} has several observations, so until cannot be asked`)
  if (data.spacing !== undefined && data.times === undefined) refuse('spacing', 'spacing needs times')
  if (data.within !== undefined && data.until === undefined) refuse('within', 'within needs until')
}

function loadRows(desk: LookDesk, path: Path, rows: Record<string, unknown>, saved: Roots): (readonly [string, TemplateTree])[] {
  return Object.entries(rows).flatMap(([name, row]) => {
    const tree = compileTree(desk.scopes.template(saved), desk.document, [...path, name], row)
    const lacking = Object.keys(rowFields(rows)).filter((key) => !isRecord(row) || !Object.hasOwn(row, key))
    if (lacking.length > 0)
      complain(desk, [...path, name], 'uneven-rows', `this row lacks ${lacking.join(', ')}, which other rows have`, undefined, 'key')
    if (!Array.isArray(tree)) return [[name, tree] as const]
    tree.forEach((problem) => desk.report(problem))
    return []
  })
}

/** The values of all rows, as `each.<name>`. */
function rowFields(rows: Record<string, unknown> | undefined): Roots {
  return Object.fromEntries(
    Object.values(rows ?? {})
      .filter(isRecord)
      .flatMap((row) => Object.entries(row).map(([key, value]) => [key, kindOf(value)])),
  )
}

function kindOf(value: unknown): Record<string, unknown> {
  return typeof value === 'string' && !value.includes('${') ? { type: 'string' } : {}
}

const STRUCTURE = /^(?:list|map|object\.)/

function saves(desk: LookDesk, path: Path, raw: Record<string, unknown>, shelved: Shelved | undefined, saved: Roots): Save[] {
  const scope = desk.scopes.expression(shelved?.observation, saved)
  return Object.entries(raw).flatMap(([name, value]) => {
    const at = [...path, name]
    const long = isRecord(value) && Object.hasOwn(value, 'value') ? SaveSchema.safeParse(value) : undefined
    if (long?.success === false) {
      for (const problem of fromZod(desk.document, long.error, at, SaveSchema)) desk.report(problem)
      return []
    }
    const expr = long
      ? loadExpr(desk, scope, [...at, 'value'], long.data.value, { kind: 'any' })
      : loadExpr(desk, scope, at, value, { kind: 'any' })
    const isPublic = long?.data.public ?? false
    if (expr && !isPublic && STRUCTURE.test(expr.program.type)) {
      complain(
        desk,
        at,
        'save-structure',
        'a list or an object cannot be saved as a secret: every part of it would be masked everywhere',
        'save the one text that is needed, or add public: true',
        'key',
      )
    }
    return expr ? [{ name, value: expr, public: isPublic }] : []
  })
}

function loadUntil(desk: LookDesk, path: Path, value: unknown, shelved: Shelved | undefined, saved: Roots): Step['until'] {
  const observed = Object.keys(fieldsOf(shelved?.observation ?? {}))
  return loadExpr(desk, desk.scopes.expression(shelved?.observation, saved), path, value, { kind: 'bool', observed })
}
