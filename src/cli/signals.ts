import { setMaxListeners } from 'node:events'
import { EXIT } from './exit.ts'

export interface Interruption {
  readonly signal: AbortSignal
  /** The exit status that the signal asks for, once it came. */
  readonly status: () => number | undefined
  readonly end: () => void
}

/**
 * The first Ctrl-C or SIGTERM ends the run with a complete report; the second ends the process at once, leaving the
 * journal for `readiness cleanup`. A deadline ends the run in the same way, without changing the status.
 */
export function listenForSignals(deadline?: { readonly ms: number; readonly reason: string }): Interruption {
  const controller = new AbortController()
  // Every look that runs listens: more than ten are no leak, and the warning would reach stderr.
  setMaxListeners(0, controller.signal)
  let status: number | undefined
  const on = (name: 'SIGINT' | 'SIGTERM' | 'SIGHUP', code: number) => {
    const handler = () => {
      if (status !== undefined) process.exit(code)
      status = code
      controller.abort(`interrupted by ${name}`)
    }
    process.on(name, handler)
    return () => process.off(name, handler)
  }
  const offs = [on('SIGINT', EXIT.interrupted), on('SIGTERM', EXIT.terminated), on('SIGHUP', 129)]
  const timer = deadline ? setTimeout(() => controller.abort(deadline.reason), deadline.ms) : undefined
  return {
    signal: controller.signal,
    status: () => status,
    end: () => {
      clearTimeout(timer)
      for (const off of offs) off()
    },
  }
}
