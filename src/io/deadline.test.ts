import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LookError } from '../core/look-error.ts'
import { withDeadline, type Deadline } from './deadline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Work that never ends, and what became of it. */
function stuck(signal: AbortSignal, timeoutMs: number) {
  const seen = { destroyed: 0, ended: undefined as unknown, deadline: undefined as Deadline | undefined }
  withDeadline({ signal, timeoutMs, what: 'no answer' }, (deadline) => {
    seen.deadline = deadline
    deadline.phase = 'connecting'
    deadline.onEnd(() => (seen.destroyed += 1))
    const takeBack = deadline.onEnd(() => (seen.destroyed += 100))
    takeBack()
    return new Promise<never>(() => {})
  }).catch((error: unknown) => (seen.ended = error))
  return seen
}

it('ends at the deadline and not before, says how far the work came, and destroys what is open once', async () => {
  const seen = stuck(new AbortController().signal, 5000)
  await vi.advanceTimersByTimeAsync(4999)
  expect(seen).toMatchObject({ destroyed: 0, ended: undefined })
  await vi.advanceTimersByTimeAsync(1)
  expect(seen).toMatchObject({ destroyed: 1, ended: { reason: 'timeout', message: 'no answer within 5.0 s: connecting' } })
  seen.deadline?.onEnd(() => (seen.destroyed += 10))
  expect(seen.destroyed).toBe(11)
  expect(vi.getTimerCount()).toBe(0)
})

it.each([
  [new LookError('refused', 'the budget is spent'), { reason: 'refused', message: 'the budget is spent: connecting' }],
  [new DOMException('', 'TimeoutError'), { reason: 'timeout', message: "the look's time was over: connecting" }],
  [new Error('SIGINT'), { reason: 'interrupted', message: 'the look was interrupted: connecting' }],
])('ends when its signal does, with the reason of it: %s', async (why, expected) => {
  const controller = new AbortController()
  const seen = stuck(controller.signal, 5000)
  controller.abort(why)
  await vi.advanceTimersByTimeAsync(0)
  expect(seen).toMatchObject({ destroyed: 1, ended: expected })
  expect(vi.getTimerCount()).toBe(0)
})

it('begins nothing when the signal has ended already', async () => {
  const work = vi.fn<() => Promise<void>>()
  const ended = withDeadline({ signal: AbortSignal.abort(), timeoutMs: 5000, what: 'no answer' }, work)
  await expect(ended).rejects.toMatchObject({ reason: 'interrupted' })
  expect(work).not.toHaveBeenCalled()
})

it('leaves no timer behind when the work is done', async () => {
  expect(await withDeadline({ signal: new AbortController().signal, timeoutMs: 5000, what: 'no answer' }, async () => 1)).toBe(1)
  expect(vi.getTimerCount()).toBe(0)
})
