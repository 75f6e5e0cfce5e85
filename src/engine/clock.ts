import { monotonicMs } from '../core/monotonic.ts'

/** Time as the engine sees it; the command line gives the real one, tests and replays their own. */
export interface Clock {
  /** Wall clock. */
  readonly now: () => Date
  /** Monotonic milliseconds. */
  readonly monotonic: () => number
  /** Resolves after `ms`, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: monotonicMs,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, Math.min(ms, 2_147_483_647))
      signal?.addEventListener('abort', done, { once: true })
    }),
}
