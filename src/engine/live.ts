import type { Unknown } from '../core/outcome.ts'
import type { LookResult } from '../core/report.ts'
import type { Checklist, Item } from '../checklist/model.ts'
import type { Look, ProbeLook, StepsLook } from '../looks/model.ts'
import { answersSaid } from './answer-said.ts'
import { attempts } from './attempt.ts'
import { asLookError } from './deadline.ts'
import { contextFor, type Known } from './context.ts'
import type { Gear } from './gear.ts'
import type { Journal } from './journal.ts'
import { lookKey } from './look-key.ts'
import type { Limits } from './limits.ts'
import { prepare, readsOf, type Prepared } from './prepare.ts'
import { refusalSeen } from './refused-identity.ts'
import type { Queue } from './queue.ts'
import { runSequence } from './sequence.ts'
import { failedBy, redactOptional, redactSeen } from './sight.ts'
import type { BoundChecklist, Looked, LookSource, Sight } from './types.ts'

export interface Live {
  readonly gear: Gear
  readonly queue: Queue
  readonly limits: Limits
  readonly journal: Journal
  readonly known: (checklist: Checklist) => Known
  readonly bound: (checklist: Checklist) => BoundChecklist
  /** Smaller goes first among looks of one effect. */
  readonly rank: (checklist: Checklist, id: string) => number
  /** Why effects are refused here, or undefined when the target proved what it is. */
  readonly refusal: Unknown | undefined
}

/** Looks at the live target, each look once: reads of equal probe, parameters, target and identity share one. */
export function liveSource(live: Live): LookSource {
  const byId = new Map<string, Promise<Looked>>()
  const byKey = new Map<string, Promise<Looked>>()
  const once = <T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
    const known = map.get(key)
    if (known) return known
    const made = make()
    map.set(key, made)
    return made
  }
  const lookOf = (checklist: Checklist, id: string): Look => {
    const look = checklist.looks.get(id)
    if (!look) throw new Error(`no look ${id} in ${checklist.id}`)
    return look
  }
  return {
    look: (checklist, id) =>
      once(byId, `${checklist.id} ${id}`, () =>
        makeLook(live, checklist, lookOf(checklist, id), (key, make) => (key === undefined ? make() : once(byKey, key, make))),
      ),
    polls: (checklist, item) => poll(live, checklist, item, lookOf),
  }
}

type Share = (key: string | undefined, make: () => Promise<Looked>) => Promise<Looked>

async function makeLook(live: Live, checklist: Checklist, look: Look, share: Share): Promise<Looked> {
  try {
    if (isWaiting(look)) throw new Error(`the look ${look.id} was not bound to its parameters`)
    const refused = refusalOf(live, look)
    if (refused) return nothing(look, refused)
    return await (look.kind === 'probe' ? probeLook(live, checklist, look, share) : stepsLook(live, checklist, look))
  } catch (error) {
    // A fault of ours or of a probe's manifest costs this look alone (design 3.4).
    return nothing(look, failedBy(asLookError(error), live.gear))
  }
}

/** A label or target that was never completed would be a look without its limit, or at another target. */
const isWaiting = (look: Look): boolean =>
  look.late !== undefined || (look.kind === 'steps' && [...look.steps, ...look.finally].some(({ late }) => late !== undefined))

function refusalOf({ gear, refusal }: Live, look: Look): Unknown | undefined {
  if (look.effect === 'read') return undefined
  if (!gear.environment.allow.includes(look.effect)) {
    return {
      reason: 'refused',
      detail: `the environment ${gear.environment.name} does not allow the effect ${look.effect}: nothing was sent`,
    }
  }
  return refusal
}

async function probeLook(live: Live, checklist: Checklist, look: ProbeLook, share: Share): Promise<Looked> {
  const context = await contextFor(readsOf(look), live.known(checklist))
  const prepared = await prepare(look, context, live.gear)
  if ('unknown' in prepared) return nothing(look, prepared.unknown)
  const key = look.effect === 'read' ? lookKey(look, prepared) : undefined
  return share(key, () => inTurn(live, checklist, look, prepared.description.summary, () => observe(live, look, prepared)))
}

async function observe({ gear }: Live, look: ProbeLook, prepared: Prepared): Promise<Looked> {
  const started = gear.clock.monotonic()
  const made = await attempts(prepared, look.effect === 'read' ? look.retry : 0, gear, gear.signal)
  const durationMs = Math.round(gear.clock.monotonic() - started)
  const repeat = redactOptional(prepared.description.repeat, gear)
  const base = {
    ...resultOf(look),
    summary: gear.redactor.redactText(prepared.description.summary),
    ...(repeat === undefined ? {} : { repeat }),
    durationMs,
    attempts: made.count,
    retries: look.effect === 'read' ? look.retry : 0,
  }
  const target = prepared.targetName === undefined ? {} : { target: prepared.targetName }
  if ('error' in made) {
    const failed = failedBy(made.error, gear)
    return { result: { ...base, ...target, failed }, failed, leftBehind: [], withheld: prepared.withheld }
  }
  const seen = redactSeen(made.seen, gear)
  const refused = refusalSeen(look, prepared, seen, gear.environment)
  return {
    result: { ...base, ...target },
    seen: refused === undefined ? withSaid(seen) : { ...seen, refusedIdentity: refused },
    leftBehind: [],
    withheld: prepared.withheld,
  }
}

