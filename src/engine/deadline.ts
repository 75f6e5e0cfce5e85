import { formatDuration } from '../core/duration.ts'
import { LookError } from '../core/look-error.ts'

/**
 * Runs one attempt under a deadline of our own: at `timeoutMs`, or when the run ends, the signal aborts and the promise
 * rejects at once, whatever the task does (library time-outs are not deadlines). A throw that is no LookError is `internal`.
 */
export async function withDeadline<T>(timeoutMs: number, run: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (run.aborted) throw interrupted(run)
  const controller = new AbortController()
  let stop: (error: LookError) => void = () => {}
  const over = new Promise<never>((_, reject) => {
    stop = (error) => {
      reject(error)
      controller.abort(error)
    }
  })
  const timer = setTimeout(() => stop(new LookError('timeout', `it was not done within ${formatDuration(timeoutMs)}`)), timeoutMs)
  const onEnd = () => stop(interrupted(run))
  run.addEventListener('abort', onEnd, { once: true })
  try {
    return await Promise.race([start(task, controller.signal), over])
  } catch (error) {
    throw asLookError(error)
  } finally {
    clearTimeout(timer)
    run.removeEventListener('abort', onEnd)
    // Whatever the attempt left open is closed now.
    if (!controller.signal.aborted) controller.abort()
  }
}

const start = async <T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => task(signal)

const interrupted = (run: AbortSignal): LookError =>
  new LookError('interrupted', typeof run.reason === 'string' ? run.reason : 'the run was ended before it was done')

/** The error itself when it is typed, else `internal`: a fault of a probe or of the engine. */
export function asLookError(error: unknown): LookError {
  if (error instanceof LookError) return error
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new LookError('internal', `a fault inside the probe: ${text.slice(0, 300)}`)
}
