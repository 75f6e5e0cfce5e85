import type { Params } from './schema.ts'

/** The numbers of a load: how long and how many. */
export interface LoadPlan {
  readonly warmupMs: number
  readonly durationMs: number
  /** Requests in all, those of the warm-up included; unknown for users who ask for a time. */
  readonly count?: number
  readonly warmupCount: number
}

const WARMUP_MS = 1000

/** How many requests a load is, as far as it can be told. */
export function planOf({ rate, users, duration, iterations, warmup }: Params): LoadPlan {
  const warmupMs = warmup ?? (rate === undefined ? 0 : WARMUP_MS)
  const durationMs = duration ?? Infinity
  if (rate === undefined)
    return { warmupMs, durationMs, warmupCount: 0, ...(iterations === undefined ? {} : { count: (users ?? 0) * iterations }) }
  const warmupCount = Math.ceil((rate * warmupMs) / 1000)
  return { warmupMs, durationMs, warmupCount, count: warmupCount + Math.max(1, Math.round((rate * durationMs) / 1000)) }
}
