import { monotonicMs } from '../../core/monotonic.ts'
import { formatDuration } from '../../core/duration.ts'
import { LookError } from '../../core/look-error.ts'
import type { Observe } from '../contract.ts'
import { seriesOf, sourceOf } from '../series.ts'
import { atRate, byUsers } from './drive.ts'
import type { Driver } from './drive.ts'
import { planOf } from './plan.ts'
import type { Observation, Params } from './schema.ts'
import { summary } from './summary.ts'
import { count, emptyTally } from './tally.ts'
import type { Tally } from './tally.ts'

/** So many failures without a single answer: the target is not there, and more requests tell nothing more. */
const HOPELESS = 100

/** Sends the load and tells what came back. A target that never answers is no look; one that answers some is, with the rest as failures. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const plan = planOf(params)
  const wants = plan.warmupMs + plan.durationMs + params.within
  if (Number.isFinite(wants) && wants > context.timeoutMs) {
    throw new LookError(
      'insufficient',
      `the load of ${formatDuration(plan.warmupMs + plan.durationMs)} and ${formatDuration(params.within)} for its last answer do not fit into ${formatDuration(context.timeoutMs)}: the look needs a longer \`timeout\``,
    )
  }
  const tally = emptyTally()
  let failure: LookError | undefined
  let [answered, failures] = [0, 0]
  const countsFrom = monotonicMs() + plan.warmupMs
  const request = seriesOf(sourceOf(params), context.origin)
  const ok = (status: number) => params.ok?.includes(status) ?? (status >= 200 && status < 400)
  const driver: Driver = {
    withinMs: params.within,
    signal: context.signal,
    over: () => context.signal.aborted || (answered === 0 && failures >= HOPELESS),
    send: (n, timeoutMs) => context.http.send({ ...request(n), connection: 'kept', signal: context.signal, timeoutMs }),
    record: (event) => {
      if (event.outcome instanceof LookError) failure ??= event.outcome
      if (event.outcome instanceof LookError || event.outcome === 'unsent') failures += 1
      else answered += 1
      if (params.rate === undefined ? event.dueAt >= countsFrom : event.n > plan.warmupCount) count(tally, event, ok)
    },
  }
  await drive(params, driver, plan)
  if (tally.completed === 0) throw nothing(tally, failure)
  return {
    ...summary(tally, { withinMs: params.within, ...(params.rate === undefined ? {} : { rate: params.rate }) }),
    answer: `${tally.completed} of ${tally.times.length} answered`,
  }
}

function drive({ rate, users, iterations, connections }: Params, driver: Driver, plan: ReturnType<typeof planOf>): Promise<void> {
  if (rate !== undefined) return atRate(driver, { perSecond: rate, count: plan.count ?? 0, connections })
  return byUsers(driver, { users: users ?? 1, iterations: iterations ?? Infinity, durationMs: plan.warmupMs + plan.durationMs })
}

function nothing(tally: Tally, failure: LookError | undefined): LookError {
  if (failure === undefined) return new LookError('insufficient', 'no request was answered')
  return new LookError(failure.reason, `none of ${tally.times.length} requests was answered: ${failure.message}`, { again: false })
}
