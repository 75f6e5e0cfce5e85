import { quantile } from 'simple-statistics'
import { monotonicMs } from '../../core/monotonic.ts'
import { formatDuration } from '../../core/duration.ts'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { Observe } from '../contract.ts'
import type { Request } from '../series.ts'
import { seriesOf } from '../series.ts'
import { SIGNIFICANT, compare } from './compare.ts'
import type { Comparison } from './compare.ts'
import { MOST_DROPPED, sample } from './sample.ts'
import type { Kind } from './sample.ts'
import type { Observation, Params } from './schema.ts'

const FEWEST = 30

/** Measures the kinds in turn over one connection and compares them by ranks; what the noise hides is unread. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const kindOf = (requests: readonly Request[]): Kind => ({ next: seriesOf(requests, context.origin), times: [], statuses: {} })
  const [a, b, control] = [kindOf(params.a), kindOf(params.b), params.control && kindOf(params.control)]
  const { dropped, failure } = await sample(control ? [a, b, control] : [a, b], {
    ...params,
    spacingMs: params.spacing ?? 0,
    signal: context.signal,
    // Before the look's own end, so that what was measured until then is kept.
    endsAt: monotonicMs() + context.timeoutMs * 0.9,
    send: (request) => context.http.send({ ...request, connection: 'kept', signal: context.signal, timeoutMs: context.timeoutMs }),
  })
  if (a.times.length === 0)
    throw failure ?? new LookError('insufficient', `none of ${dropped} pairs counts: ${statusText(a)} and ${statusText(b)}`)
  const base = {
    samples: a.times.length,
    dropped,
    a: population(a),
    b: population(b),
    ...(control ? { control: population(control) } : {}),
  }
  const few = tooFew(params, base.samples, dropped, failure)
  if (few !== undefined) {
    return {
      observation: base,
      unread: COMPARED.map((field) => ({ path: [field], ...few })),
      answer: `${base.samples} pairs, ${dropped} dropped`,
    }
  }
  const found = judged(params.margin, compare(a.times, b.times), control && compare(control.times, a.times).z)
  return {
    observation: { ...base, ...found.fields },
    unread: found.unread,
    answer: `${base.samples} pairs, ${found.fields.differenceMs?.toFixed(1)} ms apart`,
  }
}

const COMPARED = [
  'differenceMs',
  'differenceLowMs',
  'differenceHighMs',
  'z',
  'distinguishable',
  'equivalent',
  'detectableMs',
  'powerful',
] as const

function tooFew({ pairs }: Params, samples: number, dropped: number, failure: LookError | undefined): Omit<Unread, 'path'> | undefined {
  if (samples >= FEWEST && dropped <= (samples + dropped) * MOST_DROPPED) return undefined
  const first = failure === undefined ? '' : `; the first failure: ${failure.message}`
  return {
    reason: 'insufficient',
    detail: `${samples} of ${pairs} pairs count, ${dropped} were dropped: at least ${FEWEST} are needed and at most a fifth may be dropped${first}`,
  }
}

/** What follows from a comparison. Without power a difference that was not seen is not known to be none. */
export function judged(
  margin: number,
  { difference, low, high, z, detectable, fastest }: Comparison,
  controlZ: number | undefined,
): { fields: Partial<Observation>; unread: Unread[] } {
  const unseen = controlZ !== undefined && Math.abs(controlZ) <= SIGNIFICANT
  const powerful = detectable <= margin && !unseen
  const distinguishable = Math.abs(z) > SIGNIFICANT
  const beyond = low > margin || high < -margin
  const unequal = powerful && (low < -margin || high > margin)
  // A few accounts that are answered at once move no median.
  const apart = Math.abs(fastest) > margin
  const same = powerful && !apart
  const known = {
    ...(distinguishable || same ? { distinguishable } : {}),
    ...(beyond || unequal || same ? { equivalent: !beyond && !unequal } : {}),
  }
  const hidden = unseen
    ? 'the kind known to take another time was not seen to do so'
    : powerful
      ? `the fastest tenths lie ${formatMs(Math.abs(fastest))} apart, though most of the times do not: some of one kind are answered sooner`
      : `a difference below ${formatMs(detectable)} is hidden by the noise, ${formatDuration(margin)} would matter`
  const unread = (['distinguishable', 'equivalent'] as const)
    .filter((field) => !(field in known))
    .map((field): Unread => ({ path: [field], reason: 'insufficient', detail: hidden }))
  return {
    fields: { differenceMs: difference, differenceLowMs: low, differenceHighMs: high, z, detectableMs: detectable, powerful, ...known },
    unread,
  }
}

const formatMs = (ms: number): string => `${ms.toFixed(1)} ms`

function population({ times, statuses }: Kind): NonNullable<Observation['a']> {
  return { medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95), statuses }
}

function statusText({ statuses }: Kind): string {
  return (
    Object.entries(statuses)
      .map(([status, count]) => `${count} x ${status}`)
      .join(', ') || 'no answer'
  )
}
