import type { UnknownReason } from './unread.ts'

/**
 * Thrown by io and probes when nothing was seen at all. The message is one sentence for people, free of secrets and of
 * library text that may hold them; the original error is never attached.
 */
export class LookError extends Error {
  override readonly name = 'LookError'
  readonly reason: UnknownReason
  /** Whether another attempt may see something: connection refused, reset, time-out; never a clean no. */
  readonly again: boolean

  constructor(reason: UnknownReason, message: string, options: { again?: boolean } = {}) {
    super(message)
    this.reason = reason
    this.again = options.again ?? (reason === 'unreachable' || reason === 'timeout')
  }
}
