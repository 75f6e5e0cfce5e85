import { joinedOf, splitOf } from './lines.ts'
import type { HeaderLines, Reading } from './lines.ts'
import type { XssProtection } from './schema.ts'

const POLICIES: ReadonlySet<string> = new Set([
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
])

/** Whether sniffing is off (Fetch, "determine nosniff"): the first value alone counts. */
export function nosniff(lines: HeaderLines): Reading<boolean> {
  const values = splitOf(lines, 'x-content-type-options')
  if (values === undefined) return { value: false }
  const value = values[0]?.toLowerCase() === 'nosniff'
  return value ? { value } : { value, problem: 'its first value is not nosniff: browsers sniff types' }
}

/** The last token that is a policy, empty without one (Referrer Policy, 8.1). */
export function referrerPolicy(lines: HeaderLines): Reading<string> {
  const tokens = splitOf(lines, 'referrer-policy')?.map((token) => token.toLowerCase()) ?? []
  const value = tokens.findLast((token) => POLICIES.has(token)) ?? ''
  const sent = tokens.some((token) => token !== '')
  return value === '' && sent ? { value, problem: 'none of its tokens is a referrer policy: the default of the browser holds' } : { value }
}

/** X-XSS-Protection as browsers that still had the filter took it. */
export function xssProtection(lines: HeaderLines): Reading<XssProtection> {
  const value = joinedOf(lines, 'x-xss-protection')
  if (value === undefined) return { value: { mode: 'absent' } }
  const mode = xssMode(value.toLowerCase())
  return { value: { value, mode }, ...(mode === 'invalid' ? { problem: 'neither 0, 1 nor 1; mode=block' } : {}) }
}

function xssMode(value: string): XssProtection['mode'] {
  const [flag = '', ...rest] = value
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (flag === '0') return 'off'
  const known = rest.every((part) => /^(?:mode\s*=\s*block|report\s*=\s*[^\s,]+)$/.test(part))
  if (flag !== '1' || !known) return 'invalid'
  return rest.some((part) => part.startsWith('mode')) ? 'block' : 'filter'
}
