import type { Checklist } from '../checklist/model.ts'
import type { Environment } from '../config/model.ts'
import type { Report } from '../core/report.ts'
import { formatDuration } from '../core/duration.ts'
import { SEVERITIES } from '../core/severity.ts'
import type { Gear } from './gear.ts'
import type { Journal } from './journal.ts'
import { createLimits } from './limits.ts'
import { liveSource } from './live.ts'
import { createQueue } from './queue.ts'
import { createRecorder, type Recording } from './record.ts'
import { identify, refusalOf } from './identify.ts'
import { askRelease, summarizeRelease } from './release.ts'
import { reportOf } from './report.ts'
import { runPlan } from './run.ts'
import { looksOf } from './secrets-needed.ts'
import type { BoundChecklist, Plan, WordOf } from './types.ts'

export interface Checked {
  readonly report: Report
  /** What `--record` keeps; put together when it is asked for. */
  readonly recording: () => Recording
}

export interface Checking {
  readonly plan: Plan
  readonly gear: Gear
  readonly journal: Journal
  readonly wordOf: WordOf
  readonly notes: readonly string[]
  /** Keeps whole observations, not only what expectations read. */
  readonly recordFull: boolean
}

/** One live run: identify, look, judge, decide. Never throws for what a target does. */
export async function check({ plan, gear, journal, wordOf, notes, recordFull }: Checking): Promise<Checked> {
  const { info, clock, options } = gear
  const started = clock.monotonic()
  const recorder = createRecorder(plan, recordFull)
  const looks = plan.checklists.flatMap(looksOf)
  options.listen({
    type: 'started',
    environment: plan.environment.name,
    items: plan.checklists.reduce((sum, { selected, needed }) => sum + selected.size + needed.size, 0),
    looks: looks.length,
  })
  const [first, identified] = await Promise.all([askRelease(plan.environment, gear), identify(plan.environment, gear)])
  const known = summarizeRelease(info.release, first, first)
  const ran = await runPlan({
    plan,
    info,
    wordOf,
    env: gear.env,
    listen: options.listen,
    showsNumbers: () => !gear.redactor.holdsNumber(),
    release: () => known,
    source: (knownOf) =>
      recorder.wrap(
        liveSource({
          gear,
          journal,
          known: knownOf,
          queue: createQueue(options.concurrency),
          limits: createLimits(plan.environment.limits, clock),
          bound: (checklist) => boundOf(plan, checklist),
          rank: rankOf(plan, options.deadlineMs !== undefined),
          refusal: refusalOf(plan.environment.name, identified),
        }),
      ),
  })
  const release = summarizeRelease(info.release, first, await lastAnswers(plan.environment, gear))
  const report = reportOf(plan, info, ran, {
    finishedAt: clock.now(),
    durationMs: clock.monotonic() - started,
    release,
    identified,
    notes,
    ...(gear.signal.aborted ? { interrupted: String(gear.signal.reason) } : {}),
  })
  return { report, recording: () => recorder.finish(report, gear, known.running) }
}

/** A run that has ended early asks no more: what it knows of the end is that it does not know. */
const lastAnswers = async (environment: Environment, gear: Gear) =>
  gear.signal.aborted && environment.release
    ? { answers: [], failed: { reason: 'interrupted' as const, detail: 'the run ended before it was asked again' } }
    : askRelease(environment, gear)

function boundOf(plan: Plan, checklist: Checklist): BoundChecklist {
  const bound = plan.checklists.find((one) => one.checklist === checklist)
  if (!bound) throw new Error(`${checklist.id} is not part of this plan`)
  return bound
}

/** Document order; with a deadline the highest severity that needs a look comes first. */
function rankOf(plan: Plan, bySeverity: boolean): (checklist: Checklist, id: string) => number {
  const ranks = new Map<string, number>()
  let position = 0
  for (const { checklist } of plan.checklists) {
    for (const item of checklist.items.values()) {
      if (item.body.kind !== 'look') continue
      position += 1
      const key = `${checklist.id} ${item.body.look}`
      const rank = (bySeverity ? SEVERITIES.indexOf(item.severity) * 1_000_000 : 0) + position
      ranks.set(key, Math.min(rank, ranks.get(key) ?? Number.POSITIVE_INFINITY))
    }
  }
  return (checklist, id) => ranks.get(`${checklist.id} ${id}`) ?? 0
}

export const deadlineReason = (ms: number): string => `the run's deadline of ${formatDuration(ms)} passed`
