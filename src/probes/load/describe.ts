import { formatDuration } from '../../core/duration.ts'
import type { Description } from '../contract.ts'
import { shownSeries, sourceOf } from '../series.ts'
import { planOf } from './plan.ts'
import type { Params } from './schema.ts'

/** `1,550 x POST https://host/login, 50 a second for 31.0 s`. */
export function describe(params: Params, { origin }: { readonly origin?: string }): Description {
  const { warmupMs, durationMs, count } = planOf(params)
  const request = shownSeries(sourceOf(params), origin)
  const times = count === undefined ? '' : `${count} x `
  const time = Number.isFinite(durationMs) ? ` for ${formatDuration(warmupMs + durationMs)}` : ''
  const how = params.rate === undefined ? `by ${params.users} users, one after the other each${time}` : `${params.rate} a second${time}`
  return { summary: `${times}${request}, ${how}${warmupMs > 0 ? ` (the first ${formatDuration(warmupMs)} to warm up)` : ''}` }
}
