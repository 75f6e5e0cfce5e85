import { trimmed } from '../../core/trimmed.ts'

/** Header lines as the server sent them, in order. */
export type HeaderLines = readonly { readonly name: string; readonly value: string }[]

/** What a header means to a browser, and what is wrong with the way it was sent. */
export interface Reading<T> {
  readonly value: T
  readonly problem?: string
}

/** The values of all lines of a name, outer white space gone. */
export function valuesOf(lines: HeaderLines, name: string): string[] {
  return lines.filter((line) => line.name.toLowerCase() === name).map(({ value }) => trimmed(value))
}

/** All lines of a name joined by `, ` (Fetch, "get" of a header list); undefined without one. */
export function joinedOf(lines: HeaderLines, name: string): string | undefined {
  const values = valuesOf(lines, name)
  return values.length === 0 ? undefined : values.join(', ')
}

/** The values between commas that are outside of quotes (Fetch, "get, decode, and split"); undefined without the header. */
export function splitOf(lines: HeaderLines, name: string): string[] | undefined {
  const joined = joinedOf(lines, name)
  return joined === undefined ? undefined : split(joined, ',')
}

/** Parts between separators outside of quoted strings, white space around them gone. */
export function split(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (quoted && character === '\\') at += 1
    else if (character === '"') quoted = !quoted
    else if (character === separator && !quoted) {
      parts.push(trimmed(text.slice(start, at)))
      start = at + 1
    }
  }
  return [...parts, trimmed(text.slice(start))]
}

/** Fields that are meant to come once: of several the browser takes the first, the last or none, each its own way. */
const SINGLE: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-allow-origin',
  'age',
  'content-length',
  'content-location',
  'content-type',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'date',
  'etag',
  'expires',
  'last-modified',
  'location',
  'retry-after',
  'server',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'x-powered-by',
  'x-xss-protection',
])

/** Names of single-value headers that were sent more than once, lower case, sorted. */
export function duplicatesOf(lines: HeaderLines): string[] {
  const names = lines.map(({ name }) => name.toLowerCase())
  return [...SINGLE].filter((name) => names.indexOf(name) !== names.lastIndexOf(name)).toSorted()
}

/** Every header by its lower-case name, lines of one name joined; set-cookie is left to the cookies. */
export function headerMap(lines: HeaderLines): Record<string, string> {
  const names = new Set(lines.map(({ name }) => name.toLowerCase()).filter((name) => name !== 'set-cookie'))
  return Object.fromEntries([...names].map((name) => [name, joinedOf(lines, name) ?? '']))
}
