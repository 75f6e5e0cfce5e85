import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import type { Outgoing } from '../series.ts'

/** Sends one request and gives its answer. */
export type Send = (request: Outgoing) => Promise<HttpExchange>

export interface Burst {
  /** In order of their coming. */
  readonly answers: readonly HttpExchange[]
  readonly spanMs: number
}

/** Enough to be fast, and no flood; more at once are not faster (research: 31 in 20 ms either way). */
const MOST_AT_ONCE = 50

/**
 * Sends requests 1 to `count`, each once. A request without an answer may have been counted by the target or not: the burst ends, and
 * a LookError that no retry follows says so.
 */
export async function burst(count: number, next: (n: number) => Outgoing, send: Send, parallel: boolean): Promise<Burst> {
  const answers: HttpExchange[] = []
  const failures: LookError[] = []
  let sent = 0
  const worker = async () => {
    while (sent < count && failures.length === 0) {
      sent += 1
      await send(next(sent)).then(
        (answer) => void answers.push(answer),
        (error: unknown) => void failures.push(asLookError(error)),
      )
    }
  }
  const startedAt = monotonicMs()
  await Promise.all(Array.from({ length: parallel ? Math.min(count, MOST_AT_ONCE) : 1 }, worker))
  const [first] = failures
  if (first !== undefined) {
    throw new LookError(first.reason, `${failures.length} of ${sent} requests of the burst were not answered: ${first.message}`, {
      again: false,
    })
  }
  return { answers, spanMs: monotonicMs() - startedAt }
}

function asLookError(error: unknown): LookError {
  if (error instanceof LookError) return error
  throw error
}
