import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity, Type } from 'csp_evaluator/dist/finding.js'
import type { Finding } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import type { Policy } from './policy.ts'
import type { CspFinding } from './schema.ts'

const SEVERITIES: Readonly<Record<Severity, CspFinding['severity'] | undefined>> = {
  [Severity.HIGH]: 'high',
  [Severity.SYNTAX]: 'syntax',
  [Severity.MEDIUM]: 'medium',
  [Severity.HIGH_MAYBE]: 'high-maybe',
  [Severity.STRICT_CSP]: 'medium-maybe',
  [Severity.MEDIUM_MAYBE]: 'medium-maybe',
  [Severity.INFO]: 'info',
  [Severity.NONE]: undefined,
}

/**
 * Weaknesses of each policy by itself, known bypasses among them. A missing directive counts only where every policy lacks it: the
 * others restrict what this one leaves open.
 */
export function cspFindings(policies: readonly Policy[]): CspFinding[] {
  const all = policies.map(evaluated)
  const lackedByAll = (finding: Finding) =>
    all.every((found) => found.some((other) => other.type === finding.type && other.directive === finding.directive))
  const kept = all.flat().filter((finding) => finding.type !== Type.MISSING_DIRECTIVES || lackedByAll(finding))
  const told = kept.flatMap(({ severity, directive, description }) => {
    const word = SEVERITIES[severity]
    return word === undefined ? [] : [{ severity: word, directive, description }]
  })
  return told.filter(
    (one, at) => told.findIndex((other) => other.directive === one.directive && other.description === one.description) === at,
  )
}

/** The library throws at a source that looks like a host and is no URL; such a policy is a finding, never a clean one. */
function evaluated({ directives }: Policy): Finding[] {
  const text = [...directives].map(([name, sources]) => [name, ...sources].join(' ')).join('; ')
  try {
    return new CspEvaluator(new CspParser(text).csp).evaluate()
  } catch {
    const description = 'A source of this policy is neither keyword, scheme nor host; the policy could not be evaluated.'
    return [{ type: Type.INVALID_KEYWORD, description, severity: Severity.HIGH, directive: 'script-src', equals: () => false }]
  }
}
