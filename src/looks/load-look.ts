import { EFFECTS } from '../core/effect.ts'
import type { Effect } from '../core/effect.ts'
import type { Path } from '../core/unread.ts'
import { complain, placesOf } from './desk.ts'
import type { Desk } from './desk.ts'
import { knownTouches, isLate, known, lateOf } from './late.ts'
import type { Look, ProbeLook, Step, StepsLook } from './model.ts'
import type { RawLook } from './schema.ts'
import type { Roots } from './scopes.ts'
import { loadStep, type LoadedStep } from './steps.ts'
import { usedProbe } from './use-probe.ts'
import type { LookDesk } from './use-probe.ts'

/** What names a look, and where it stands. */
export interface Naming {
  readonly id: string
  readonly named: boolean
  readonly path: Path
}

const STEPS_ONLY = ['finally'] as const
const PROBE_ONLY = ['with', 'target', 'as', 'timeout', 'retry'] as const

/** One use of a probe, or a sequence of steps, from the keys of `lookKeys`; nothing when something is reported. */
export function loadLook(desk: LookDesk, naming: Naming, raw: RawLook): Look | undefined {
  const { path } = naming
  if (raw.steps && raw.probe !== undefined)
    return void complain(desk, [...path, 'steps'], 'several-bodies', 'a look has either a probe or steps', 'remove one of them', 'key')
  if (raw.steps) return loadSequence(desk, naming, raw, raw.steps)
  if (raw.probe === undefined)
    return void complain(desk, path, 'no-body', 'this look has neither a probe nor steps', 'add probe: <name>', 'key')
  misplaced(desk, path, raw, STEPS_ONLY, 'belongs to a look with steps')
  return loadProbeLook(desk, naming, { ...raw, probe: raw.probe })
}

function loadProbeLook(desk: LookDesk, { id, named, path }: Naming, raw: RawLook & { probe: string }): ProbeLook | undefined {
  const used = usedProbe(desk, path, raw, desk.scopes.template())
  if (!used) return undefined
  const effect = effectOf(desk, [...path, 'probe'], raw.effect, used.declares)
  if (effect !== 'read' && (raw.retry ?? 0) > 0)
    complain(desk, [...path, 'retry'], 'effect-repeated', 'only reads are tried again', 'remove retry', 'key')
  const late = lateOf(desk, path, { target: raw.target, timeout: raw.timeout, touches: raw.touches })
  const timeoutMs = known(raw.timeout)
  return {
    kind: 'probe',
    id,
    named,
    probe: raw.probe,
    with: used.with,
    effect,
    touches: knownTouches(raw.touches),
    retry: raw.retry ?? (effect === 'read' ? 1 : 0),
    place: desk.document.place(path, 'key'),
    ...placesOf(desk, path, raw, ['as', 'target', 'touches']),
    ...(raw.target !== undefined && !isLate(raw.target) && { target: raw.target }),
    ...(raw.as !== undefined && { as: raw.as }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(late.length > 0 && { late }),
  }
}

function loadSequence(desk: LookDesk, { id, named, path }: Naming, raw: RawLook, list: readonly unknown[]): StepsLook {
  misplaced(desk, path, raw, PROBE_ONLY, 'belongs to a single step')
  const first = loadSteps(desk, [...path, 'steps'], list, {})
  const last = loadSteps(desk, [...path, 'finally'], raw.finally ?? [], first.saved)
  refuseTwice(
    desk,
    [...first.steps, ...last.steps].map(({ step }) => step),
  )
  const effect = effectOf(
    desk,
    [...path, 'steps'],
    raw.effect,
    [...first.steps, ...last.steps].some(({ declares }) => declares),
  )
  const late = lateOf(desk, path, { touches: raw.touches })
  return {
    kind: 'steps',
    id,
    named,
    effect,
    touches: knownTouches(raw.touches),
    steps: first.steps.map((step) => withEffect(step, effect)),
    finally: last.steps.map((step) => withEffect(step, effect)),
    place: desk.document.place(path, 'key'),
    ...placesOf(desk, path, raw, ['touches']),
    ...(late.length > 0 && { late }),
  }
}

function loadSteps(desk: LookDesk, path: Path, list: readonly unknown[], before: Roots): { steps: LoadedStep[]; saved: Roots } {
  let saved = before
  const steps: LoadedStep[] = []
  for (const [i, raw] of list.entries()) {
    const loaded = loadStep(desk, [...path, i], raw, saved)
    if (!loaded) continue
    steps.push(loaded)
    saved = loaded.saved
  }
  return { steps, saved }
}

const withEffect = ({ step, declares }: LoadedStep, effect: Effect): Step => ({ ...step, effect: declares ? effect : 'read' })

function refuseTwice(desk: LookDesk, steps: readonly Pick<Step, 'id' | 'place'>[]): void {
  const seen = new Map<string, Pick<Step, 'id' | 'place'>>()
  for (const step of steps) {
    const first = seen.get(step.id)
    if (first)
      desk.report({
        code: 'duplicate-id',
        level: 'error',
        message: `the step "${step.id}" is there twice, first on line ${first.place.line}`,
        place: step.place,
      })
    seen.set(step.id, step)
  }
}

function effectOf(desk: Desk, path: Path, said: Effect | undefined, declares: boolean): Effect {
  if (said === undefined && declares) {
    complain(
      desk,
      path,
      'effect-missing',
      'this look may change something, so it must say its effect',
      `add effect: one of ${EFFECTS.join(', ')}`,
      'key',
    )
  }
  return said ?? 'read'
}

/** Reports the keys of a look that its kind does not have. */
function misplaced(desk: Desk, path: Path, raw: RawLook, keys: readonly (keyof RawLook)[], why: string): void {
  for (const key of keys) {
    if (raw[key] !== undefined) complain(desk, [...path, key], 'misplaced-key', `"${key}" ${why}`, undefined, 'key')
  }
}
