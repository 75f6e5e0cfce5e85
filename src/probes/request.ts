import * as z from 'zod'
import { Secret } from '../redaction/secret.ts'
import { secretText } from './fields.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** What every probe that sends requests of the author's takes for one, in one spelling; put the rules of `oneAddress` and `oneBody` on it. */
export const requestFields = {
  method: z
    .string()
    .regex(/^[A-Za-z][A-Za-z-]{0,19}$/, 'wants a method such as GET or DELETE')
    .default('GET')
    .describe('Method; other than GET, HEAD and OPTIONS the look must say its effect'),
  path: z
    .string()
    .regex(/^\/(?!\/)[^\\\s#]*$/, 'wants a path that starts with one /, for example /health')
    .optional()
    .describe('Path and query below the origin'),
  url: z
    .string()
    .regex(/^https?:\/\/[^\s#\\/?@]+(?:[/?][^\s#\\]*)?$/i, 'wants an absolute http or https URL without user and password')
    .optional()
    .describe('Absolute URL in place of `path`; identity and secrets are sent to origins of the environment only'),
  query: z
    .record(z.string(), z.union([scalar, z.array(scalar)]))
    .optional()
    .describe('Query parameters, added to those of the path; a list repeats the name'),
  headers: z
    .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'wants the name of a header'), secretText())
    .optional()
    .describe('Header fields; they win over those of the identity'),
  json: z.unknown().optional().describe('Body, sent as JSON with content-type application/json'),
  form: z.record(z.string(), secretText()).optional().describe('Body, sent as application/x-www-form-urlencoded'),
  body: secretText().optional().describe('Body, sent as it is'),
}

/** The last field of a request, after those that a probe adds. */
export const anonymous = () => z.boolean().default(false).describe('Sends neither identity nor cookies')

/** A request of the author, as parsed. */
export type Request = z.output<z.ZodObject<typeof requestFields>>

export const oneAddress = [
  (request: Pick<Request, 'path' | 'url'>): boolean => (request.path === undefined) !== (request.url === undefined),
  'wants either `path` or `url`',
] as const

export const oneBody = [
  ({ json, form, body }: Pick<Request, 'json' | 'form' | 'body'>): boolean =>
    [json, form, body].filter((each) => each !== undefined).length < 2,
  'wants one of `json`, `form` and `body`',
] as const

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a request as the author wrote it is a plain read: without a method it is a GET. */
export function isRead(raw: unknown): boolean {
  const method: unknown = typeof raw === 'object' && raw !== null && 'method' in raw ? raw.method : undefined
  return READS.has(String(method ?? 'GET').toUpperCase())
}

/** A text for the wire that holds a secret as soon as one of its parts is one. */
type Text = string | Secret

/** The absolute URL of a request: `url`, or `path` below the origin, and the query parameters. */
export function urlOf(request: Request, origin: string | undefined): string {
  const base = request.url ?? `${origin ?? ''}${request.path ?? ''}`
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each))
  }
  if (query.size === 0) return base
  return `${base}${base.includes('?') ? '&' : '?'}${query.toString()}`
}

/** Body and content-type of a request; undefined without a body. */
export function bodyOf(request: Request): { readonly type?: string; readonly body: Text } | undefined {
  if (request.json !== undefined) return { type: 'application/json', body: joined(request.json, (value) => JSON.stringify(value)) }
  if (request.form !== undefined) return { type: 'application/x-www-form-urlencoded', body: joined(request.form, formText) }
  return request.body === undefined ? undefined : { body: request.body }
}

/** Header fields with the content-type of the body, unless the author gave one. */
export function headersOf(request: Request): Record<string, Text> {
  const type = bodyOf(request)?.type
  const given = Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === 'content-type')
  return { ...(type === undefined || given ? {} : { 'Content-Type': type }), ...request.headers }
}

/** Every secret in a value replaced by what `show` makes of it. */
export function shownSecrets(value: unknown, show: (secret: Secret) => string): unknown {
  if (value instanceof Secret) return show(value)
  if (Array.isArray(value)) return value.map((each: unknown) => shownSecrets(each, show))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shownSecrets(each, show)]))
}

/** The form body of plain values. */
export function formText(value: unknown): string {
  return new URLSearchParams(value as Record<string, string>).toString()
}

function joined(value: unknown, write: (value: unknown) => string): Text {
  const names: string[] = []
  const plain = shownSecrets(value, (secret) => {
    names.push(secret.name)
    return secret.reveal()
  })
  return names.length === 0 ? write(plain) : new Secret(write(plain), names.join(' and '))
}
