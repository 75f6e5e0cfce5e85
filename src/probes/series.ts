import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { LookError } from '../core/look-error.ts'
import type { HttpRequest } from '../io/http/types.ts'
import { Secret } from '../redaction/secret.ts'
import { anonymous, bodyOf, headersOf, isRead, oneAddress, oneBody, requestFields, urlOf } from './request.ts'

/** One of many requests: `{n}` in a text of it is its running number from 1, `{random}` 16 hexadecimal digits drawn for it. */
export const Request = z
  .strictObject({ ...requestFields, anonymous: anonymous() })
  .refine(...oneAddress)
  .refine(...oneBody)
export type Request = z.output<typeof Request>

/** A list that is used in turn, from the start again at its end. */
export const Requests = z.array(Request.describe('A request')).min(1).max(10_000)

/** The two ways to say what is sent many times; put the rule of `oneSource` on it. */
export const sourceFields = {
  request: Request.optional().describe(
    'The request to send; `{n}` in a text of it is the running number, `{random}` 16 fresh hexadecimal digits',
  ),
  requests: Requests.optional().describe('Requests to send in turn, in place of `request`'),
}

interface Source {
  readonly request?: Request | undefined
  readonly requests?: readonly Request[] | undefined
}

export const oneSource = [
  ({ request, requests }: Source): boolean => (request === undefined) !== (requests === undefined),
  'wants either `request` or `requests`',
] as const

/** The requests of either spelling. */
export const sourceOf = ({ request, requests }: Source): readonly Request[] => requests ?? (request === undefined ? [] : [request])

/** Whether every request that stands there, one or a list, is a plain read. */
export const areReads = (raw: unknown): boolean => (Array.isArray(raw) ? raw.every(isRead) : isRead(raw))

/** A request ready for the client, but for its connection and deadline. */
export type Outgoing = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body' | 'anonymous' | 'ownOnly'>

/**
 * The n-th request of a series, n from 1. It goes to origins of the environment only: many requests at somebody else's server are no
 * look. Throws LookError `unconfigured` where a path has no origin.
 */
export function seriesOf(requests: readonly Request[], origin: string | undefined): (n: number) => Outgoing {
  if (origin === undefined && requests.some(({ url }) => url === undefined))
    throw new LookError('unconfigured', 'the environment has no origin for this path')
  const made = requests.map((request) => {
    const still = varies(request) ? undefined : outgoing(request, origin)
    return (n: number) => still ?? outgoing(filled(request, n), origin)
  })
  return (n) => {
    const make = made[(n - 1) % made.length]
    if (make === undefined) throw new RangeError(`there is no request ${n}`)
    return make(n)
  }
}

/** `POST https://host/login`, and how many others there are. */
export function shownSeries(requests: readonly Request[], origin: string | undefined): string {
  const shown = requests.map(
    (request) => `${request.method.toUpperCase()} ${urlOf(request, origin).replaceAll(/%7B(n|random)%7D/g, '{$1}')}`,
  )
  const different = [...new Set(shown)]
  if (different.length === 1) return `${different[0]}${requests.length === 1 ? '' : ` (${requests.length} requests in turn)`}`
  return `${different[0]} (and ${requests.length - 1} other${requests.length === 2 ? '' : 's'} in turn)`
}

function outgoing(request: Request, origin: string | undefined): Outgoing {
  const body = bodyOf(request)
  return {
    method: request.method.toUpperCase(),
    url: urlOf(request, origin),
    headers: headersOf(request),
    anonymous: request.anonymous,
    ownOnly: true,
    ...(body === undefined ? {} : { body: body.body }),
  }
}

const MARK = /\{(n|random)\}/g

const varies = (value: unknown): boolean =>
  JSON.stringify(value, (_, each: unknown) => (each instanceof Secret ? '' : each)).search(MARK) >= 0

function filled(request: Request, n: number): Request {
  return withValues(request, { n: String(n), random: randomBytes(8).toString('hex') })
}

/** The request with `{n}` and `{random}` in its texts filled in. */
export function withValues(request: Request, values: Readonly<Record<string, string>>): Request {
  return replaced(request, (text) => text.replaceAll(MARK, (_, name: string) => values[name] ?? '')) as Request
}

/** Secrets stay as they are: a password may hold `{n}`. */
function replaced(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value)
  if (Array.isArray(value)) return value.map((each: unknown) => replaced(each, fill))
  if (typeof value !== 'object' || value === null || value instanceof Secret) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, fill)]))
}
