import { row } from './headers-row.ts'
import type { HeadersRow } from './headers-row.ts'

const XFO = 'HTML 7.4 X-Frame-Options'
const STS = 'RFC 6797 6.1'
const UA = 'RFC 6797 8.1'
const RP = 'Referrer Policy 8.1; MDN Referrer-Policy'
const SNIFF = 'Fetch 3.5 determine nosniff'
const XXP = 'MDN X-XSS-Protection; OWASP Secure Headers'
const COOP = 'HTML 7.1.3 cross-origin opener policies'
const COEP = 'HTML 7.1.4 embedder policies'
const CORP = 'Fetch 3.7 Cross-Origin-Resource-Policy'
const PP = 'Permissions Policy 5.2 and 9.2'
const LEAK = 'OWASP Secure Headers; RFC 9110 10.2.4'

const hsts = (value: string) => [`Strict-Transport-Security: ${value}`]
const OFF = { sent: true, active: false, maxAgeSeconds: 0, includeSubDomains: false, preload: false, preloadReady: false }
const frame = (value: string) => `X-Frame-Options: ${value}`
const ignored = (header: string) => [{ header }]
const YEAR = 31_536_000
const HTTP = 'http://app.example.com/'

const FRAMING: readonly HeadersRow[] = [
  row('no X-Frame-Options lets anyone frame', XFO, [], { framing: 'any', malformed: [] }),
  row('DENY denies', XFO, [frame('DENY')], { framing: 'deny', xFrameOptions: 'DENY' }),
  row('values count in any case', XFO, [frame('sameOrigin')], { framing: 'sameorigin', xFrameOptions: 'SAMEORIGIN', malformed: [] }),
  row('ALLOW-FROM protects from nothing', XFO, [frame('ALLOW-FROM https://partner.example')], {
    framing: 'any',
    malformed: ignored('x-frame-options'),
  }),
  row('ALLOWALL protects from nothing', XFO, [frame('ALLOWALL')], {
    framing: 'any',
    xFrameOptions: 'ALLOWALL',
    malformed: ignored('x-frame-options'),
  }),
  row('an empty X-Frame-Options protects from nothing', XFO, [frame('')], { framing: 'any', malformed: ignored('x-frame-options') }),
  row('a value with a semicolon is unknown', XFO, [frame('DENY; mode=block')], { framing: 'any' }),
  row('the same value twice is that value', XFO, [frame('DENY'), frame('deny')], {
    framing: 'deny',
    xFrameOptions: 'DENY',
    duplicates: ['x-frame-options'],
    malformed: [],
  }),
  row('two values that contradict each other deny', XFO, [frame('DENY'), frame('SAMEORIGIN')], {
    framing: 'deny',
    xFrameOptions: 'DENY, SAMEORIGIN',
    duplicates: ['x-frame-options'],
    malformed: ignored('x-frame-options'),
  }),
  row('a known value beside an unknown one denies', XFO, [frame('SAMEORIGIN, foo')], {
    framing: 'deny',
    malformed: ignored('x-frame-options'),
  }),
  row('two unknown values protect from nothing', XFO, [frame('foo, ALLOW-FROM https://a.example')], { framing: 'any' }),
  row('frame-ancestors overrides X-Frame-Options', XFO, [frame('DENY'), 'Content-Security-Policy: frame-ancestors *'], {
    framing: 'any',
    xFrameOptions: 'DENY',
  }),
  row('report-only frame-ancestors overrides nothing', XFO, [frame('DENY'), 'Content-Security-Policy-Report-Only: frame-ancestors *'], {
    framing: 'deny',
  }),
]

