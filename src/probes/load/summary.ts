import type { Unread } from '../../core/unread.ts'
import type { Observation } from './schema.ts'
import type { Tally } from './tally.ts'

const PERCENTILES = { p50Ms: 0.5, p90Ms: 0.9, p95Ms: 0.95, p99Ms: 0.99, maxMs: 1 } as const
/** A generator later than this, or than a twentieth of the times that it measures, is part of the story. */
const LATE_MS = 50
const LATE_SHARE = 0.05
const REFUSALS = [429, 503]

export interface Asked {
  readonly withinMs: number
  /** Absent for users, who are never late. */
  readonly rate?: number
}

/** What a tally says. Times of an infinite length, which JSON has not, are shown as longer than `within`: no limit up to that is kept by them. */
export function summary(tally: Tally, { withinMs, rate }: Asked): { observation: Observation; unread: Unread[] } {
  const { sent, unsent, completed, timeouts, bytes } = tally
  const times = Float64Array.from(tally.times).sort()
  const lags = Float64Array.from(tally.lags).sort()
  const answers = [...tally.statuses]
  const non2xx = sum(answers.filter(([status]) => status < 200 || status > 299))
  const refused = sum(answers.filter(([status]) => REFUSALS.includes(status)))
  const failed = times.length - completed
  const lag = { sendLagP99Ms: percentile(lags, 0.99, withinMs), sendLagMaxMs: percentile(lags, 1, withinMs) }
  const doubts = [
    ...(refused > 0 ? [`${refused} of ${completed} answers were refusals (429 or 503): a limit was measured`] : []),
    ...(rate !== undefined && lag.sendLagP99Ms > Math.max(LATE_MS, LATE_SHARE * percentile(times, 0.99, withinMs))
      ? [`1 in 100 requests left ${lag.sendLagP99Ms.toFixed(0)} ms late or more: this machine or \`connections\` was the limit`]
      : []),
  ]
  const observation: Observation = {
    sent,
    unsent,
    completed,
    failed,
    timeouts,
    failedShare: times.length === 0 ? 0 : failed / times.length,
    statuses: Object.fromEntries(answers.map(([status, count]) => [String(status), count])),
    non2xx,
    non2xxShare: completed === 0 ? 0 : non2xx / completed,
    refused,
    valid: doubts.length === 0,
    doubts,
    ...(refused > 0 ? {} : percentiles(times, withinMs)),
    ...(rate === undefined ? {} : lag),
    achievedRate: achieved(tally, rate),
    durationMs: tally.lastEndAt - tally.firstAt,
    bytes,
    firstErrors: [...tally.errors].slice(0, 5).map(([kind, count]) => `${count} x ${kind}`),
  }
  return {
    observation,
    unread:
      refused > 0 ? Object.keys(PERCENTILES).map((field) => ({ path: [field], reason: 'insufficient', detail: doubts[0] ?? '' })) : [],
  }
}

const percentiles = (sorted: Float64Array, withinMs: number) =>
  Object.fromEntries(Object.entries(PERCENTILES).map(([field, share]) => [field, percentile(sorted, share, withinMs)])) as Record<
    keyof typeof PERCENTILES,
    number
  >

/** The smallest value that so many do not exceed (nearest rank): one that was seen, never one between two. */
function percentile(sorted: Float64Array, share: number, withinMs: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Infinity
  return value === Infinity ? withinMs + 1 : value
}

/** Intervals begin with a request: the last one's counts too. */
function achieved({ sent, firstAt, lastSentAt, lastEndAt }: Tally, rate: number | undefined): number {
  const spanMs = rate === undefined ? lastEndAt - firstAt : lastSentAt - firstAt + 1000 / rate
  return spanMs > 0 && sent > 0 ? (sent * 1000) / spanMs : 0
}

function sum(counts: readonly (readonly [number, number])[]): number {
  let all = 0
  for (const [, count] of counts) all += count
  return all
}
