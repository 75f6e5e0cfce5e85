import { formatDuration } from '../../core/duration.ts'
import type { Description, Where } from '../contract.ts'
import { curlLoop } from '../curl-loop.ts'
import { shownSeries, sourceOf } from '../series.ts'
import type { Params } from './schema.ts'

/** `6 x POST https://host/login in one burst`, and what follows a refusal; by hand the burst alone, one request after the other. */
export function describe(params: Params, where: Where): Description {
  const { origin } = where
  const burst = params.concurrency === 'parallel' ? 'in one burst' : 'one after the other'
  const after = [
    ...(params.spoof ? ['1 with a forged address'] : []),
    ...(params.replicas.length > 0 ? [`1 to each of ${params.replicas.join(', ')}`] : []),
    ...(params.shift ? [`${shownSeries([params.shift], origin)} and 1 more`] : []),
    ...(params.recovery && !params.shift ? [`1 after up to ${formatDuration(params.period)}`] : []),
  ]
  const then = after.length === 0 ? '' : `; once refused: ${after.join(', ')}`
  const repeat = loopOf(params, where)
  return {
    summary: `${params.limit + 1} x ${shownSeries(sourceOf(params), origin)} ${burst}${then}`,
    ...(repeat === undefined ? {} : { repeat }),
  }
}

/** A loop that prints the statuses; undefined for requests in turn, which no short line sends. */
function loopOf(params: Params, where: Where): string | undefined {
  const [request, another] = sourceOf(params)
  if (request === undefined || another !== undefined) return undefined
  return curlLoop(params.limit + 1, [{ request, write: '%{http_code}' }], where)
}
