import { setMaxListeners } from 'node:events'
import { formatDuration } from '../core/duration.ts'
import { LookError } from '../core/look-error.ts'

/** The time that a piece of work has; what it holds open is registered here and destroyed when the time is over. */
export interface Deadline {
  /** Told in the time-out's sentence: how far the work came. */
  phase: string
  /** Runs once at the end of the time, at once when it is over already; the returned function takes it back. */
  readonly onEnd: (destroy: () => void) => () => void
}

export interface DeadlineOptions {
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** Start of the time-out's sentence: `no answer`. */
  readonly what: string
}

// setTimeout takes a larger number for 1 ms.
const LONGEST_MS = 2_147_483_647

/**
 * The result of `work`, or a LookError at the deadline or abort, whatever `work` is stuck in: it is a race, and what it left
 * behind is destroyed. Library time-outs are no deadlines (they count idle time, or start late).
 */
export async function withDeadline<T>(options: DeadlineOptions, work: (deadline: Deadline) => Promise<T>): Promise<T> {
  const { signal, timeoutMs, what } = options
  if (signal.aborted) throw abortError(signal)
  const destroyers = new Set<() => void>()
  let over = false
  const deadline: Deadline = {
    phase: '',
    onEnd(destroy) {
      if (over) destroy()
      else destroyers.add(destroy)
      return () => void destroyers.delete(destroy)
    },
  }
  let reject: (error: LookError) => void = () => {}
  const ended = new Promise<never>((_, onReject) => {
    reject = onReject
  })
  const end = (error: LookError) => {
    over = true
    reject(error)
    for (const destroy of destroyers) destroy()
    destroyers.clear()
  }
  const timer = setTimeout(() => end(timeoutError(what, timeoutMs, deadline.phase)), Math.min(Math.max(timeoutMs, 1), LONGEST_MS))
  const onAbort = () => end(abortError(signal, deadline.phase))
  // One signal ends many requests at once; more than ten listeners are no leak here, and the warning would reach stderr.
  setMaxListeners(0, signal)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work(deadline), ended])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

function timeoutError(what: string, timeoutMs: number, phase: string): LookError {
  return new LookError('timeout', `${what} within ${formatDuration(timeoutMs)}${phase === '' ? '' : `: ${phase}`}`)
}

/** The engine aborts with a LookError of its own, `AbortSignal.timeout` with a TimeoutError, Ctrl-C with anything else. */
function abortError(signal: AbortSignal, phase = ''): LookError {
  const reason: unknown = signal.reason
  const tail = phase === '' ? '' : `: ${phase}`
  if (reason instanceof LookError)
    return tail === '' ? reason : new LookError(reason.reason, `${reason.message}${tail}`, { again: reason.again })
  if (reason instanceof Error && reason.name === 'TimeoutError') return new LookError('timeout', `the look's time was over${tail}`)
  return new LookError('interrupted', `the look was interrupted${tail}`)
}
