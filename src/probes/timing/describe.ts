import type { Description } from '../contract.ts'
import { shownSeries } from '../series.ts'
import type { Params } from './schema.ts'

/** `65 x (POST https://host/login, POST https://host/login) in random order`. */
export function describe({ a, b, control, pairs, warmup }: Params, { origin }: { readonly origin?: string }): Description {
  const kinds = [a, b, ...(control ? [control] : [])].map((requests) => shownSeries(requests, origin))
  return { summary: `${warmup + pairs} x each of ${kinds.join(' and ')}, one after the other in random order` }
}
