import type { Unknown } from '../core/outcome.ts'
import type { StepResult } from '../core/report.ts'
import type { Unread } from '../core/unread.ts'
import { evaluate } from '../expression/index.ts'
import { createJar, type CookieJar } from '../io/http/jar.ts'
import type { Save, Step } from '../looks/model.ts'
import { Secret, shellName } from '../redaction/secret.ts'
import { contextFor, type Known, type Own } from './context.ts'
import { asLookError } from './deadline.ts'
import { learn, type Gear } from './gear.ts'
import { failedBy, redactOptional } from './sight.ts'
import { sendStep, shapeOf, type Answer, type Stepped } from './step.ts'

/** What a sequence has gathered so far. */
export interface Progress {
  readonly saved: Record<string, unknown>
  readonly steps: Record<string, unknown>
  readonly unread: Unread[]
  readonly results: StepResult[]
  readonly jars: Map<string, CookieJar>
  readonly withheld: Set<string>
  /** Steps that did something to the target. */
  readonly changed: string[]
}

/** Why a sequence went no further: the target's clean answer lacked a value, or a step saw nothing. */
export interface End {
  readonly step: string
  readonly noValue?: string
  readonly failed?: Unknown
}

/**
 * Sends one step, saves what it asks for, books its result; an End says that nothing further may be sent. It never throws: a
 * fault of ours ends the sequence as any other failure does, so that the clean-up runs and says what is left behind.
 */
export async function oneStep(step: Step, progress: Progress, known: Known, gear: Gear, signal: AbortSignal): Promise<End | undefined> {
  try {
    return await sendAndSave(step, progress, known, gear, signal)
  } catch (error) {
    const failed = failedBy(asLookError(error), gear)
    if (!progress.results.some(({ id }) => id === step.id)) book(step, { answers: [], failed, withheld: [] }, progress, 0, gear)
    return { step: step.id, failed }
  }
}

async function sendAndSave(step: Step, progress: Progress, known: Known, gear: Gear, signal: AbortSignal): Promise<End | undefined> {
  const started = gear.clock.monotonic()
  const own: Own = { values: { saved: progress.saved, steps: progress.steps }, unread: progress.unread.map(underSteps) }
  const jar = jarOf(step, progress, gear)
  const before = { ...(jar === undefined ? {} : { jar }), changed: [...progress.changed] }
  const stepped = await sendStep(step, known, own, gear, signal, before)
  if (step.effect !== 'read') progress.changed.push(step.id)
  for (const name of stepped.withheld) progress.withheld.add(name)
  const noValue = stepped.failed ? undefined : await save(step, stepped.answers, progress, known, own, gear)
  book(step, stepped, progress, gear.clock.monotonic() - started, gear)
  if (stepped.failed) return { step: step.id, failed: stepped.failed }
  return noValue === undefined ? undefined : { step: step.id, noValue }
}

const underSteps = (part: Unread): Unread => ({ ...part, path: ['steps', ...part.path.slice(1)] })

function jarOf(step: Step, progress: Progress, gear: Gear): CookieJar | undefined {
  if (step.jar === undefined) return undefined
  const jar = progress.jars.get(step.jar) ?? createJar({ now: gear.clock.now, learn: (value, name) => learn(gear, value, name) })
  progress.jars.set(step.jar, jar)
  return jar
}

/** Keeps what `save` names, from the answer as it came; gives the reason when a value is not there. */
async function save(
  step: Step,
  answers: readonly Answer[],
  progress: Progress,
  known: Known,
  own: Own,
  gear: Gear,
): Promise<string | undefined> {
  const first = answers[0]
  for (const wish of step.save) {
    const value = first ? await valueOf(wish, first, known, own) : undefined
    if (value === undefined) return `${step.id} answered ${first?.seen.answer ?? 'nothing'} without ${wanted(wish)}`
    progress.saved[wish.name] = keep(wish, value, step.id, gear)
  }
  return undefined
}

async function valueOf(wish: Save, answer: Answer, known: Known, own: Own): Promise<unknown> {
  const { program } = wish.value
  const context = await contextFor([program], known, {
    values: { ...own.values, ...(answer.seen.observation as Record<string, unknown>) },
    unread: [...own.unread, ...(answer.seen.unread ?? [])],
  })
  const { result } = evaluate(program, context)
  if (result.kind === 'value') return isBlank(result.value) && !wish.public ? undefined : (result.value ?? undefined)
  return result.kind === 'true' || result.kind === 'false' ? result.kind === 'true' : undefined
}

/** A secret that is blank is none: what is sent with it would be refused for another reason than the one that is looked for. */
function isBlank(value: unknown): boolean {
  const text = value instanceof Secret ? value.reveal() : value
  return typeof text === 'string' && text.trim() === ''
}

/** A short expression says what is missing; a long one says less than the name that it was to be saved under. */
function wanted({ name, value }: Save): string {
  const { source } = value.program
  return source.length > 40 ? `the value that is saved as ${name}` : source
}

function keep(wish: Save, value: unknown, step: string, gear: Gear): unknown {
  if (wish.public) return value
  const text = value instanceof Secret ? value.reveal() : typeof value === 'string' ? value : JSON.stringify(value)
  // Of a list only its texts are secret: as one text its brackets, keys and names would be masked everywhere.
  for (const part of value instanceof Secret ? [text] : textsIn(value)) learn(gear, part, `saved.${wish.name}`)
  const name = `saved.${wish.name}`
  return new Secret(text, name, [{ variable: shellName(name), from: `saved by the step ${step}` }])
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn)
  return [typeof value === 'string' ? value : JSON.stringify(value)]
}

function book(step: Step, stepped: Stepped, progress: Progress, durationMs: number, gear: Gear): void {
  const { value, unread } = shapeOf(step, stepped.answers)
  if (value !== undefined && !(stepped.failed && stepped.answers.length === 0)) progress.steps[step.id] = value
  progress.unread.push(...unread.map((part) => ({ ...part, path: ['steps', step.id, ...part.path] })))
  if (stepped.failed)
    progress.unread.push({ path: ['steps', step.id], reason: stepped.failed.reason, detail: `${step.id}: ${stepped.failed.detail}` })
  const answers = stepped.answers.map(({ seen, row }) => [row, seen.answer].filter(Boolean).join(' ')).join(', ')
  const answer = stepped.unheld && answers ? `${answers.slice(0, 270)}; \`until\` never held` : answers
  const repeat = redactOptional(stepped.description?.repeat, gear)
  progress.results.push({
    id: step.id,
    summary: gear.redactor.redactText(stepped.description?.summary ?? step.probe),
    ...(repeat === undefined ? {} : { repeat }),
    ...(answer ? { answer: gear.redactor.redactText(answer).slice(0, 300) } : {}),
    durationMs: Math.round(durationMs),
    ...(stepped.failed ? { failed: stepped.failed } : {}),
  })
}
