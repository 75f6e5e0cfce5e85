import type { Severity } from '../core/severity.ts'
import { SEVERITIES } from '../core/severity.ts'
import { speaksOf, type Counted, type Rule } from './gate.ts'

const MOST_NAMES = 10

/** `1 medium item that failed is counted by no rule: a`, for each severity: what the verdict passes over, so that somebody says it. */
export function uncounted(rules: readonly Rule[], items: readonly (Counted & { readonly id: string })[]): string[] {
  const over = items.filter((item) => !rules.some((rule) => speaksOf(rule, item)))
  return SEVERITIES.flatMap((severity) => [
    ...sentence(
      severity,
      'failed',
      over.filter((item) => item.severity === severity && item.outcome === 'fail'),
    ),
    ...sentence(
      severity,
      'unknown',
      over.filter((item) => item.severity === severity && item.outcome === 'unknown'),
    ),
  ])
}

function sentence(severity: Severity, what: 'failed' | 'unknown', items: readonly { readonly id: string }[]): string[] {
  if (items.length === 0) return []
  const one = items.length === 1
  const told = what === 'failed' ? 'failed' : one ? 'is unknown' : 'are unknown'
  const names = items.slice(0, MOST_NAMES).map(({ id }) => id)
  const rest = items.length > names.length ? ` and ${items.length - names.length} more` : ''
  return [
    `${items.length} ${severity} ${one ? 'item' : 'items'} that ${told} ${one ? 'is' : 'are'} counted by no rule: ${names.join(', ')}${rest}`,
  ]
}
