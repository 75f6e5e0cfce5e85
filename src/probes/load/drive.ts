import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { pause } from '../../io/pause.ts'
import type { Event, Outcome } from './tally.ts'

export interface Driver {
  /** Sends request `n`, counted from 1, and ends after `timeoutMs` whatever happens. */
  readonly send: (n: number, timeoutMs: number) => Promise<HttpExchange>
  readonly record: (event: Event) => void
  /** Tells, before each request, that it makes no sense to go on. */
  readonly over: () => boolean
  readonly withinMs: number
  readonly signal: AbortSignal
}

export interface Rate {
  readonly perSecond: number
  readonly count: number
  readonly connections: number
}

/**
 * Constant arrivals: request i is due at i / rate, whatever became of those before, and all that is due is sent at each tick. Times count
 * from when a request was due, so that a target that stalls is seen with all who would have waited (no coordinated omission).
 */
export async function atRate(driver: Driver, { perSecond, count, connections }: Rate): Promise<void> {
  const { promise: done, resolve: finish } = deferred()
  const startAt = monotonicMs() + 1
  const dueAt = (i: number) => startAt + (i * 1000) / perSecond
  let due = 0
  let begun = 0
  let underWay = 0
  let last = count

  const drain = () => {
    while (begun < due && underWay < connections) {
      const n = begun
      begun += 1
      underWay += 1
      void one(driver, n + 1, dueAt(n)).then(() => {
        underWay -= 1
        drain()
      })
    }
    if (begun >= last && underWay === 0) finish()
  }
  while (due < count && !driver.over()) {
    const now = monotonicMs()
    while (due < count && dueAt(due) <= now) due += 1
    drain()
    if (due < count) await pause(Math.max(1, dueAt(due) - monotonicMs()), driver.signal)
  }
  last = due
  drain()
  await done
}

export interface Users {
  readonly users: number
  readonly iterations: number
  readonly durationMs: number
}

/** Users who each ask again as soon as they were answered, each so often or until the time is over. */
export async function byUsers(driver: Driver, { users, iterations, durationMs }: Users): Promise<void> {
  const endsAt = monotonicMs() + durationMs
  let n = 0
  const user = async () => {
    for (let left = iterations; left > 0 && monotonicMs() < endsAt && !driver.over(); left -= 1) {
      n += 1
      await one(driver, n, monotonicMs())
    }
  }
  await Promise.all(Array.from({ length: users }, user))
}

async function one({ send, record, withinMs }: Driver, n: number, dueAt: number): Promise<void> {
  const sentAt = monotonicMs()
  const left = withinMs - (sentAt - dueAt)
  const outcome: Outcome = left <= 0 ? 'unsent' : await send(n, left).catch(asLookError)
  record({ n, dueAt, sentAt, outcome })
}

function asLookError(error: unknown): LookError {
  return error instanceof LookError ? error : new LookError('internal', 'a request ended with a fault of the program')
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((onResolve) => {
    resolve = onResolve
  })
  return { promise, resolve }
}
