import { expect, it } from 'vitest'
import { LookError } from '../../core/look-error.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { summary } from './summary.ts'
import { count, emptyTally } from './tally.ts'
import type { Outcome } from './tally.ts'

const answer = (totalMs: number, status = 200): Outcome =>
  ({ status, wireBytes: 10, timing: { totalMs, firstByteMs: totalMs } }) as HttpExchange
const late = new LookError('timeout', 'no answer within 9.8 s')

/** A tally of requests that were due every 10 ms and left `lag` later. */
function tallied(outcomes: readonly Outcome[], lag = 0) {
  const tally = emptyTally()
  outcomes.forEach((outcome, at) => count(tally, { n: at + 1, dueAt: at * 10, sentAt: at * 10 + lag, outcome }, (status) => status < 400))
  return tally
}

const of = (outcomes: readonly Outcome[], lag = 0) => summary(tallied(outcomes, lag), { withinMs: 10_000, rate: 100 })
const times = (many: number, outcome: Outcome): Outcome[] => Array.from({ length: many }, () => outcome)

it('takes percentiles that were seen, from when a request was due', () => {
  const { observation, unread } = of([...times(49, answer(5)), ...times(40, answer(20)), ...times(10, answer(100)), answer(300)], 2)
  expect(observation).toMatchObject({
    p50Ms: 22,
    p90Ms: 102,
    p95Ms: 102,
    p99Ms: 102,
    maxMs: 302,
    sent: 100,
    completed: 100,
    failed: 0,
    bytes: 1000,
    valid: true,
    doubts: [],
    sendLagP99Ms: 2,
    sendLagMaxMs: 2,
  })
  expect(observation.achievedRate).toBeCloseTo(100, 0)
  expect(unread).toEqual([])
})

it('counts what was not answered as longer than anything, never as less', () => {
  const { observation } = of([...times(97, answer(5)), late, 'unsent', new LookError('unreachable', 'the server reset the connection')])
  expect(observation).toMatchObject({
    sent: 99,
    unsent: 1,
    completed: 97,
    failed: 3,
    timeouts: 2,
    failedShare: 0.03,
    p95Ms: 5,
    p99Ms: 10_001,
    maxMs: 10_001,
  })
  expect(observation.firstErrors).toEqual(['1 x no answer in time', '1 x no connection was free', '1 x the server reset the connection'])
})

it('is not fooled by errors that come fast', () => {
  const { observation } = of([...times(90, answer(80)), ...times(10, answer(1, 500))])
  expect(observation).toMatchObject({ non2xx: 10, non2xxShare: 0.1, p50Ms: 80, p95Ms: 10_001, statuses: { 200: 90, 500: 10 }, valid: true })
})

it('does not pass the times of a limit off as those of the service', () => {
  const { observation, unread } = of([...times(60, answer(80)), ...times(40, answer(1, 429))])
  expect(observation).toMatchObject({
    refused: 40,
    valid: false,
    doubts: ['40 of 100 answers were refusals (429 or 503): a limit was measured'],
  })
  expect(observation).not.toHaveProperty('p95Ms')
  expect(unread.map(({ path }) => path[0])).toEqual(['p50Ms', 'p90Ms', 'p95Ms', 'p99Ms', 'maxMs'])
})

it('says when it was late itself', () => {
  expect(of(times(100, answer(5)), 60).observation).toMatchObject({
    valid: false,
    doubts: ['1 in 100 requests left 60 ms late or more: this machine or `connections` was the limit'],
    p50Ms: 65,
  })
  expect(of(times(100, answer(3000)), 60).observation.valid).toBe(true)
  // A twentieth of the times with the delay in them: 78.9 ms of 1577, 48 of 960.
  expect(of(times(100, answer(1500)), 77).observation.valid).toBe(true)
  expect(of(times(100, answer(900)), 60).observation.valid).toBe(false)
  expect(summary(tallied(times(3, answer(5))), { withinMs: 10_000 }).observation).not.toHaveProperty('sendLagP99Ms')
})
