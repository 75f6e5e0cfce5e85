import type { StepResult } from '../core/report.ts'
import { Secret } from '../redaction/secret.ts'
import type { Step, StepsLook } from '../looks/model.ts'
import { cleanUp } from './clean-up.ts'
import type { Known } from './context.ts'
import { asLookError } from './deadline.ts'
import type { Gear } from './gear.ts'
import type { JournalEntry } from './journal.ts'
import { oneStep, type End, type Progress } from './one-step.ts'
import { failedBy, redactUnread } from './sight.ts'
import type { Sight } from './types.ts'

export interface Sequence {
  readonly sight: Sight
  readonly steps: readonly StepResult[]
  readonly leftBehind: readonly string[]
  readonly withheld: readonly string[]
}

/**
 * Runs the steps of a look one after the other (design 4.1). A missing value or a step that saw nothing ends the
 * sequence: nothing further is sent, as when the journal cannot be written. `finally` always runs, with a deadline of its own, after Ctrl-C too.
 */
export async function runSequence(look: StepsLook, known: Known, gear: Gear, entry: JournalEntry | undefined): Promise<Sequence> {
  const progress: Progress = { saved: {}, steps: {}, unread: [], results: [], jars: new Map(), withheld: new Set(), changed: [] }
  const notReached: { step: string; why: string }[] = []
  let end: End | undefined
  for (const step of look.steps) {
    if (end) notReach(step, end, progress, notReached)
    else {
      end = await oneStep(step, progress, known, gear, gear.signal)
      const unkept = await keepIn(entry, step, progress, gear)
      end ??= unkept
    }
  }
  const leftBehind = await cleanUp(look, progress, known, gear)
  if (leftBehind.length === 0) await entry?.close()
  return {
    sight: {
      observation: { steps: gear.redactor.redactValue(progress.steps) },
      unread: redactUnread(progress.unread, gear),
      saved: redactPublic(progress.saved, gear),
      notReached,
    },
    steps: progress.results,
    leftBehind: leftBehind.map((text) => gear.redactor.redactText(text)),
    withheld: [...progress.withheld],
  }
}

function notReach(step: Step, end: End, progress: Progress, notReached: { step: string; why: string }[]): void {
  const why = `not reached: ${end.noValue ?? `${end.step}: ${end.failed?.detail ?? ''}`}`
  if (end.failed) progress.unread.push({ path: ['steps', step.id], reason: end.failed.reason, detail: why })
  else notReached.push({ step: step.id, why })
  progress.results.push({ id: step.id, summary: why, durationMs: 0 })
}

/** What a later clean-up needs must be on disk before anything more is made. */
async function keepIn(entry: JournalEntry | undefined, step: Step, progress: Progress, gear: Gear): Promise<End | undefined> {
  try {
    await entry?.update(publicValues(progress.saved))
    return undefined
  } catch (error) {
    return { step: step.id, failed: failedBy(asLookError(error), gear) }
  }
}

const publicValues = (saved: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(saved).filter(([, value]) => !(value instanceof Secret)))

/** Public values may still hold a secret that was learned later; secret ones stay what they are. */
const redactPublic = (saved: Readonly<Record<string, unknown>>, gear: Gear): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(saved).map(([name, value]) => [name, value instanceof Secret ? value : gear.redactor.redactValue(value)]),
  )
