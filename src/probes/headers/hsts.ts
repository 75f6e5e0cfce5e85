import { split, valuesOf } from './lines.ts'
import type { HeaderLines, Reading } from './lines.ts'
import type { Hsts } from './schema.ts'

const YEAR_SECONDS = 31_536_000
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const DIRECTIVE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[\t ]*(?:=[\t ]*(.+))?$/s
const QUOTED = /^"(?:[^"\\]|\\.)*"$/s

const OFF = { active: false, maxAgeSeconds: 0, includeSubDomains: false, preload: false, preloadReady: false }

/** Strict-Transport-Security as RFC 6797, 6.1 and 8.1: the first line alone, over TLS alone, and as a whole or not at all. */
export function hstsOf(lines: HeaderLines, secure: boolean): Reading<Hsts> {
  const [first] = valuesOf(lines, 'strict-transport-security')
  if (first === undefined) return { value: { sent: false, ...OFF } }
  const off = (problem: string): Reading<Hsts> => ({ value: { sent: true, ...OFF }, problem })
  const directives = directivesOf(first)
  if (typeof directives === 'string') return off(directives)
  const age = directives.get('max-age')
  if (age === undefined) return off('max-age is missing: the header is ignored')
  if (!/^\d+$/.test(age)) return off('max-age is no number of seconds: the header is ignored')
  if (directives.get('includesubdomains') !== undefined) return off('includeSubDomains takes no value: the header is ignored')
  const maxAgeSeconds = Math.min(Number(age), Number.MAX_SAFE_INTEGER)
  if (!secure || maxAgeSeconds === 0) return { value: { sent: true, ...OFF } }
  const includeSubDomains = directives.has('includesubdomains')
  const preload = directives.has('preload') && directives.get('preload') === undefined
  return {
    value: {
      sent: true,
      active: true,
      maxAgeSeconds,
      includeSubDomains,
      preload,
      preloadReady: preload && includeSubDomains && maxAgeSeconds >= YEAR_SECONDS,
    },
  }
}

/** Names in lower case with their values, quotes undone, undefined for a valueless one; a sentence where the whole header is to be ignored. */
function directivesOf(text: string): ReadonlyMap<string, string | undefined> | string {
  const found = new Map<string, string | undefined>()
  for (const part of split(text, ';').filter((each) => each !== '')) {
    const [, name, value] = DIRECTIVE.exec(part) ?? []
    if (name === undefined || !(value === undefined || TOKEN.test(value) || QUOTED.test(value)))
      return 'not of the grammar of RFC 6797: the header is ignored'
    if (found.has(name.toLowerCase())) return `the directive ${name.toLowerCase()} stands twice: the header is ignored`
    found.set(name.toLowerCase(), value?.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value)
  }
  return found
}
