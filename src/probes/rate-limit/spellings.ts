import { parseDictionary, parseList } from '../../io/structured-fields.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { escapeControls } from '../../redaction/escape.ts'
import type { Refusal } from './schema.ts'

export type Headers = HttpExchange['headers']

/** What one spelling says of the limit; a header may hold several. */
export type Reading = Partial<Pick<Refusal, 'limit' | 'remaining' | 'resetSeconds' | 'windowSeconds'>>

export interface Spellings {
  /** The newest spelling first. */
  readonly readings: readonly Reading[]
  /** Policies of which nothing says which one refused. */
  readonly loose: readonly Reading[]
  /** Names of header fields that are there and say nothing that can be read. */
  readonly unread: readonly string[]
}

/** Spellings of the three fields in use before RateLimit (draft-ietf-httpapi-ratelimit-headers-06 and older, and vendors). */
const PREFIXES = ['ratelimit', 'x-ratelimit', 'x-rate-limit']

/** Everything that the headers announce, in each spelling that is there; `seconds` reads a reset. */
export function spellingsOf(headers: Headers, seconds: (text: string) => number | undefined): Spellings {
  const older = PREFIXES.map((prefix): Reading =>
    defined({
      limit: maybe(headers[`${prefix}-limit`], leading),
      remaining: maybe(headers[`${prefix}-remaining`], leading),
      resetSeconds: maybe(headers[`${prefix}-reset`], seconds),
    }),
  )
  const counts = countsOf(headers['ratelimit'])
  const policies = listOf(headers['ratelimit-policy'])
  const limit = counts.map((count) => number(count['limit'])).find(known) ?? older.map((one) => one.limit).find(known)
  const chosen = (counts.length === 0 ? [{}] : counts).flatMap((count) => policiesOf(count, policies, limit))
  const named = counts.some(({ name }) => name !== undefined)
  const readings = [
    ...counts.map((count) =>
      defined({
        limit: number(count['limit']),
        remaining: number(count['r']) ?? number(count['remaining']),
        resetSeconds: number(count['t']) ?? number(count['reset']),
      }),
    ),
    ...chosen.map(readingOf),
    ...older,
    // The windows of `RateLimit-Limit: 30, 30;w=60`.
    ...listOf(headers['ratelimit-limit'])
      .map(readingOf)
      .filter((one) => one.limit === limit),
  ]
  return {
    readings,
    loose: chosen.length === 0 && !named ? policies.map(readingOf) : [],
    unread: [
      ...(headers['ratelimit'] !== undefined && counts.length === 0 ? ['ratelimit'] : []),
      ...(headers['ratelimit-policy'] !== undefined && policies.length === 0 ? ['ratelimit-policy'] : []),
      ...PREFIXES.flatMap((prefix, at) => [
        ...(headers[`${prefix}-limit`] !== undefined && older[at]?.limit === undefined ? [`${prefix}-limit`] : []),
        ...(headers[`${prefix}-remaining`] !== undefined && older[at]?.remaining === undefined ? [`${prefix}-remaining`] : []),
        ...(headers[`${prefix}-reset`] !== undefined && older[at]?.resetSeconds === undefined ? [`${prefix}-reset`] : []),
      ]),
    ],
  }
}

type Fields = Readonly<Record<string, unknown>>

/** Of several limits the one that is used up refused. */
function countsOf(text: string | undefined): Fields[] {
  const counts = listOf(text)
  const spent = counts.filter(({ r }) => r === 0)
  if (counts.length > 0) return spent.length > 0 ? spent : counts.slice(0, 1)
  const old = dictionaryOf(text)
  return ['limit', 'remaining', 'reset'].some((name) => number(old[name]) !== undefined) ? [old] : []
}

/** The policies of the count that refused: those of its name; of a count without a name those of its limit, or the only one. */
function policiesOf(count: Fields, policies: readonly Fields[], limit: number | undefined): readonly Fields[] {
  const name = count['name']
  if (name !== undefined) return policies.filter((policy) => String(policy['name']) === String(name))
  const fitting = policies.filter((policy) => limit !== undefined && readingOf(policy).limit === limit)
  if (fitting.length > 0) return fitting
  return policies.length === 1 ? policies : []
}

const readingOf = (policy: Fields): Reading =>
  defined({ limit: number(policy['q']) ?? number(policy['name']), windowSeconds: number(policy['w']) })

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

const leading = (text: string): number | undefined => {
  const digits = /^\s*(\d{1,15})(?=\s*(?:[,;]|$))/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

const maybe = <T>(text: string | undefined, read: (text: string) => T | undefined): T | undefined =>
  text === undefined ? undefined : read(text)

const known = (value: number | undefined): value is number => value !== undefined

const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)

const defined = (fields: Readonly<Record<string, number | undefined>>): Reading =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** A header field of the target as a sentence may hold it. */
export const quoted = (text: string): string => JSON.stringify(escapeControls(text.slice(0, 40)))
