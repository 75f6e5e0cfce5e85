import { row } from './headers-row.ts'
import type { HeadersRow } from './headers-row.ts'

const CSP = 'Content-Security-Policy'
const REPORT = `${CSP}-Report-Only`
const INLINE = 'CSP3 6.7.3.2 allow all inline behavior'
const FALLBACK = 'CSP3 6.8.3 fetch directive fallback list'
const PARSE = 'CSP3 2.2 parse a serialized CSP'
const EVAL = 'CSP3 4.4.1 EnsureCSPDoesNotBlockStringCompilation'
const SOURCES = 'CSP3 2.3.1 source lists'
const DYNAMIC = 'CSP3 6.7.1.1 script directives pre-request check'
const FRAMES = 'CSP3 6.4.2 frame-ancestors'
const LISTS = 'CSP3 8.1 the effect of multiple policies'

const csp = (...policies: string[]) => policies.map((policy) => `${CSP}: ${policy}`)
const OPEN = {
  allowsInlineScript: true,
  allowsInlineStyle: true,
  allowsEval: true,
  wildcardScript: true,
  missingObjectSrc: true,
  missingBaseUri: true,
  framesAllowed: 'any',
}
const one = (rule: string, source: string, policy: string, wanted: Readonly<Record<string, unknown>>) =>
  row(rule, source, csp(policy), { csp: wanted })