function withSaid(seen: Sight): Sight {
  const said = answersSaid(seen.observation)
  return said === undefined ? seen : { ...seen, said }
}

async function stepsLook(live: Live, checklist: Checklist, look: StepsLook): Promise<Looked> {
  const { gear } = live
  return inTurn(live, checklist, look, look.id, async () => {
    const started = gear.clock.monotonic()
    const entry = look.effect !== 'read' && look.finally.length > 0 ? await live.journal.open(journalOf(live, checklist, look)) : undefined
    const made = await runSequence(look, live.known(checklist), gear, entry)
    const durationMs = Math.round(gear.clock.monotonic() - started)
    const result = {
      ...resultOf(look),
      summary: `${look.steps.length} steps: ${look.steps.map(({ id }) => id).join(', ')}`,
      durationMs,
      steps: made.steps,
    }
    return { result, seen: withSaid(made.sight), leftBehind: made.leftBehind, withheld: made.withheld }
  })
}

const journalOf = ({ gear, bound }: Live, checklist: Checklist, look: Look) => ({
  run: gear.info.id,
  startedAt: gear.info.startedAt.toISOString(),
  environment: gear.environment.name,
  checklist: checklist.file,
  look: look.id,
  params: bound(checklist).params,
})

/** Waits for the limits, then for its turn, then looks; tells what it does. */
async function inTurn(live: Live, checklist: Checklist, look: Look, label: string, make: () => Promise<Looked>): Promise<Looked> {
  const { gear, queue, limits } = live
  const { listen } = gear.options
  const about = { look: look.id, label: gear.redactor.redactText(label) }
  let release = () => {}
  try {
    release = await limits.reserve(look.touches, gear.signal, (limit, waitMs) => listen({ type: 'look-waiting', ...about, limit, waitMs }))
    return await queue.run({ effect: look.effect, rank: live.rank(checklist, look.id) }, async () => {
      if (gear.signal.aborted)
        return nothing(look, { reason: 'interrupted', detail: String(gear.signal.reason ?? 'the run was ended before it began') })
      listen({ type: 'look-started', ...about })
      const looked = await make()
      listen({
        type: 'look-ended',
        ...about,
        ok: looked.failed === undefined,
        durationMs: looked.result.durationMs,
        attempt: looked.result.attempts,
      })
      return looked
    })
  } finally {
    release()
  }
}

/** A look that was not made. */
export function nothing(look: Look, failed: Unknown): Looked {
  return { result: { ...resultOf(look), attempts: 0, failed }, failed, leftBehind: [], withheld: [] }
}

const resultOf = (look: Look): LookResult => ({
  id: look.id,
  probe: look.kind === 'probe' ? look.probe : 'steps',
  ...(look.named ? { name: look.id } : {}),
  ...(look.kind === 'probe' && look.target !== undefined ? { target: look.target } : {}),
  effect: look.effect,
  summary: look.kind === 'probe' ? look.probe : look.steps.map(({ id }) => id).join(', '),
  durationMs: 0,
  attempts: 1,
  retries: 0,
  polls: 0,
  steps: [],
})

/** Makes the item's look anew until the consumer stops or the time that the item gives is over. */
async function* poll(
  live: Live,
  checklist: Checklist,
  item: Item,
  lookOf: (checklist: Checklist, id: string) => Look,
): AsyncGenerator<Looked> {
  if (item.body.kind !== 'look') return
  const { gear } = live
  const look = lookOf(checklist, item.body.look)
  const whole = item.throughoutMs ?? item.eventuallyMs ?? 0
  const pause = Math.min(Math.max(whole / 10, 250), 10_000)
  let end = gear.clock.monotonic() + whole
  for (let polls = 1; ; polls += 1) {
    const looked = await makeLook(live, checklist, look, (_, make) => make())
    // The first look may have waited long for its turn, and what nobody looked at in that time is not known to have held.
    if (polls === 1 && item.throughoutMs !== undefined) end = gear.clock.monotonic() + whole
    yield { ...looked, result: { ...looked.result, polls } }
    const enough = item.throughoutMs === undefined || polls >= 3
    if (gear.signal.aborted || (gear.clock.monotonic() >= end && enough)) return
    await gear.clock.sleep(Math.min(pause, Math.max(0, end - gear.clock.monotonic()) || pause), gear.signal)
  }
}