const HSTS: readonly HeadersRow[] = [
  row('no header, no HSTS', UA, [], { hsts: { ...OFF, sent: false } }),
  row('max-age alone is enough', STS, hsts('max-age=31536000'), {
    hsts: { sent: true, active: true, maxAgeSeconds: YEAR, includeSubDomains: false, preloadReady: false },
  }),
  row('directives count in any case', STS, hsts('MAX-AGE=63072000; IncludeSubdomains; PRELOAD'), {
    hsts: { active: true, maxAgeSeconds: 2 * YEAR, includeSubDomains: true, preload: true, preloadReady: true },
  }),
  row('a value may be quoted', STS, hsts('max-age="31536000" ; includeSubDomains'), {
    hsts: { active: true, maxAgeSeconds: YEAR, includeSubDomains: true },
  }),
  row('unknown directives are ignored', STS, hsts('max-age=600; foo; bar="a;b"'), {
    hsts: { active: true, maxAgeSeconds: 600 },
    malformed: [],
  }),
  row('empty directives are fine', STS, hsts('; max-age=600;;'), { hsts: { active: true, maxAgeSeconds: 600 } }),
  row('a directive that stands twice spoils the header', STS, hsts('max-age=31536000; max-age=0'), {
    hsts: OFF,
    malformed: ignored('strict-transport-security'),
  }),
  row('an unknown directive that stands twice spoils the header', STS, hsts('max-age=31536000; foo; FOO'), { hsts: OFF }),
  row('max-age must be there', STS, hsts('includeSubDomains; preload'), { hsts: OFF, malformed: ignored('strict-transport-security') }),
  row('max-age must be a number', STS, hsts('max-age=1y'), { hsts: OFF }),
  row('max-age must not be negative', STS, hsts('max-age=-1'), { hsts: OFF }),
  row('max-age must have a value', STS, hsts('max-age='), { hsts: OFF }),
  row('includeSubDomains takes no value', 'RFC 6797 6.1.2', hsts('max-age=31536000; includeSubDomains=true'), { hsts: OFF }),
  row('includeSubDomains takes no empty value either', 'RFC 6797 6.1.2', hsts('max-age=31536000; includeSubDomains=""'), {
    hsts: OFF,
    malformed: ignored('strict-transport-security'),
  }),
  row(
    'preload with an empty value is no consent',
    'hstspreload.org; MDN Strict-Transport-Security',
    hsts('max-age=31536000; includeSubDomains; preload=""'),
    { hsts: { active: true, includeSubDomains: true, preload: false, preloadReady: false } },
  ),
  row('commas are not of the grammar', STS, hsts('max-age=31536000, includeSubDomains'), {
    hsts: OFF,
    malformed: ignored('strict-transport-security'),
  }),
  row('max-age of 0 switches off', 'RFC 6797 6.1.1', hsts('max-age=0; includeSubDomains'), { hsts: OFF, malformed: [] }),
  row('the first header alone counts', UA, [...hsts('max-age=0'), ...hsts('max-age=31536000')], {
    hsts: OFF,
    duplicates: ['strict-transport-security'],
  }),
  row('a spoilt first header is not mended by a second', UA, [...hsts('max-age=x'), ...hsts('max-age=31536000')], { hsts: OFF }),
  row('over plain http it is ignored', UA, hsts('max-age=31536000; includeSubDomains; preload'), { hsts: OFF, secure: false }, HTTP),
  row(
    'a year less a second is not ready for the preload list',
    'hstspreload.org; MDN Strict-Transport-Security',
    hsts('max-age=31535999; includeSubDomains; preload'),
    { hsts: { active: true, preload: true, preloadReady: false } },
  ),
  row('the preload list wants subdomains', 'hstspreload.org; MDN Strict-Transport-Security', hsts('max-age=31536000; preload'), {
    hsts: { preload: true, preloadReady: false },
  }),
]

