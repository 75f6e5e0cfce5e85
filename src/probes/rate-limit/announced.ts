import { trimmed } from '../../core/trimmed.ts'
import { parseDictionary, parseList } from '../../io/structured-fields.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { escapeControls } from '../../redaction/escape.ts'
import type { Refusal } from './schema.ts'

type Headers = HttpExchange['headers']

/** Spellings of the three fields in use before RateLimit (draft-ietf-httpapi-ratelimit-headers-06 and older, and vendors). */
const PREFIXES = ['ratelimit', 'x-ratelimit', 'x-rate-limit']

/** What a refusal announces: Retry-After (RFC 9110, 10.2.3), RateLimit and RateLimit-Policy of any draft, and the older fields. */
export function announcement({ status, headers }: Pick<HttpExchange, 'status' | 'headers'>, now: Date): Refusal {
  // The server's own clock, where it tells: the two need not agree.
  const at = httpDate(headers['date'] ?? '', now.getTime()) ?? now.getTime()
  const structured = structuredOf(headers, older(headers, 'limit', leading))
  const said = {
    retryAfterSeconds: retryAfter(headers['retry-after'], at),
    limit: structured.limit,
    remaining: structured.remaining ?? older(headers, 'remaining', leading),
    resetSeconds: structured.resetSeconds ?? older(headers, 'reset', (text) => secondsOf(text, at)),
    windowSeconds: structured.windowSeconds,
    policy: shortened(headers['ratelimit-policy']),
  }
  return { status, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) }
}

/** What does not fit the declared limit and period, each as a sentence; seconds are rounded by servers, so one of them is forgiven. */
export function disagreements(said: Refusal, headers: Headers, declared: { readonly limit: number; readonly period: number }): string[] {
  const period = declared.period / 1000
  const within = (name: string, seconds: number | undefined) => {
    if (seconds === undefined) return []
    if (seconds < -1) return [`${name} lies ${-seconds} s in the past`]
    return seconds > Math.ceil(period) + 1 ? [`${name} is ${seconds} s away, the period is ${period} s`] : []
  }
  const retry = headers['retry-after']
  return [
    ...(said.limit === undefined || said.limit === declared.limit
      ? []
      : [`the limit is announced as ${said.limit}, declared as ${declared.limit}`]),
    ...(said.remaining === undefined || said.remaining === 0
      ? []
      : [`${said.remaining} requests are announced as left, and it was refused`]),
    ...(said.windowSeconds === undefined || said.windowSeconds === period
      ? []
      : [`the window is announced as ${said.windowSeconds} s, declared as ${period} s`]),
    ...within('the reset', said.resetSeconds),
    ...within('Retry-After', said.retryAfterSeconds),
    ...(retry !== undefined && said.retryAfterSeconds === undefined
      ? [`Retry-After is neither seconds nor a date: ${JSON.stringify(escapeControls(retry.slice(0, 40)))}`]
      : []),
  ]
}

type Structured = Pick<Refusal, 'limit' | 'remaining' | 'resetSeconds' | 'windowSeconds'>

function structuredOf(headers: Headers, olderLimit: number | undefined): Structured {
  const counts = listOf(headers['ratelimit'])
  const policies = listOf(headers['ratelimit-policy'])
  // Of several limits the one that is used up refused.
  const count = counts.find(({ r }) => r === 0) ?? counts[0] ?? dictionaryOf(headers['ratelimit'])
  const limit = number(count['limit']) ?? olderLimit
  const quota = (policy: Fields) => number(policy['q']) ?? number(policy['name'])
  const policy =
    policies.find(({ name }) => typeof name === 'string' && name === count['name']) ??
    policies.find((each) => quota(each) === limit) ??
    policies[0] ??
    {}
  return defined({
    limit: limit ?? quota(policy),
    remaining: number(count['r']) ?? number(count['remaining']),
    resetSeconds: number(count['t']) ?? number(count['reset']),
    windowSeconds: number(policy['w']),
  })
}

type Fields = Readonly<Record<string, unknown>>

/** `"login";r=0;t=30` as `{ name, r, t }`; empty when it is no list of such items. */
function listOf(text: string | undefined): Fields[] {
  return parsed(text, (value) =>
    parseList(value).flatMap(([name, fields]) =>
      Array.isArray(name) || fields.size === 0 ? [] : [{ name, ...Object.fromEntries(fields) }],
    ),
  )
}

/** `limit=30, remaining=0, reset=12` of draft 07. */
function dictionaryOf(text: string | undefined): Fields {
  return parsed(text, (value) => [Object.fromEntries([...parseDictionary(value)].map(([name, [value]]) => [name, value]))])[0] ?? {}
}

function parsed(text: string | undefined, parse: (text: string) => Fields[]): Fields[] {
  try {
    return text === undefined ? [] : parse(text)
  } catch {
    return []
  }
}

function older<T>(headers: Headers, field: string, read: (text: string) => T | undefined): T | undefined {
  for (const prefix of PREFIXES) {
    const text = headers[`${prefix}-${field}`]
    const value = text === undefined ? undefined : read(text)
    if (value !== undefined) return value
  }
  return undefined
}

const leading = (text: string): number | undefined => {
  const digits = /^\s*(\d{1,15})(?=\s*(?:[,;]|$))/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
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

const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)

const shortened = (text: string | undefined): string | undefined => (text === undefined ? undefined : escapeControls(text.slice(0, 200)))

const defined = (fields: Readonly<Record<string, number | undefined>>): Structured =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
