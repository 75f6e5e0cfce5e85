import { formatDuration } from '../../core/duration.ts'
import type { Description, Where } from '../contract.ts'
import { curlLoop, timesOf } from '../curl-loop.ts'
import { shownSeries, sourceOf } from '../series.ts'
import { planOf } from './plan.ts'
import type { Params } from './schema.ts'

/** `1,550 x POST https://host/login, 50 a second for 31.0 s`; by hand a few, one after the other: without the load. */
export function describe(params: Params, where: Where): Description {
  const { warmupMs, durationMs, count } = planOf(params)
  const requests = sourceOf(params)
  const request = shownSeries(requests, where.origin)
  const times = count === undefined ? '' : `${count} x `
  const time = Number.isFinite(durationMs) ? ` for ${formatDuration(warmupMs + durationMs)}` : ''
  const how = params.rate === undefined ? `by ${params.users} users, one after the other each${time}` : `${params.rate} a second${time}`
  const turns = requests.slice(0, 1).map((first) => ({ request: first, write: '%{http_code} %{time_total} s' }))
  return {
    summary: `${times}${request}, ${how}${warmupMs > 0 ? ` (the first ${formatDuration(warmupMs)} to warm up)` : ''}`,
    repeat: curlLoop(timesOf(count ?? Infinity, requests), turns, where, ['one at a time, without the load']),
  }
}