const rp = (...values: string[]) => values.map((value) => `Referrer-Policy: ${value}`)
const CONTENT: readonly HeadersRow[] = [
  row('a byte order mark belongs to the value', SNIFF, ['X-Content-Type-Options: \ufeffnosniff'], { nosniff: false }),
  row('nosniff counts in any case', SNIFF, ['X-Content-Type-Options: NoSniff'], { nosniff: true, malformed: [] }),
  row('no header, no nosniff', SNIFF, [], { nosniff: false }),
  row('the first value decides, for', SNIFF, ['X-Content-Type-Options: nosniff, foo'], { nosniff: true }),
  row('the first value decides, against', SNIFF, ['X-Content-Type-Options: foo', 'X-Content-Type-Options: nosniff'], {
    nosniff: false,
    malformed: ignored('x-content-type-options'),
  }),
  row('a misspelt nosniff is none', SNIFF, ['X-Content-Type-Options: no-sniff'], { nosniff: false }),
  row('no Referrer-Policy is the default of browsers', 'Referrer Policy 3', [], {
    referrerPolicy: '',
    referrerPolicyEffective: 'strict-origin-when-cross-origin',
  }),
  row('the last of several policies counts', RP, rp('no-referrer, unsafe-url'), {
    referrerPolicy: 'unsafe-url',
    referrerPolicyEffective: 'unsafe-url',
  }),
  row('the last line counts', RP, rp('unsafe-url', 'No-Referrer'), { referrerPolicy: 'no-referrer', malformed: [] }),
  row('an unknown last token is passed over', RP, rp('no-referrer, future-policy'), {
    referrerPolicy: 'no-referrer',
    referrerPolicyEffective: 'no-referrer',
  }),
  row('unknown tokens alone are nothing', RP, rp('origin-when-crossorigin'), {
    referrerPolicy: '',
    referrerPolicyEffective: 'strict-origin-when-cross-origin',
    malformed: ignored('referrer-policy'),
  }),
  row('policies behind semicolons are unknown', RP, rp('no-referrer; same-origin'), { referrerPolicy: '' }),
  row('no X-XSS-Protection is absent', XXP, [], { xssProtection: { mode: 'absent' } }),
  row('0 is off', XXP, ['X-XSS-Protection: 0'], { xssProtection: { value: '0', mode: 'off' } }),
  row('1 filters', XXP, ['X-XSS-Protection: 1'], { xssProtection: { mode: 'filter' } }),
  row('1 with a report filters', XXP, ['X-XSS-Protection: 1; report=https://r.example/x'], { xssProtection: { mode: 'filter' } }),
  row('1; mode=block blocks', XXP, ['X-XSS-Protection: 1; Mode = Block'], { xssProtection: { mode: 'block' }, malformed: [] }),
  row('two lines of X-XSS-Protection are invalid', XXP, ['X-XSS-Protection: 1; mode=block', 'X-XSS-Protection: 1'], {
    xssProtection: { mode: 'invalid' },
    malformed: ignored('x-xss-protection'),
  }),
]

