import { cspFindings } from './csp-findings.ts'
import { frameAncestors } from './framing.ts'
import type { HeaderLines, Reading } from './lines.ts'
import { joinedOf } from './lines.ts'
import { isKnown, policiesOf } from './policy.ts'
import type { Policy } from './policy.ts'
import type { Csp } from './schema.ts'

const ENFORCED = 'content-security-policy'
const REPORTED = 'content-security-policy-report-only'

/** Fallbacks of the directives, nearest first (CSP3, 6.8.3). `eval` asks script-src, never script-src-elem (CSP3, 4.4.1). */
const SCRIPT_ELEMENTS = ['script-src-elem', 'script-src', 'default-src']
const SCRIPT_ATTRIBUTES = ['script-src-attr', 'script-src', 'default-src']
const STYLE_ELEMENTS = ['style-src-elem', 'style-src', 'default-src']
const STYLE_ATTRIBUTES = ['style-src-attr', 'style-src', 'default-src']
const EVAL = ['script-src', 'default-src']
const OBJECT = ['object-src', 'default-src']

const NONCE_OR_HASH = /^'(?:nonce|sha256|sha384|sha512)-[a-z0-9+/_-]+={0,2}'$/i
/** Any host: `*`, a scheme alone under which every host serves, `https://*`, with or without port and path. */
const ANY_HOST = /^(?:(?:https?|wss?|data):|(?:[a-z][a-z0-9+.-]*:\/\/)?\*(?::(?:\d+|\*))?(?:\/.*)?)$/i

/** The enforced policies of an answer, and what they allow together: a thing is allowed when none of them forbids it. */
export function enforcedPolicies(lines: HeaderLines): Policy[] {
  return policiesOf(lines, ENFORCED)
}

/** What a browser allows a page under the policies of its headers (CSP3); without an enforced policy, everything. */
export function cspOf(lines: HeaderLines): Reading<Csp> {
  const policies = enforcedPolicies(lines)
  const every = (allows: (policy: Policy) => boolean) => policies.every(allows)
  const value: Csp = {
    present: policies.length > 0,
    reportOnly: policies.length === 0 && policiesOf(lines, REPORTED).length > 0,
    policies: policies.length,
    allowsInlineScript: every((one) => inlineScript(one, SCRIPT_ELEMENTS)) || every((one) => inlineScript(one, SCRIPT_ATTRIBUTES)),
    allowsInlineStyle: every((one) => inline(sourcesOf(one, STYLE_ELEMENTS))) || every((one) => inline(sourcesOf(one, STYLE_ATTRIBUTES))),
    allowsEval: every((one) => runsScripts(one) && (sourcesOf(one, EVAL)?.includes("'unsafe-eval'") ?? true)),
    wildcardScript: every(wildcardScript),
    missingObjectSrc: every((one) => anyHost(sourcesOf(one, OBJECT))),
    missingBaseUri: every((one) => anyHost(sourcesOf(one, ['base-uri']))),
    framesAllowed: frameAncestors(policies) ?? 'any',
    findings: cspFindings(policies),
  }
  const sent = joinedOf(lines, ENFORCED)
  if (sent === undefined || isKnown(lines, ENFORCED)) return { value }
  return { value, problem: 'it holds no directive that a browser knows, and forbids nothing' }
}

/** Sources in lower case, so that keywords compare; undefined where nothing restricts. */
function sourcesOf({ directives }: Policy, names: readonly string[]): string[] | undefined {
  const name = names.find((each) => directives.has(each))
  return name === undefined ? undefined : directives.get(name)?.map((source) => source.toLowerCase())
}

function inlineScript(policy: Policy, names: readonly string[]): boolean {
  const sources = sourcesOf(policy, names)
  return runsScripts(policy) && inline(sources) && !sources?.includes("'strict-dynamic'")
}

/** A nonce or a hash makes 'unsafe-inline' ignored (CSP3, 6.7.3.2, "allow all inline behavior"). */
function inline(sources: readonly string[] | undefined): boolean {
  if (sources === undefined) return true
  return sources.includes("'unsafe-inline'") && !sources.some((source) => NONCE_OR_HASH.test(source))
}

/** With 'strict-dynamic' hosts and schemes are ignored (CSP3, 6.7.1.1). */
function wildcardScript(policy: Policy): boolean {
  const sources = sourcesOf(policy, SCRIPT_ELEMENTS)
  if (!runsScripts(policy)) return false
  if (sources === undefined) return true
  return !sources.includes("'strict-dynamic'") && sources.some((source) => ANY_HOST.test(source))
}

/** A sandbox without allow-scripts runs none at all (HTML, 7.1.5). */
function runsScripts({ directives }: Policy): boolean {
  const sandbox = directives.get('sandbox')
  return sandbox === undefined || sandbox.some((flag) => flag.toLowerCase() === 'allow-scripts')
}

function anyHost(sources: readonly string[] | undefined): boolean {
  return sources === undefined || sources.some((source) => ANY_HOST.test(source))
}
