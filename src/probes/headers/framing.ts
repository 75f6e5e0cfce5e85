import type { HeaderLines, Reading } from './lines.ts'
import { splitOf } from './lines.ts'
import type { Policy } from './policy.ts'
import type { Framing } from './schema.ts'

/** Strictest first: of several policies the strictest decides. */
const STRICTNESS: readonly Framing[] = ['deny', 'sameorigin', 'restricted', 'any']
const ANYONE = /^(?:(?:https?|wss?):|(?:https?:\/\/)?\*(?::(?:\d+|\*))?)\/?$/i

/** Who may frame a page by frame-ancestors of its enforced policies (CSP3, 6.4.2); undefined where none speaks of it. */
export function frameAncestors(policies: readonly Policy[]): Framing | undefined {
  const said = policies.flatMap(({ directives }) => {
    const sources = directives.get('frame-ancestors')
    return sources === undefined ? [] : [ancestors(sources)]
  })
  return STRICTNESS.find((each) => said.includes(each))
}

/** Who may frame a page: frame-ancestors, and X-Frame-Options only where no enforced policy has it (HTML, 7.4). */
export function framingOf(lines: HeaderLines, policies: readonly Policy[]): Framing {
  return frameAncestors(policies) ?? frameOptions(lines).value
}

/** X-Frame-Options as the HTML standard decides (7.4): invalid values protect from nothing, contradicting ones deny. */
export function frameOptions(lines: HeaderLines): Reading<Framing> & { readonly sent?: string } {
  const values = new Set(splitOf(lines, 'x-frame-options')?.map((value) => value.toLowerCase()))
  if (values.size === 0) return { value: 'any' }
  const sent = [...values].join(', ').toUpperCase()
  const [only = ''] = values
  if (values.size > 1 && ['deny', 'allowall', 'sameorigin'].some((each) => values.has(each))) {
    return {
      value: 'deny',
      sent,
      problem: 'values contradict each other: the HTML standard denies all frames, older browsers may allow them',
    }
  }
  if (values.size > 1 || !['deny', 'sameorigin'].includes(only)) return { value: 'any', sent, problem: invalid(only) }
  return { value: only === 'deny' ? 'deny' : 'sameorigin', sent }
}

function ancestors(sources: readonly string[]): Framing {
  // Every other quoted word matches no ancestor; 'none' beside sources is ignored.
  const matching = sources.map((source) => source.toLowerCase()).filter((source) => !source.startsWith("'") || source === "'self'")
  if (matching.length === 0) return 'deny'
  if (matching.some((source) => ANYONE.test(source))) return 'any'
  return matching.every((source) => source === "'self'") ? 'sameorigin' : 'restricted'
}

function invalid(value: string): string {
  if (value.startsWith('allow-from')) return 'browsers ignore ALLOW-FROM: any page may frame this one; frame-ancestors says what was meant'
  return 'neither DENY nor SAMEORIGIN: any page may frame this one'
}