const opener = (value: string) => [`Cross-Origin-Opener-Policy: ${value}`]
const embedder = (value: string) => [`Cross-Origin-Embedder-Policy: ${value}`]
const resource = (value: string) => `Cross-Origin-Resource-Policy: ${value}`
const ISOLATION: readonly HeadersRow[] = [
  row('nothing sent isolates nothing', `${COOP}; ${COEP}`, [], { coop: 'unsafe-none', coep: 'unsafe-none', corp: 'none', permissions: {} }),
  row('COOP may carry parameters', COOP, opener('same-origin; report-to="coop"'), { coop: 'same-origin' }),
  row('COOP tokens are case-sensitive', COOP, opener('Same-Origin'), {
    coop: 'unsafe-none',
    malformed: ignored('cross-origin-opener-policy'),
  }),
  row('a quoted COOP is no token', COOP, opener('"same-origin"'), { coop: 'unsafe-none' }),
  row('two COOP lines are no item', COOP, [...opener('same-origin'), ...opener('same-origin')], {
    coop: 'unsafe-none',
    duplicates: ['cross-origin-opener-policy'],
  }),
  row('COOP counts on trustworthy pages alone', COOP, opener('same-origin'), { coop: 'unsafe-none' }, HTTP),
  row('COOP counts on loopback', 'Secure Contexts 3.1', opener('same-origin'), { coop: 'same-origin' }, 'http://localhost:3000/'),
  row('COEP require-corp', COEP, embedder('require-corp'), { coep: 'require-corp' }),
  row('an unknown COEP is unsafe-none', COEP, embedder('same-origin'), {
    coep: 'unsafe-none',
    malformed: ignored('cross-origin-embedder-policy'),
  }),
  row('CORP same-site', CORP, [resource('same-site')], { corp: 'same-site' }),
  row('CORP cross-origin is said, not the default', CORP, [resource('cross-origin')], { corp: 'cross-origin', malformed: [] }),
  row('CORP is case-sensitive', CORP, [resource('Same-Origin')], { corp: 'none', malformed: ignored('cross-origin-resource-policy') }),
  row('two CORP lines are none', CORP, [resource('same-origin'), resource('same-origin')], {
    corp: 'none',
    duplicates: ['cross-origin-resource-policy'],
  }),
  row(
    'lists of permissions',
    PP,
    ['Permissions-Policy: camera=(), microphone=(self), fullscreen=*, usb=(self "https://a.example"), midi=self'],
    { permissions: { camera: 'none', microphone: 'self', fullscreen: 'all', usb: 'list', midi: 'self' } },
  ),
  row('an unknown word allows nobody', PP, ['Permissions-Policy: camera=none, geolocation'], {
    permissions: { camera: 'none', geolocation: 'none' },
  }),
  row('the last entry of a feature counts', PP, ['Permissions-Policy: camera=()', 'Permissions-Policy: camera=*'], {
    permissions: { camera: 'all' },
  }),
  row('what is no dictionary is ignored as a whole', PP, ["Permissions-Policy: camera 'none'; microphone 'self'"], {
    permissions: {},
    malformed: ignored('permissions-policy'),
  }),
  row('Feature-Policy is no longer read', 'MDN Permissions-Policy', ["Feature-Policy: camera 'none'"], { permissions: {} }),
]

const leaks = (rule: string, lines: readonly string[], disclosesVersion: boolean) => row(rule, LEAK, lines, { disclosesVersion })
const BANNERS: readonly HeadersRow[] = [
  leaks('no banner tells nothing', [], false),
  row('a server with its version tells it', LEAK, ['Server: nginx/1.24.0'], { server: 'nginx/1.24.0', disclosesVersion: true }),
  leaks('a bare name tells no version', ['Server: nginx'], false),
  leaks('a digit of a name is no version', ['Server: AmazonS3'], false),
  row('X-Powered-By with a version', LEAK, ['Server: nginx', 'X-Powered-By: PHP/8.1'], { poweredBy: 'PHP/8.1', disclosesVersion: true }),
  leaks('X-AspNet-Version', ['X-AspNet-Version: 4.0.30319'], true),
  ...['Server: Tomcat9', 'Server: IIS10', 'Server: nginx:1', 'Via: 1.1 proxy (squid/6.6), 1.1 edge', 'Via: HTTP/1.1 nginx/1.24'].map(
    (line) => leaks(`${line} tells a version`, [line], true),
  ),
  ...['X-LiteSpeed-Version: 6', 'X-Umbraco-Version: 8', 'kbn-version: 8.1.0', 'X-Hudson: 1.395', 'X-Mod-Pagespeed: 1.13.35.2-0'].map(
    (line) => leaks(`${line} tells a version`, [line], true),
  ),
  ...[
    'Server: h2o',
    'Server: cloudflare',
    'Server: edge:8443',
    'Via: 1.1 google',
    'Via: HTTP/2 proxy:8080',
    'Via: 1.1 10.0.0.1',
    'X-Runtime: 0.034',
  ].map((line) => leaks(`${line} tells no version`, [line], false)),
  leaks('a generator', ['X-Generator: Drupal 9 (https://www.drupal.org)'], true),
]

export const HEADERS_ROWS: readonly HeadersRow[] = [...FRAMING, ...HSTS, ...CONTENT, ...ISOLATION, ...BANNERS]
