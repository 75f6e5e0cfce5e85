import type { Unknown } from '../core/outcome.ts'
import type { Unread } from '../core/unread.ts'
import { evaluate } from '../expression/index.ts'
import { resolveTree } from '../looks/resolve.ts'
import type { Step } from '../looks/model.ts'
import { programsIn } from '../looks/programs.ts'
import type { Description, Seen } from '../probes/contract.ts'
import { attempts } from './attempt.ts'
import { contextFor, type Known, type Own } from './context.ts'
import { withSecrets, type Gear } from './gear.ts'
import { prepare, type Before } from './prepare.ts'
import { failedBy, redactSeen } from './sight.ts'

/** One answer of a step, as it came. */
export interface Answer {
  readonly seen: Seen
  readonly row?: string
}

export interface Stepped {
  /** In order of sending; one for a plain step. */
  readonly answers: readonly Answer[]
  readonly failed?: Unknown
  readonly description?: Description
  readonly withheld: readonly string[]
  /** `until` never held within its time: the last answer is what is judged. */
  readonly unheld?: true
}

/** Sends one step in the way it asks for: once, as copies at the same moment, several times, per row, or until something holds. */
export async function sendStep(step: Step, known: Known, own: Own, gear: Gear, signal: AbortSignal, before?: Before): Promise<Stepped> {
  if (step.waitMs > 0) await gear.clock.sleep(step.waitMs, signal)
  const once = (extra: Readonly<Record<string, unknown>> = {}) =>
    sendOnce(step, known, { values: { ...own.values, ...extra }, unread: own.unread }, gear, signal, before)
  if (step.each) return eachRow(step, known, own, gear, once)
  if (step.copies !== undefined) return join(await Promise.all(Array.from({ length: step.copies }, () => once())))
  if (step.times !== undefined) return severalTimes(step.times, step.spacingMs, gear, signal, once)
  if (step.until) return untilHolds(step, known, own, gear, signal, once)
  return once()
}

type Once = (extra?: Readonly<Record<string, unknown>>) => Promise<Stepped>

async function sendOnce(step: Step, known: Known, own: Own, gear: Gear, signal: AbortSignal, before?: Before): Promise<Stepped> {
  const context = await contextFor(programsIn(step.with), known, own)
  const prepared = await prepare(step, context, gear, before)
  if ('unknown' in prepared) return { answers: [], failed: prepared.unknown, withheld: [] }
  const { description, withheld } = prepared
  const made = await attempts(prepared, 0, gear, signal)
  if ('error' in made) return { answers: [], failed: failedBy(made.error, gear), description, withheld }
  return { answers: [{ seen: made.seen }], description, withheld }
}

async function eachRow(step: Step, known: Known, own: Own, gear: Gear, once: Once): Promise<Stepped> {
  const results: Stepped[] = []
  for (const [row, tree] of step.each ?? []) {
    const value = resolveTree(tree, withSecrets(await contextFor(programsIn(tree), known, own), gear))
    if (!value.ok) return { answers: [], failed: { reason: value.reason, detail: value.detail }, withheld: [] }
    const result = await once({ each: value.value })
    results.push({ ...ofRow(result, row), answers: result.answers.map((answer) => ({ ...answer, row })) })
    if (result.failed) break
  }
  return join(results)
}

/** The line that repeats a row says of which row it is. */
function ofRow({ description, ...rest }: Stepped, row: string): Stepped {
  if (description === undefined) return rest
  return {
    ...rest,
    description: {
      ...description,
      ...(description.repeat === undefined ? {} : { repeat: `${description.repeat} #"row ${row.replaceAll(/[^\w .-]/g, '')}"` }),
    },
  }
}

async function severalTimes(times: number, spacingMs: number, gear: Gear, signal: AbortSignal, once: Once): Promise<Stepped> {
  const results: Stepped[] = []
  for (let n = 0; n < times && !signal.aborted; n += 1) {
    if (n > 0) await gear.clock.sleep(spacingMs, signal)
    const result = await once()
    results.push(result)
    if (result.failed) break
  }
  return join(results)
}

async function untilHolds(step: Step, known: Known, own: Own, gear: Gear, signal: AbortSignal, once: Once): Promise<Stepped> {
  const end = gear.clock.monotonic() + step.withinMs
  for (;;) {
    const result = await once()
    const last = result.answers.at(-1)
    if (last && (await reached(step, last.seen, known, own, gear))) return result
    const over = gear.clock.monotonic() >= end || signal.aborted
    if (over || (result.failed && result.failed.reason === 'refused')) return { ...result, unheld: true }
    await gear.clock.sleep(POLL_MS, signal)
  }
}

const POLL_MS = 250

/** Whether the step's `until` holds for what was seen; a step without one is reached by any answer. */
export async function reached(step: Step, seen: Seen, known: Known, own: Own, gear: Gear): Promise<boolean> {
  if (!step.until) return true
  const { program } = step.until
  const sight = redactSeen(seen, gear)
  const context = await contextFor([program], known, {
    values: { ...own.values, ...sight.observation },
    unread: [...own.unread, ...sight.unread],
  })
  return evaluate(program, context).result.kind === 'true'
}

function join(results: readonly Stepped[]): Stepped {
  const failed = results.find((result) => result.failed)?.failed
  const described = results.flatMap((result) => result.description ?? [])
  const repeat = [...new Set(described.flatMap((one) => one.repeat ?? []))].join('\n')
  const description = described[0] && { summary: described[0].summary, ...(repeat === '' ? {} : { repeat }) }
  return {
    answers: results.flatMap(({ answers }) => answers),
    ...(failed ? { failed } : {}),
    ...(description ? { description } : {}),
    withheld: [...new Set(results.flatMap(({ withheld }) => withheld))],
  }
}

/** The observation of a step as `steps.<id>` shows it: one, a list, or by row; with the paths that were not read. */
export function shapeOf(step: Step, answers: readonly Answer[]): { value: unknown; unread: Unread[] } {
  const under = (key: string | number, { seen }: Answer): Unread[] =>
    (seen.unread ?? []).map((part) => ({ ...part, path: [key, ...part.path] }))
  if (step.each) {
    return {
      value: Object.fromEntries(answers.map(({ row, seen }) => [row ?? '', seen.observation])),
      unread: answers.flatMap((answer) => under(answer.row ?? '', answer)),
    }
  }
  if (step.copies !== undefined || step.times !== undefined) {
    return { value: answers.map(({ seen }) => seen.observation), unread: answers.flatMap((answer, index) => under(index, answer)) }
  }
  return { value: answers[0]?.seen.observation, unread: [...(answers[0]?.seen.unread ?? [])] }
}
