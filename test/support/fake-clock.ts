import type { Clock } from '../../src/engine/clock.ts'

export interface FakeClock extends Clock {
  /** What was slept, in order. */
  readonly slept: readonly number[]
  advance(ms: number): void
}

/** Time that passes only by sleeping, at once, or by `advance`. */
export function fakeClock(): FakeClock {
  const slept: number[] = []
  let at = 0
  return {
    slept,
    advance: (ms) => void (at += ms),
    now: () => new Date(Date.UTC(2026, 0, 2) + at),
    monotonic: () => at,
    sleep: async (ms, signal) => {
      if (signal?.aborted) return
      slept.push(ms)
      at += ms
    },
  }
}
