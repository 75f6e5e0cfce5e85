import { afterEach, expect, it, vi } from 'vitest'
import { LookError } from '../core/look-error.ts'
import { withDeadline } from './deadline.ts'

const running = () => new AbortController()
const never = <T>() => new Promise<T>(() => {})
afterEach(() => void vi.useRealTimers())

it('gives the result of a task that is done in time, and then tells it that its time is over', async () => {
  let signal: AbortSignal | undefined
  await expect(
    withDeadline(5000, running().signal, async (given) => {
      signal = given
      expect(given.aborted).toBe(false)
      return 'seen'
    }),
  ).resolves.toBe('seen')
  expect(signal?.aborted).toBe(true)
})

it('tells a task at the deadline, and ends one that ignores it a tenth of a second later', async () => {
  vi.useFakeTimers()
  const seen = { aborted: false, ended: undefined as unknown }
  withDeadline(5000, running().signal, (signal) => {
    signal.addEventListener('abort', () => (seen.aborted = true))
    return never()
  }).catch((error: unknown) => (seen.ended = error))
  await vi.advanceTimersByTimeAsync(4999)
  expect(seen).toEqual({ aborted: false, ended: undefined })
  await vi.advanceTimersByTimeAsync(1)
  expect(seen).toEqual({ aborted: true, ended: undefined })
  await vi.advanceTimersByTimeAsync(100)
  expect(seen.ended).toMatchObject({ name: 'LookError', reason: 'timeout', again: true, message: 'it was not done within 5.0 s' })
})

it('aborts with the reason, so that the task can tell a deadline from Ctrl-C', async () => {
  let reason: unknown
  await withDeadline(
    20,
    running().signal,
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason
          reject(new Error('stopped'))
        })
      }),
  ).catch(() => {})
  expect(reason).toMatchObject({ reason: 'timeout' })
})

it('ends at once when the run ends, with its reason', async () => {
  const run = running()
  const result = withDeadline(60_000, run.signal, () => never())
  setTimeout(() => run.abort('SIGTERM'), 20)
  await expect(result).rejects.toMatchObject({ reason: 'interrupted', message: 'SIGTERM', again: false })
})

it('starts nothing when the run has ended already', async () => {
  const run = running()
  run.abort('SIGINT')
  let started = false
  await expect(
    withDeadline(1000, run.signal, async () => {
      started = true
    }),
  ).rejects.toMatchObject({ reason: 'interrupted' })
  expect(started).toBe(false)
})

it('does not leave a rejection that comes too late unhandled', async () => {
  const unhandled: unknown[] = []
  const listener = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', listener)
  await withDeadline(20, running().signal, () => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 60))).catch(
    () => {},
  )
  await new Promise((resolve) => setTimeout(resolve, 120))
  process.off('unhandledRejection', listener)
  expect(unhandled).toEqual([])
})

it.each([
  ['an error', new TypeError('x is not a function'), 'a fault inside the probe: TypeError: x is not a function'],
  ['something that is no error', 'oops', 'a fault inside the probe: oops'],
])('makes a fault of ours of a throw of %s', async (_, thrown, message) => {
  await expect(withDeadline(1000, running().signal, async () => Promise.reject(thrown))).rejects.toMatchObject({
    reason: 'internal',
    message,
    again: false,
  })
})

it('takes a throw before the first await as well', async () => {
  await expect(
    withDeadline(1000, running().signal, () => {
      throw new LookError('malformed', 'cut off')
    }),
  ).rejects.toMatchObject({ reason: 'malformed', message: 'cut off' })
})

it('lets a task say at the deadline how far it came, but takes no result any more', async () => {
  const atEnd = (act: (resolve: (value: string) => void, reject: (error: unknown) => void) => void) => (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => void signal.addEventListener('abort', () => act(resolve, reject)))
  await expect(
    withDeadline(
      20,
      running().signal,
      atEnd((_, reject) => reject(new LookError('timeout', 'no header came'))),
    ),
  ).rejects.toMatchObject({ message: 'no header came' })
  await expect(
    withDeadline(
      20,
      running().signal,
      atEnd((_, reject) => reject(new LookError('unreachable', 'closed'))),
    ),
  ).rejects.toMatchObject({ reason: 'timeout', message: 'it was not done within 20 ms' })
  await expect(
    withDeadline(
      20,
      running().signal,
      atEnd((resolve) => resolve('too late')),
    ),
  ).rejects.toMatchObject({ reason: 'timeout' })
})
