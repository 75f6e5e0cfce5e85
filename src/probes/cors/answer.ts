import type { Preflight, Simple } from './schema.ts'

/** Header lines as the server sent them, in order. */
export type HeaderLines = readonly { readonly name: string; readonly value: string }[]

export interface Asked {
  readonly method: string
  readonly headers: readonly string[]
}

/** Sent without asking whatever the server allows (Fetch, "CORS-safelisted method"). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])
/** Never asked for in a preflight with ordinary values (Fetch, "CORS-safelisted request-header"); content-type is, for JSON. */
const SAFE_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-language', 'range'])
/** Not covered by `*` (Fetch, "CORS non-wildcard request-header name"). */
const NEVER_WILD = 'authorization'
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** What a browser makes of the answer to a simple request of this origin (Fetch, "CORS check"); undefined is no Origin at all. */
export function simpleAnswer(status: number, lines: HeaderLines, origin: string | undefined): Simple {
  const allowOrigin = valueOf(lines, 'access-control-allow-origin')
  const allowCredentials = valueOf(lines, 'access-control-allow-credentials')
  const same = origin !== undefined && allowOrigin === origin
  return {
    status,
    ...(allowOrigin === undefined ? {} : { allowOrigin }),
    ...(allowCredentials === undefined ? {} : { allowCredentials }),
    exposeHeaders: lower(listOf(lines, 'access-control-expose-headers') ?? []),
    vary: lower(listOf(lines, 'vary') ?? []),
    noStore: /(?:^|,)[\t ]*no-store[\t ]*(?:,|$)/i.test(valueOf(lines, 'cache-control') ?? ''),
    readable: same || (origin !== undefined && allowOrigin === '*'),
    readableWithCredentials: same && allowCredentials === 'true',
  }
}

/** What a browser makes of the answer to a preflight (Fetch, "CORS-preflight fetch"). */
export function preflightAnswer(status: number, lines: HeaderLines, origin: string, asked: Asked): Preflight {
  const simple = simpleAnswer(status, lines, origin)
  const methods = listOf(lines, 'access-control-allow-methods')
  const headers = listOf(lines, 'access-control-allow-headers')
  const maxAge = valueOf(lines, 'access-control-max-age')
  const preflightOk = status >= 200 && status <= 299
  const wellFormed = methods !== undefined && headers !== undefined
  const allowed = {
    methodAllowed: methodAllowed(asked.method, methods, false),
    methodAllowedWithCredentials: methodAllowed(asked.method, methods, true),
    headersAllowed: headersAllowed(asked.headers, headers, false),
    headersAllowedWithCredentials: headersAllowed(asked.headers, headers, true),
  }
  return {
    ...simple,
    allowMethods: methods ?? [],
    allowHeaders: lower(headers ?? []),
    ...(maxAge !== undefined && /^\d{1,15}$/.test(maxAge) ? { maxAgeSeconds: Number(maxAge) } : {}),
    preflightOk,
    ...allowed,
    passes: wellFormed && preflightOk && simple.readable && allowed.methodAllowed && allowed.headersAllowed,
    passesWithCredentials:
      wellFormed &&
      preflightOk &&
      simple.readableWithCredentials &&
      allowed.methodAllowedWithCredentials &&
      allowed.headersAllowedWithCredentials,
  }
}

/** Whether a browser asks before it sends; where it does not, every origin may send. */
export function isPreflighted({ method, headers }: Asked): boolean {
  return !SAFE_METHODS.has(method) || askedHeaders(headers).length > 0
}

/** The headers of `names` that a browser asks for: lower case, sorted, each once (Fetch, "CORS-unsafe request-header names"). */
export function askedHeaders(names: readonly string[]): string[] {
  return [...new Set(lower(names))].filter((name) => !SAFE_HEADERS.has(name)).toSorted()
}

/** Methods are compared as they are: `delete` allows no DELETE. A malformed list allows nothing, as the whole preflight fails. */
function methodAllowed(method: string, methods: readonly string[] | undefined, credentials: boolean): boolean {
  if (methods === undefined) return false
  return SAFE_METHODS.has(method) || methods.includes(method) || (!credentials && methods.includes('*'))
}

function headersAllowed(asked: readonly string[], headers: readonly string[] | undefined, credentials: boolean): boolean {
  if (headers === undefined) return false
  const allowed = lower(headers)
  const wild = !credentials && allowed.includes('*')
  return askedHeaders(asked).every((name) => allowed.includes(name) || (wild && name !== NEVER_WILD))
}

/** All lines of that name joined by `, ` (Fetch, "get" of a header list), so that two lines never equal an origin. */
function valueOf(lines: HeaderLines, name: string): string | undefined {
  const values = lines.filter((line) => line.name.toLowerCase() === name).map(({ value }) => value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, ''))
  return values.length === 0 ? undefined : values.join(', ')
}

/** A list of tokens, empty without the header, undefined when one of them is none (RFC 9110, 5.6.1). */
function listOf(lines: HeaderLines, name: string): string[] | undefined {
  const tokens = (valueOf(lines, name) ?? '')
    .split(',')
    .map((each) => each.replace(/^[\t ]+|[\t ]+$/g, ''))
    .filter((each) => each !== '')
  return tokens.every((each) => TOKEN.test(each)) ? tokens : undefined
}

function lower(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase())
}