export const CSP_ROWS: readonly HeadersRow[] = [
  row('no policy allows everything', PARSE, [], { csp: { present: false, reportOnly: false, policies: 0, ...OPEN, findings: [] } }),
  row(
    'a strict policy in report-only alone protects from nothing',
    'CSP3 3.2; OWASP Secure Headers',
    [`${REPORT}: default-src 'none'; frame-ancestors 'none'`],
    { csp: { present: false, reportOnly: true, policies: 0, ...OPEN }, framing: 'any' },
  ),
  row(
    'a report-only policy beside an enforced one changes nothing',
    'CSP3 3.2',
    [...csp("script-src 'self'"), `${REPORT}: default-src *`],
    { csp: { present: true, reportOnly: false, policies: 1, allowsInlineScript: false, wildcardScript: false } },
  ),
  row(
    'the old names of the header are no policy',
    'CSP3 3.1; MDN Content-Security-Policy',
    ["X-Content-Security-Policy: default-src 'none'", "X-WebKit-CSP: default-src 'none'"],
    { csp: { present: false, ...OPEN } },
  ),
  row('a header of unknown directives is no policy', PARSE, csp("default-scr 'self'; scirpt-src 'none'"), {
    csp: { present: false, policies: 0, ...OPEN },
    malformed: [
      {
        header: 'content-security-policy',
        value: "default-scr 'self'; scirpt-src 'none'",
        problem: 'it holds no directive that a browser knows, and forbids nothing',
      },
    ],
  }),
  row(
    'a policy that only reports where to, or is read no longer, is none',
    'CSP3 6.5 reporting directives',
    csp('report-uri /r; report-to r; plugin-types a/b; reflected-xss block'),
    { csp: { present: false, policies: 0, ...OPEN }, malformed: [] },
  ),
  row(
    'upgrade-insecure-requests alone forbids nothing',
    'MDN Content-Security-Policy upgrade-insecure-requests; CSP3 6',
    csp('upgrade-insecure-requests'),
    { csp: { present: false, policies: 0, ...OPEN }, malformed: [] },
  ),
  row('dead directives beside one that counts do no harm', 'CSP3 6', csp("block-all-mixed-content; script-src 'self'"), {
    csp: { present: true, policies: 1, allowsInlineScript: false },
  }),
  one('what is not read is not judged either', PARSE, "default-src 'none'; base-uri 'none'; script-src\u00a0* 'unsafe-inline'", {
    findings: [],
  }),
  row('an empty header is no policy', PARSE, csp(''), { csp: { present: false, ...OPEN } }),
  one('a directive without a source allows nothing', SOURCES, 'script-src', {
    allowsInlineScript: false,
    allowsEval: false,
    wildcardScript: false,
  }),
  one('names of directives count in any case', PARSE, "Script-SRC 'self'", { allowsInlineScript: false }),
  one('keywords count in any case', SOURCES, "script-src 'UNSAFE-INLINE' 'Unsafe-Eval'", { allowsInlineScript: true, allowsEval: true }),
  one('the first directive of a name wins', PARSE, "script-src 'self'; script-src 'unsafe-inline' *", {
    allowsInlineScript: false,
    wildcardScript: false,
  }),
  one('a directive with a character that is not ASCII is ignored', PARSE, "script-src 'self' é; object-src 'none'", {
    allowsInlineScript: true,
    missingObjectSrc: false,
  }),
  one('a policy on other things leaves scripts alone', FALLBACK, "frame-ancestors 'none'; base-uri 'none'", {
    present: true,
    allowsInlineScript: true,
    wildcardScript: true,
    missingObjectSrc: true,
    missingBaseUri: false,
  }),
  one('scripts fall back to default-src', FALLBACK, "default-src 'self'", {
    allowsInlineScript: false,
    allowsInlineStyle: false,
    allowsEval: false,
    wildcardScript: false,
    missingObjectSrc: false,
  }),
  one('script-src replaces default-src', FALLBACK, "default-src 'none'; script-src 'unsafe-inline'", {
    allowsInlineScript: true,
    allowsInlineStyle: false,
  }),
  one('script-src-elem replaces script-src for elements alone', FALLBACK, "script-src 'unsafe-inline'; script-src-elem 'self'", {
    allowsInlineScript: true,
    wildcardScript: false,
  }),
  one('script-src-attr decides on event handlers', FALLBACK, "script-src 'self'; script-src-attr 'unsafe-inline'", {
    allowsInlineScript: true,
  }),
  one(
    'elements and handlers may be closed one by one',
    FALLBACK,
    "script-src 'unsafe-inline'; script-src-elem 'self'; script-src-attr 'none'",
    { allowsInlineScript: false },
  ),
  one('an open script-src-elem opens scripts', FALLBACK, "script-src 'self'; script-src-elem *", {
    wildcardScript: true,
    allowsInlineScript: false,
  }),
  one('base-uri has no fallback', FALLBACK, "default-src 'none'", { missingBaseUri: true, missingObjectSrc: false }),
  one("'unsafe-inline' allows inline scripts", INLINE, "script-src 'self' 'unsafe-inline'", { allowsInlineScript: true }),
  one("a nonce switches 'unsafe-inline' off", INLINE, "script-src 'nonce-cmFuZG9tMTIz' 'unsafe-inline'", { allowsInlineScript: false }),
  one("a hash switches 'unsafe-inline' off", INLINE, "script-src 'sha256-abc123ABC/+=' 'unsafe-inline'", { allowsInlineScript: false }),
  one("a hash of sha384 switches 'unsafe-inline' off", INLINE, "script-src 'sha384-abc123ABC/+=' 'unsafe-inline'", {
    allowsInlineScript: false,
  }),
  one("a nonce that is not base64 does not switch 'unsafe-inline' off", SOURCES, "script-src 'nonce-{{nonce}}' 'unsafe-inline'", {
    allowsInlineScript: true,
  }),
  one("a hash of an unknown algorithm does not switch 'unsafe-inline' off", SOURCES, "script-src 'md5-abc' 'unsafe-inline'", {
    allowsInlineScript: true,
  }),
  one('a nonce without quotes is a host', SOURCES, "script-src nonce-cmFuZG9t 'unsafe-inline'", { allowsInlineScript: true }),
  one("'strict-dynamic' switches 'unsafe-inline' off", INLINE, "script-src 'strict-dynamic' 'unsafe-inline'", {
    allowsInlineScript: false,
  }),
  one("'strict-dynamic' does nothing for styles", INLINE, "default-src 'strict-dynamic' 'unsafe-inline'", {
    allowsInlineScript: false,
    allowsInlineStyle: true,
  }),
  one("'strict-dynamic' switches hosts and schemes off", DYNAMIC, "script-src 'nonce-cmFuZG9tMTIz' 'strict-dynamic' https: http: *", {
    wildcardScript: false,
  }),
  one('a nonce does not switch hosts off', DYNAMIC, "script-src 'nonce-cmFuZG9tMTIz' https:", { wildcardScript: true }),
  one('style-src decides on styles', FALLBACK, "style-src 'unsafe-inline'; script-src 'self'", {
    allowsInlineStyle: true,
    allowsInlineScript: false,
  }),
  one('a nonce closes inline styles', INLINE, "style-src 'unsafe-inline' 'nonce-cmFuZG9tMTIz'", { allowsInlineStyle: false }),
  one("eval needs 'unsafe-eval'", EVAL, "script-src 'self'", { allowsEval: false }),
  one("'unsafe-eval' allows eval, and no inline script", EVAL, "default-src 'self' 'unsafe-eval'", {
    allowsEval: true,
    allowsInlineScript: false,
  }),
  one("'wasm-unsafe-eval' allows no eval", EVAL, "script-src 'self' 'wasm-unsafe-eval'", { allowsEval: false }),
  one('eval does not ask script-src-elem', EVAL, "script-src-elem 'self'", { allowsEval: true }),
  one('a star is every host', SOURCES, 'script-src *', { wildcardScript: true, allowsInlineScript: false }),
  one('a star with scheme and port is every host', SOURCES, 'script-src https://*:*', { wildcardScript: true }),
  one('a star with scheme and path is every host', SOURCES, 'script-src https://*/', { wildcardScript: true }),
  one('blob: is no host', 'CSP3 6.7.2.8 does url match expression', "script-src 'self' blob:", { wildcardScript: false }),
  one('a scheme of extensions is no host', 'CSP3 6.7.2.8 does url match expression', 'script-src chrome-extension:', {
    wildcardScript: false,
  }),
  one('base-uri of any host limits nothing', 'CSP3 6.3.1 base-uri', "default-src 'none'; base-uri *", { missingBaseUri: true }),
  one('base-uri of a scheme limits nothing', 'CSP3 6.3.1 base-uri', "default-src 'none'; base-uri 'self' https:", { missingBaseUri: true }),
  one('base-uri of a host limits', 'CSP3 6.3.1 base-uri', "default-src 'none'; base-uri https://a.example", { missingBaseUri: false }),
  one('object-src of any host limits nothing', 'CSP3 6.1.9 object-src', "default-src 'none'; object-src *", { missingObjectSrc: true }),
  one('default-src of any host limits no plug-in', FALLBACK, 'default-src *', { missingObjectSrc: true }),
  one('http: is every host', SOURCES, "script-src 'self' http:", { wildcardScript: true }),
  one('data: is every script', SOURCES, "script-src 'self' data:", { wildcardScript: true }),
  one('a star below a domain is not every host', SOURCES, 'script-src https://*.example.com', { wildcardScript: false }),
  one('a weak policy is found out', 'OWASP Secure Headers; CSP Evaluator', "script-src * 'unsafe-inline' 'unsafe-eval'", {
    present: true,
    allowsInlineScript: true,
    allowsEval: true,
    wildcardScript: true,
    missingObjectSrc: true,
  }),
  one('a sandbox without allow-scripts runs none', 'HTML 7.1.5 sandboxing', 'sandbox allow-forms', {
    allowsInlineScript: false,
    allowsEval: false,
    wildcardScript: false,
  }),
  one('a sandbox with allow-scripts closes no script', 'HTML 7.1.5 sandboxing', 'sandbox allow-scripts', {
    allowsInlineScript: true,
    allowsEval: true,
    wildcardScript: true,
  }),
  one('a source that is no URL is a finding', 'CSP3 2.3.1 source lists', "default-src 'none'; script-src https://[broken.example", {
    findings: [
      {
        severity: 'high',
        directive: 'script-src',
        description: 'A source of this policy is neither keyword, scheme nor host; the policy could not be evaluated.',
      },
    ],
  }),
  row('a second policy closes what the first leaves open', LISTS, csp("script-src 'self' 'unsafe-inline'", "script-src 'self'"), {
    csp: { policies: 2, allowsInlineScript: false },
  }),
  row('policies behind a comma are several', 'CSP3 2.2.2', csp("default-src * 'unsafe-inline', script-src 'none'"), {
    csp: { policies: 2, allowsInlineScript: false, wildcardScript: false, allowsInlineStyle: true },
  }),
  row('what every policy allows is allowed', LISTS, csp("script-src 'unsafe-inline' a.example", "script-src 'unsafe-inline' b.example"), {
    csp: { allowsInlineScript: true, wildcardScript: false },
  }),
  row('each policy may add what the others lack', LISTS, csp("script-src 'self'", "object-src 'none'", "base-uri 'self'"), {
    csp: { policies: 3, missingObjectSrc: false, missingBaseUri: false, allowsInlineScript: false },
  }),
  row('elements closed by one policy and handlers by another are closed', LISTS, csp("script-src-elem 'self'", "script-src-attr 'none'"), {
    csp: { allowsInlineScript: false },
  }),
  row("frame-ancestors 'none' denies", FRAMES, csp("frame-ancestors 'none'"), { csp: { framesAllowed: 'deny' }, framing: 'deny' }),
  row('frame-ancestors without a source denies', FRAMES, csp('frame-ancestors'), { framing: 'deny' }),
  row("frame-ancestors 'self' is sameorigin", FRAMES, csp("frame-ancestors 'self'"), { framing: 'sameorigin' }),
  row('frame-ancestors of hosts restricts', FRAMES, csp("frame-ancestors 'self' https://partner.example"), { framing: 'restricted' }),
  row('frame-ancestors of a scheme is anyone', FRAMES, csp("frame-ancestors 'self' https:"), { framing: 'any' }),
  row('frame-ancestors http: is anyone', FRAMES, csp('frame-ancestors http:'), { framing: 'any' }),
  row("'none' beside a star is ignored", FRAMES, csp("frame-ancestors 'none' *"), { framing: 'any' }),
  row('frame-ancestors does not fall back to default-src', FRAMES, csp("default-src 'none'"), {
    framing: 'any',
    csp: { framesAllowed: 'any' },
  }),
  row('the strictest frame-ancestors of several policies decides', LISTS, csp('frame-ancestors *', "frame-ancestors 'self'"), {
    framing: 'sameorigin',
  }),
]
