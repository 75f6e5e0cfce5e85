import { monotonicMs } from '../../core/monotonic.ts'
import type { LookError } from '../../core/look-error.ts'
import type { HttpExchange } from '../../io/http/types.ts'

/** What became of one request. */
export type Outcome = HttpExchange | LookError | 'unsent'

/** Everything that is kept of a load; times in milliseconds, of `monotonicMs()` where they are moments. */
export interface Tally {
  sent: number
  unsent: number
  completed: number
  timeouts: number
  bytes: number
  firstAt: number
  lastSentAt: number
  lastEndAt: number
  readonly statuses: Map<number, number>
  /** From the moment a request was due; infinite without an answer or with one that is not ok. */
  readonly times: number[]
  readonly lags: number[]
  readonly errors: Map<string, number>
}

export interface Event {
  /** Running number from 1. */
  readonly n: number
  readonly dueAt: number
  /** When it left; of an unsent one when it was given up. */
  readonly sentAt: number
  readonly outcome: Outcome
}

export function emptyTally(): Tally {
  return {
    sent: 0,
    unsent: 0,
    completed: 0,
    timeouts: 0,
    bytes: 0,
    firstAt: Infinity,
    lastSentAt: 0,
    lastEndAt: 0,
    statuses: new Map(),
    times: [],
    lags: [],
    errors: new Map(),
  }
}

/** Counts one request; an answer is judged good enough to have a time by `ok`. */
export function count(tally: Tally, { dueAt, sentAt, outcome }: Event, ok: (status: number) => boolean): void {
  tally.firstAt = Math.min(tally.firstAt, dueAt)
  if (outcome === 'unsent') tally.unsent += 1
  else {
    tally.sent += 1
    tally.lags.push(sentAt - dueAt)
    tally.lastSentAt = Math.max(tally.lastSentAt, sentAt)
  }
  if (outcome === 'unsent' || outcome instanceof Error) {
    const timedOut = outcome === 'unsent' || outcome.reason === 'timeout'
    if (timedOut) tally.timeouts += 1
    tally.times.push(Infinity)
    tally.lastEndAt = Math.max(tally.lastEndAt, monotonicMs())
    // Sentences of time-outs name how much time was left, and would be a kind each.
    const kind = kindOf(outcome)
    tally.errors.set(kind, (tally.errors.get(kind) ?? 0) + 1)
    return
  }
  const took = sentAt - dueAt + outcome.timing.totalMs
  tally.completed += 1
  tally.bytes += outcome.wireBytes
  tally.statuses.set(outcome.status, (tally.statuses.get(outcome.status) ?? 0) + 1)
  tally.times.push(ok(outcome.status) ? took : Infinity)
  tally.lastEndAt = Math.max(tally.lastEndAt, dueAt + took)
}

function kindOf(outcome: LookError | 'unsent'): string {
  if (outcome === 'unsent') return 'no connection was free'
  return outcome.reason === 'timeout' ? 'no answer in time' : outcome.message
}
