import type { Step, StepsLook } from '../looks/model.ts'
import { programsIn } from '../looks/programs.ts'
import { named, type Known } from './context.ts'
import type { Gear } from './gear.ts'
import { oneStep, type Progress } from './one-step.ts'
import { reached } from './step.ts'
import { isGone, seenOf, undoneBy, wantedOf } from './undone.ts'

const CLEAN_UP_MS = 30_000

/**
 * Runs `finally` under its own deadline, whether or not the run has ended. HTTP answers 404 or 410 alone say that nothing is
 * left to undo of what the step is about; what else does not say that it was done, a step that saw nothing or was not sent as often as
 * it says, and an `until` that does not hold are left behind; the other steps are tried all the same.
 */
export async function cleanUp(look: StepsLook, progress: Progress, known: Known, gear: Gear): Promise<string[]> {
  if (progress.results.length === 0 || look.finally.length === 0) return []
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort('the clean-up was not done within 30 s'), CLEAN_UP_MS)
  try {
    // What a step would have saved of a thing that is gone: steps that need it have nothing to undo either.
    const gone = new Set<string>()
    const left: string[] = []
    for (const step of look.finally) {
      if (missingOf(step, progress).some((name) => gone.has(name))) continue
      const state = await undo(step, progress, known, gear, controller.signal)
      if (state.kind === 'left') left.push(`${look.id}: ${step.id}: ${state.why}`)
      if (state.kind === 'gone') for (const { name } of step.save) gone.add(name)
    }
    return left
  } finally {
    clearTimeout(timer)
  }
}

type Undone = { readonly kind: 'done' | 'gone' } | { readonly kind: 'left'; readonly why: string }

async function undo(step: Step, progress: Progress, known: Known, gear: Gear, signal: AbortSignal): Promise<Undone> {
  const [missing] = missingOf(step, progress)
  if (missing !== undefined) return { kind: 'left', why: `it needs the saved value ${missing}, which never came` }
  const end = await oneStep(step, progress, known, gear, signal)
  if (end?.failed) return { kind: 'left', why: end.failed.detail }
  const seen = seenOf(step, progress.steps[step.id])
  const wanted = wantedOf(step)
  if (seen.length < wanted) return { kind: 'left', why: `it was sent ${seen.length} of ${wanted} times` }
  if (seen.length > 0 && seen.every(isGone)) return { kind: 'gone' }
  const [undone] = seen.flatMap((one) => undoneBy(one, step) ?? [])
  if (undone !== undefined) return { kind: 'left', why: undone }
  if (end?.noValue !== undefined) return { kind: 'left', why: end.noValue }
  const own = { values: { saved: progress.saved, steps: progress.steps }, unread: [] }
  if (!(await reached(step, { observation: progress.steps[step.id] }, known, own, gear)))
    return { kind: 'left', why: `${step.until?.program.source ?? ''} did not hold` }
  return { kind: 'done' }
}

/** Saved values that the step needs and that never came. */
const missingOf = (step: Step, progress: Progress): string[] =>
  named(
    programsIn(step.with).flatMap(({ reads }) => reads),
    'saved',
  ).filter((name) => !Object.hasOwn(progress.saved, name))
