import { Secret } from '../../redaction/secret.ts'
import type { Params } from './schema.ts'

/** A text for the wire that holds a secret as soon as one of its parts is one. */
type Text = string | Secret

/** The absolute URL of a request: `url`, or `path` below the origin, and the query parameters. */
export function urlOf(params: Params, origin: string | undefined): string {
  const base = params.url ?? `${origin ?? ''}${params.path ?? ''}`
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each))
  }
  if (query.size === 0) return base
  return `${base}${base.includes('?') ? '&' : '?'}${query.toString()}`
}

/** Body and content-type of a request; undefined without a body. */
export function bodyOf(params: Params): { readonly type?: string; readonly body: Text } | undefined {
  if (params.json !== undefined) return { type: 'application/json', body: joined(params.json, (value) => JSON.stringify(value)) }
  if (params.form !== undefined) return { type: 'application/x-www-form-urlencoded', body: joined(params.form, formText) }
  return params.body === undefined ? undefined : { body: params.body }
}

/** Header fields with the content-type of the body, unless the author gave one. */
export function headersOf(params: Params): Record<string, Text> {
  const type = bodyOf(params)?.type
  const given = Object.keys(params.headers ?? {}).some((name) => name.toLowerCase() === 'content-type')
  return { ...(type === undefined || given ? {} : { 'Content-Type': type }), ...params.headers }
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
