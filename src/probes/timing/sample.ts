import { randomInt } from 'node:crypto'
import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { pause } from '../../io/pause.ts'
import type { Outgoing } from '../series.ts'

export interface Kind {
  readonly next: (n: number) => Outgoing
  /** Of the pairs that count, in their order. */
  readonly times: number[]
  readonly statuses: Record<string, number>
}

export interface Sampling {
  readonly pairs: number
  readonly warmup: number
  readonly drop: readonly number[]
  readonly spacingMs: number
  /** After this moment of `monotonicMs()` no pair is begun. */
  readonly endsAt: number
  readonly signal: AbortSignal
  readonly send: (request: Outgoing) => Promise<HttpExchange>
}

/** More than this share dropped says that something else was measured, a limit most likely. */
export const MOST_DROPPED = 0.2

/**
 * Sends one request of each kind per pair, one after the other in an order drawn anew, so that slow drifts and what the first request
 * does for the next hit all kinds alike. Fills the kinds and gives how many pairs were dropped, and the first failure. Ends early when
 * too many were.
 */
export async function sample(
  kinds: readonly Kind[],
  { pairs, warmup, drop, spacingMs, endsAt, signal, send }: Sampling,
): Promise<{ dropped: number; failure?: LookError }> {
  let dropped = 0
  let failure: LookError | undefined
  for (let n = 1; n <= warmup + pairs; n += 1) {
    if (monotonicMs() > endsAt || signal.aborted || dropped > pairs * MOST_DROPPED) break
    const times = new Map<Kind, number>()
    for (const kind of shuffled(kinds)) {
      await pause(spacingMs, signal)
      const answer = await send(kind.next(n)).catch(asLookError)
      if (answer instanceof LookError) failure ??= answer
      else if (n > warmup) kind.statuses[answer.status] = (kind.statuses[answer.status] ?? 0) + 1
      if (!(answer instanceof LookError) && answer.status < 500 && !drop.includes(answer.status))
        times.set(kind, answer.timing.firstByteMs - (answer.timing.connectMs ?? 0))
    }
    if (n <= warmup) continue
    if (times.size < kinds.length) dropped += 1
    else for (const [kind, time] of times) kind.times.push(time)
  }
  return { dropped, ...(failure === undefined ? {} : { failure }) }
}

function shuffled<T>(list: readonly T[]): T[] {
  const left = [...list]
  return list.flatMap(() => left.splice(randomInt(left.length), 1))
}

function asLookError(error: unknown): LookError {
  if (error instanceof LookError) return error
  throw error
}
