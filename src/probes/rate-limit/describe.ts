import { formatDuration } from '../../core/duration.ts'
import type { Description } from '../contract.ts'
import { shownSeries, sourceOf } from '../series.ts'
import type { Params } from './schema.ts'

/** `6 x POST https://host/login in one burst`, and what follows a refusal. */
export function describe(params: Params, { origin }: { readonly origin?: string }): Description {
  const burst = params.concurrency === 'parallel' ? 'in one burst' : 'one after the other'
  const after = [
    ...(params.spoof ? ['1 with a forged address'] : []),
    ...(params.replicas.length > 0 ? [`1 to each of ${params.replicas.join(', ')}`] : []),
    ...(params.shift ? [`${shownSeries([params.shift], origin)} and 1 more`] : []),
    ...(params.recovery && !params.shift ? [`1 after up to ${formatDuration(params.period)}`] : []),
  ]
  const then = after.length === 0 ? '' : `; once refused: ${after.join(', ')}`
  return { summary: `${params.limit + 1} x ${shownSeries(sourceOf(params), origin)} ${burst}${then}` }
}
