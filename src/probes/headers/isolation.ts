import { Token, parseDictionary, parseItem } from '../../io/structured-fields.ts'
import { joinedOf } from './lines.ts'
import type { HeaderLines, Reading } from './lines.ts'
import { COEP, COOP, CORP } from './schema.ts'
import type { Page, Permission } from './schema.ts'

/** Cross-Origin-Opener-Policy (HTML, 7.1.3): a token of its list, else unsafe-none; nothing on pages that are not trustworthy. */
export function openerPolicy(lines: HeaderLines, trustworthy: boolean): Reading<Page['coop']> {
  return tokenPolicy(lines, 'cross-origin-opener-policy', COOP, trustworthy)
}

/** Cross-Origin-Embedder-Policy (HTML, 7.1.4), by the same rules. */
export function embedderPolicy(lines: HeaderLines, trustworthy: boolean): Reading<Page['coep']> {
  return tokenPolicy(lines, 'cross-origin-embedder-policy', COEP, trustworthy)
}

/** Cross-Origin-Resource-Policy (Fetch, 3.7): byte for byte, and several lines are none. */
export function resourcePolicy(lines: HeaderLines): Reading<Page['corp']> {
  const sent = joinedOf(lines, 'cross-origin-resource-policy')
  const value = CORP.find((each) => each === sent)
  if (value !== undefined) return { value }
  return { value: 'none', ...(sent === undefined ? {} : { problem: 'not one of same-origin, same-site, cross-origin: it is ignored' }) }
}

/** Permissions-Policy by feature (Permissions Policy, 5.2 and 9.2); what is no dictionary is ignored as a whole. */
export function permissionsOf(lines: HeaderLines): Reading<Record<string, Permission>> {
  const sent = joinedOf(lines, 'permissions-policy')
  if (sent === undefined) return { value: {} }
  try {
    return {
      value: Object.fromEntries(
        [...parseDictionary(sent)].map(([feature, [member]]) => [
          feature,
          permission(Array.isArray(member) ? member.map(([one]) => one) : [member]),
        ]),
      ),
    }
  } catch {
    return { value: {}, problem: 'not a structured dictionary such as camera=(), geolocation=(self): the header is ignored' }
  }
}

function tokenPolicy<T extends string>(lines: HeaderLines, name: string, known: readonly [T, ...T[]], trustworthy: boolean): Reading<T> {
  const sent = joinedOf(lines, name)
  const [none] = known
  if (sent === undefined || !trustworthy) return { value: none }
  const token = tokenOf(sent)
  const value = known.find((each) => each === token)
  return value === undefined ? { value: none, problem: `not one of ${known.join(', ')}: it is ignored` } : { value }
}

function tokenOf(text: string): string | undefined {
  try {
    const [value] = parseItem(text)
    return value instanceof Token ? value.toString() : undefined
  } catch {
    return undefined
  }
}

/** Members that are neither `*`, `self` nor a text allow nobody. */
function permission(members: readonly unknown[]): Permission {
  const words = members.map((member) => (member instanceof Token ? member.toString() : undefined))
  if (words.includes('*')) return 'all'
  if (members.some((member) => typeof member === 'string')) return 'list'
  return words.includes('self') ? 'self' : 'none'
}
