import type { UnknownReason, Unread } from '../core/unread.ts'
import { WHOLE, authorsWords, textOf } from './ast.ts'
import type { Node } from './ast.ts'
import type { Internals, Program } from './compile.ts'
import { isPlain, ownPart, put } from './convert.ts'
import { explain } from './explain.ts'
import type { Observed } from './explain.ts'
import { UnreadError, gapAt, gapsOf } from './gaps.ts'
import { contextInside } from './pack.ts'
import { runOnce } from './run.ts'
import { show, shownPlain, toJson } from './values.ts'

/** What an expression is judged against: plain data by variable, a Date for a timestamp, a Secret where one is declared. */
export interface Context {
  readonly values: Record<string, unknown>
  /** The parts that could not be read; what stands there in `values` does not count. */
  readonly unread?: readonly Unread[]
}

/**
 * `absent`: a field or element is not there. `mismatch`: the data has not the form that the expression expects.
 * `unread`: it needs what could not be read. `internal`: the evaluation was given up. Offsets are into the source.
 */
export type Result =
  | { kind: 'true' }
  | { kind: 'false' }
  | { kind: 'value'; value: unknown }
  | { kind: 'absent' | 'mismatch' | 'internal'; why: string; start?: number; end?: number }
  | { kind: 'unread'; reason: UnknownReason; why: string }

/** A result, the observed lists that a loop ranged over and that were empty, and the values that decided. */
export interface Evaluation {
  readonly result: Result
  readonly empty: readonly string[]
  readonly values: readonly Observed[]
}

const ABSENT = new Set(['no_such_key', 'unknown_variable', 'index_out_of_bounds'])
const LONGEST_WHY = 300
const INTERNAL = new Set(['budget', 'limit_exceeded', 'numeric_overflow'])

/** Evaluates a program once. It never throws; whatever goes wrong is a kind of result. */
export function evaluate(program: Program, context: Context): Evaluation {
  const { result, empty, seen } = run(program.internals(), context)
  return { result, empty, values: seen ? explain(program.internals(), seen) : [] }
}

/** The same without the values that decided, for those who show none: to write them down costs as much as to evaluate. */
export function resultOf(program: Program, context: Context): Omit<Evaluation, 'values'> {
  const { result, empty } = run(program.internals(), context)
  return { result, empty }
}

/** The value of a program as a report shows it; undefined where there is none. */
export function shownAs(program: Program, context: Context): string | undefined {
  const { result } = run(program.internals(), context)
  if (result.kind === 'value') return shownPlain(result.value)
  return result.kind === 'true' || result.kind === 'false' ? result.kind : undefined
}

function run(internals: Internals, context: Context): Omit<Evaluation, 'values'> & { seen?: ReadonlyMap<Node, unknown> } {
  const { prefix } = internals.scope
  const converted = contextOf(internals, prefix === undefined ? context : contextInside(context, prefix))
  if (!converted) return { result: { kind: 'internal', why: 'the data is nested too deeply' }, empty: [] }
  const ended = runOnce(internals.parsed, converted)
  const result = 'error' in ended ? failure(ended.error) : success(ended.value, internals.wantsBool)
  const { values, empty } = ended.recording
  return { result, empty: [...empty], seen: values }
}

/** The data as CEL takes it. Hostile JSON can be nested so deeply that walking it overflows the stack: `undefined`. */
function contextOf(internals: Internals, context: Context): object | undefined {
  try {
    return convertRead(internals, context)
  } catch {
    return undefined
  }
}

/** Only what the program reads is converted: a body may be large, and the looks of a checklist are many. */
function convertRead({ scope, roots }: Internals, context: Context): object {
  const gaps = gapsOf(context.unread)
  const whole: object = Object.create(null)
  const marked: object = Object.create(null)
  for (const [name, entries] of roots) {
    const declared = scope.declared.get(name)
    if (!declared) continue
    put(whole, name, declared.type, entriesOf(ownPart(context.values, name), entries), gapAt(gaps, name))
    const property = Object.getOwnPropertyDescriptor(whole, name)
    if (property) Object.defineProperty(marked, declared.variable, property)
  }
  Object.defineProperty(marked, WHOLE, { value: whole })
  return marked
}

function entriesOf(value: unknown, names: ReadonlySet<string> | undefined): unknown {
  if (!names || !isPlain(value)) return value
  return Object.fromEntries([...names].flatMap((name) => (Object.hasOwn(value, name) ? [[name, value[name]]] : [])))
}

function success(value: unknown, wantsBool: boolean): Result {
  if (typeof value === 'boolean') return { kind: value ? 'true' : 'false' }
  if (wantsBool) return { kind: 'mismatch', why: `this is ${show(value)}, not true or false` }
  try {
    return { kind: 'value', value: toJson(value) }
  } catch (error) {
    return failure(error)
  }
}

function failure(error: unknown): Result {
  if (error instanceof UnreadError) return { kind: 'unread', reason: error.unread.reason, why: error.unread.detail }
  const { code, summary, range, node } = error as { code?: string; summary?: string; range?: { start: number; end: number }; node?: Node }
  if (code === undefined) return { kind: 'internal', why: 'the evaluation failed' }
  const place = range ? { start: range.start, end: range.end } : {}
  // Some of the library's messages quote the data, whatever its length.
  const why = authorsWords((summary ?? code).slice(0, LONGEST_WHY))
  if (INTERNAL.has(code)) return { kind: 'internal', why, ...place }
  if (ABSENT.has(code)) return { kind: 'absent', why: missing(node) ?? why, ...place }
  return { kind: 'mismatch', why, ...place }
}

function missing(node: Node | undefined): string | undefined {
  return node?.op === '.' || node?.op === '[]' || node?.op === 'id' ? `${textOf(node)} is not there` : undefined
}
