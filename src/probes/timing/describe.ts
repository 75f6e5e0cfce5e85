import type { Description, Where } from '../contract.ts'
import { curlLoop, timesOf } from '../curl-loop.ts'
import { shownSeries } from '../series.ts'
import type { Params } from './schema.ts'

/** `65 x (POST https://host/login, POST https://host/login) in random order`; by hand a few of each kind in turn, and when they were answered. */
export function describe({ a, b, control, pairs, warmup }: Params, where: Where): Description {
  const kinds = Object.entries({ a, b, ...(control ? { control } : {}) })
  const turns = kinds.flatMap(([kind, [request]]) =>
    request === undefined ? [] : [{ request, write: `${kind} %{http_code} %{time_starttransfer} s` }],
  )
  const times = Math.min(...kinds.map(([, requests]) => timesOf(warmup + pairs, requests)))
  return {
    summary: `${warmup + pairs} x each of ${kinds.map(([, requests]) => shownSeries(requests, where.origin)).join(' and ')}, one after the other in random order`,
    repeat: curlLoop(times, turns, where, ['each on a new connection, the first request of each kind alone']),
  }
}
