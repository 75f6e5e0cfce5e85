import { formatDuration } from '../core/duration.ts'
import { LookError } from '../core/look-error.ts'

/** How long a task may take at its deadline to say in its own words how far it came. */
const LAST_WORDS_MS = 100

/**
 * Runs one attempt under a deadline of our own: at `timeoutMs`, or when the run ends, the signal aborts and the promise
 * rejects, whatever the task does (library time-outs are not deadlines). A throw that is no LookError is `internal`.
 */
export async function withDeadline<T>(timeoutMs: number, run: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (run.aborted) throw interrupted(run)
  const controller = new AbortController()
  let end: (error: LookError) => void = () => {}
  const over = new Promise<never>((_, reject) => {
    end = reject
  })
  let lastWords: NodeJS.Timeout | undefined
  const timer = setTimeout(() => {
    const late = new LookError('timeout', `it was not done within ${formatDuration(timeoutMs)}`)
    lastWords = setTimeout(() => end(late), LAST_WORDS_MS)
    controller.abort(late)
  }, timeoutMs)
  const onEnd = () => {
    end(interrupted(run))
    controller.abort(interrupted(run))
  }
  run.addEventListener('abort', onEnd, { once: true })
  try {
    return await Promise.race([
      start(task, controller.signal).then(
        (result) => inTime(result, controller.signal),
        (error: unknown) => {
          throw ownWords(error, controller.signal)
        },
      ),
      over,
    ])
  } catch (error) {
    throw asLookError(error)
  } finally {
    clearTimeout(timer)
    clearTimeout(lastWords)
    run.removeEventListener('abort', onEnd)
    // Whatever the attempt left open is closed now.
    if (!controller.signal.aborted) controller.abort(DONE)
  }
}

/** A result after the deadline is none. */
function inTime<T>(result: T, signal: AbortSignal): T {
  if (signal.aborted) throw asLookError(signal.reason)
  return result
}

/** At the deadline only a typed time-out may say more than ours. */
function ownWords(error: unknown, { aborted, reason }: AbortSignal): unknown {
  return !aborted || (error instanceof LookError && error.reason === 'timeout') ? error : reason
}

/** The default reason would be an error with a stack for each attempt. */
const DONE = 'the attempt is over'

const start = async <T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => task(signal)

const interrupted = (run: AbortSignal): LookError =>
  new LookError('interrupted', typeof run.reason === 'string' ? run.reason : 'the run was ended before it was done')

/** The error itself when it is typed, else `internal`: a fault of a probe or of the engine. */
export function asLookError(error: unknown): LookError {
  if (error instanceof LookError) return error
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new LookError('internal', `a fault inside the probe: ${text.slice(0, 300)}`)
}
