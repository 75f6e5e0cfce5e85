import { trimmed } from '../../core/trimmed.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { escapeControls } from '../../redaction/escape.ts'
import type { Refusal } from './schema.ts'
import { quoted, spellingsOf } from './spellings.ts'
import type { Headers, Reading, Spellings } from './spellings.ts'

/** What a refusal announces: Retry-After (RFC 9110, 10.2.3), RateLimit and RateLimit-Policy of any draft, and the older fields. */
export function announcement({ status, headers }: Pick<HttpExchange, 'status' | 'headers'>, now: Date): Refusal {
  const at = timeOf(headers, now)
  const { readings } = spellingsIn(headers, at)
  const first = (field: keyof Reading) => readings.map((one) => one[field]).find((value) => value !== undefined)
  const said = {
    retryAfterSeconds: retryAfter(headers['retry-after'], at),
    limit: first('limit'),
    remaining: first('remaining'),
    resetSeconds: first('resetSeconds'),
    windowSeconds: first('windowSeconds'),
    policy: shortened(headers['ratelimit-policy']),
  }
  return { status, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) }
}

/** A policy as it was sent says nothing by itself: what was read of it stands in the other fields. */
export const isAnnounced = (refusal: Refusal): boolean => Object.keys(refusal).some((field) => field !== 'status' && field !== 'policy')

interface Declared {
  readonly limit: number
  /** Milliseconds. */
  readonly period: number
}

/**
 * What does not fit the declared limit and period, each as a sentence, in every spelling that is there; seconds are rounded by
 * servers, so one of them is forgiven. What cannot be read is not known to fit.
 */
export function disagreements(said: Refusal, headers: Headers, declared: Declared, now: Date): string[] {
  const period = declared.period / 1000
  const { readings, loose, unread } = spellingsIn(headers, timeOf(headers, now))
  const within = (name: string, seconds: number | undefined) => {
    if (seconds === undefined) return []
    if (seconds < -1) return [`${name} lies ${-seconds} s in the past`]
    return seconds > Math.ceil(period) + 1 ? [`${name} is ${seconds} s away, the period is ${period} s`] : []
  }
  const all = (field: keyof Reading) => readings.flatMap((one) => one[field] ?? [])
  const retry = headers['retry-after']
  const sentences = [
    ...all('limit')
      .filter((limit) => limit !== declared.limit)
      .map((limit) => `the limit is announced as ${limit}, declared as ${declared.limit}`),
    ...all('remaining')
      .filter((remaining) => remaining !== 0)
      .map((remaining) => `${remaining} requests are announced as left, and it was refused`),
    ...all('windowSeconds')
      .filter((seconds) => seconds !== period)
      .map((seconds) => `the window is announced as ${seconds} s, declared as ${period} s`),
    ...(loose.length > 0 && !loose.some((policy) => policy.limit === declared.limit && (policy.windowSeconds ?? period) === period)
      ? [`none of the ${loose.length} policies that are announced is ${declared.limit} in ${period} s`]
      : []),
    ...all('resetSeconds').flatMap((seconds) => within('the reset', seconds)),
    ...within('Retry-After', said.retryAfterSeconds),
    ...(retry !== undefined && said.retryAfterSeconds === undefined ? [`Retry-After is neither seconds nor a date: ${quoted(retry)}`] : []),
    ...unread.map((name) => `${name} cannot be read: ${quoted(headers[name] ?? '')}`),
  ]
  return [...new Set(sentences)]
}

const spellingsIn = (headers: Headers, at: number): Spellings => spellingsOf(headers, (text) => secondsOf(text, at))

/** The server's own clock, where it tells: the two need not agree. */
function timeOf(headers: Headers, now: Date): number {
  return httpDate(headers['date'] ?? '', now.getTime()) ?? now.getTime()
}

/** The three forms of a date (RFC 9110, 5.6.7), each in UTC; a year of two digits is at most 50 years ahead. */
const DATES = [
  /^[A-Z][a-z]{2}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
]

function httpDate(text: string, near: number): number | undefined {
  const parts = DATES.map((form) => form.exec(trimmed(text))?.groups).find((groups) => groups !== undefined)
  if (parts === undefined) return undefined
  const { day = '', month = '', year = '', time = '' } = parts
  const full = year.length === 4 ? Number(year) : fullYear(Number(year), new Date(near).getUTCFullYear())
  const at = Date.parse(`${day.trim().padStart(2, '0')} ${month} ${full} ${time} GMT`)
  return Number.isNaN(at) ? undefined : at
}

function fullYear(year: number, now: number): number {
  const nearest = now - (now % 100) + year
  return nearest > now + 50 ? nearest - 100 : nearest
}

/** Seconds in whole numbers, or a date (RFC 9110, 10.2.3); anything else is malformed. */
function retryAfter(text: string | undefined, at: number): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,15}$/.test(trimmed(text))) return Number(trimmed(text))
  const time = httpDate(text, at)
  return time === undefined ? undefined : Math.round(time - at) / 1000
}

/** Seconds from `at` of a field without a standard: a delta, Unix seconds or milliseconds (vendors), or a date. A delta of 30 years is none. */
function secondsOf(text: string | undefined, at: number): number | undefined {
  if (text === undefined) return undefined
  const plain = /^\s*\d{1,15}(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined
  if (plain !== undefined && plain < 1e9) return plain
  const time = plain === undefined ? dateOf(text, at) : plain * (plain < 1e11 ? 1000 : 1)
  return time === undefined ? undefined : Math.round(time - at) / 1000
}

function dateOf(text: string, near: number): number | undefined {
  const known = httpDate(text, near)
  if (known !== undefined) return known
  const time = /^\s*(?:[A-Z][a-z]{2,8}[, ]|\d{4}-\d\d-\d\d)/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

const shortened = (text: string | undefined): string | undefined => (text === undefined ? undefined : escapeControls(text.slice(0, 200)))
