import { formatDuration } from '../../core/duration.ts'
import type { Description, Where } from '../contract.ts'
import { curlBurst } from '../curl-loop.ts'
import { shownSeries, sourceOf } from '../series.ts'
import type { Params } from './schema.ts'

/** `6 x POST https://host/login in one burst`, and what follows a refusal; by hand the burst alone. */
export function describe(params: Params, where: Where): Description {
  const { origin } = where
  const how = params.concurrency === 'parallel' ? 'in one burst' : 'one after the other'
  const after = [
    ...(params.spoof ? ['1 with a forged address (3 where it is admitted)'] : []),
    ...(params.replicas.length > 0 ? [`1 to each of ${params.replicas.join(', ')}`] : []),
    ...(params.shift ? [`${shownSeries([params.shift], origin)} and 1 more`] : []),
    ...(params.recovery && !params.shift ? [`1 after up to ${formatDuration(params.period)}`] : []),
  ]
  const then = after.length === 0 ? '' : `; once refused: ${after.join(', ')}`
  const repeat = burstOf(params, where)
  return {
    summary: `${params.limit + 1} x ${shownSeries(sourceOf(params), origin)} ${how}${then}`,
    ...(repeat === undefined ? {} : { repeat }),
  }
}

/** The burst with what each answer says of the limit; undefined for requests in turn, which no short line sends. */
function burstOf(params: Params, where: Where): string | undefined {
  const [request, another] = sourceOf(params)
  if (request === undefined || another !== undefined) return undefined
  return curlBurst(params.limit + 1, request, where, params.concurrency === 'parallel')
}
