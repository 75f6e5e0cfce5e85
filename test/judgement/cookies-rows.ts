/** One Set-Cookie line and what a browser makes of it. */
export interface CookiesRow {
  readonly rule: string
  /** Where the rule stands. */
  readonly source: string
  readonly line: string
  /** Default https://app.example.com/auth/login; the clock stands at 2026-01-01T00:00:00Z. */
  readonly url?: string
  /** A part of the cookie. */
  readonly wanted: Readonly<Record<string, unknown>>
}

const PARSE = 'RFC 6265bis 5.6'
const STORE = 'RFC 6265bis 5.7'
const SITE = 'RFC 6265bis 5.6.7'
const DATES = 'RFC 6265 5.1.1'
const PREFIX = 'RFC 6265bis 4.1.3'
const PATHS = 'RFC 6265 5.1.4'
const DOMAIN = 'RFC 6265bis 5.1.3'
const AGE = 'RFC 6265bis 5.6.2'
const NAMES = 'OWASP Session Management'
const HTTP = 'http://app.example.com/'
const CAP = 34_560_000

const row = (rule: string, source: string, line: string, wanted: CookiesRow['wanted'], url?: string): CookiesRow => ({
  rule,
  source,
  line,
  wanted,
  ...(url === undefined ? {} : { url }),
})

const FLAGS: readonly CookiesRow[] = [
  row('a bare cookie has no protection', PARSE, 'sid=1', {
    name: 'sid',
    secure: false,
    httpOnly: false,
    sameSite: 'default',
    readableByScript: true,
    sentOverHttp: true,
    session: true,
    expired: false,
    rejected: [],
  }),
  row('flags count in any case', PARSE, 'sid=1; secure; HTTPONLY; samesite=STRICT', {
    secure: true,
    httpOnly: true,
    sameSite: 'strict',
    sameSiteSent: 'STRICT',
    readableByScript: false,
    sentOverHttp: false,
  }),
  row('a flag with a value is a flag', PARSE, 'sid=1; Secure=false; HttpOnly=no', { secure: true, httpOnly: true }),
  row('a flag in the value is none', PARSE, 'sid=Secure HttpOnly', { secure: false, httpOnly: false }),
  row('commas separate no flags', PARSE, 'sid=1, Secure, HttpOnly', { secure: false, httpOnly: false }),
  row('a masked value does not matter', PARSE, 'sid=[secret:cookie.sid]; Secure; HttpOnly', {
    name: 'sid',
    secure: true,
    httpOnly: true,
    rejected: [],
  }),
  row('an equals sign belongs to the value', PARSE, 'sid=a=b==; Secure', { name: 'sid', secure: true }),
  row('names of the prototype are names', PARSE, 'constructor=1; HttpOnly', { name: 'constructor', httpOnly: true, rejected: [] }),
  row('a no-break space belongs to the name of an attribute', PARSE, 'sid=1; \u00a0Secure; HttpOnly\u2003; \ufeffPartitioned', {
    secure: false,
    httpOnly: false,
    partitioned: false,
  }),
  row('a no-break space belongs to the name of a cookie', PARSE, '\u00a0sid=1', { name: '\u00a0sid' }),
  row('a cookie may have no name', PARSE, '=value; Secure', { name: '', secure: true, rejected: [] }),
  row('a pair without equals sign is a value', PARSE, 'value; Secure', { name: '', rejected: [] }),
]

const SAME_SITE: readonly CookiesRow[] = [
  row('SameSite lax', SITE, 'sid=1; SameSite=Lax', { sameSite: 'lax', sameSiteSent: 'Lax' }),
  row('an unknown SameSite is the default', SITE, 'sid=1; SameSite=bogus', { sameSite: 'default', sameSiteSent: 'bogus', rejected: [] }),
  row('SameSite without a value is the default', SITE, 'sid=1; SameSite', { sameSite: 'default', sameSiteSent: '' }),
  row('a no-break space belongs to the value of SameSite', PARSE, 'sid=1; SameSite=Lax\u00a0', { sameSite: 'default' }),
  row('SameSite of the prototype is the default', SITE, 'sid=1; SameSite=constructor', { sameSite: 'default' }),
  row('the last SameSite counts', SITE, 'sid=1; SameSite=Strict; SameSite=bogus', { sameSite: 'default' }),
  row('SameSite=None needs Secure', STORE, 'sid=1; SameSite=None', { sameSite: 'none', rejected: ['SameSite=None without Secure'] }),
  row('SameSite=None with Secure is kept', STORE, 'sid=1; SameSite=None; Secure', { sameSite: 'none', rejected: [] }),
  row('Partitioned needs Secure', 'MDN Set-Cookie Partitioned', 'sid=1; Partitioned', {
    partitioned: true,
    rejected: ['Partitioned without Secure'],
  }),
]

const PLACES: readonly CookiesRow[] = [
  row('the default path is the folder of the address', PATHS, 'sid=1', { path: '/auth', hostOnly: true, domain: 'app.example.com' }),
  row('the default path below the root is the root', PATHS, 'sid=1', { path: '/' }, 'https://app.example.com/login'),
  row('a path that does not start with a slash is none', 'RFC 6265bis 5.6.4', 'sid=1; Path=api', { path: '/auth' }),
  row('an empty path is none', 'RFC 6265bis 5.6.4', 'sid=1; Path=', { path: '/auth' }),
  row('the path as sent', 'RFC 6265bis 5.6.4', 'refresh=1; Path=/api/v1/auth', { path: '/api/v1/auth' }),
  row('the last path counts', STORE, 'sid=1; Path=/a; Path=/b', { path: '/b' }),
  row('a domain above the host widens', DOMAIN, 'sid=1; Domain=.Example.COM', { domain: 'example.com', hostOnly: false, rejected: [] }),
  row('the host itself as domain widens to subdomains', DOMAIN, 'sid=1; Domain=app.example.com', {
    domain: 'app.example.com',
    hostOnly: false,
    rejected: [],
  }),
  row('an empty domain is none', 'RFC 6265bis 5.6.3', 'sid=1; Domain=', { hostOnly: true, domain: 'app.example.com' }),
  row('a foreign domain is dropped', DOMAIN, 'sid=1; Domain=other.example', {
    rejected: ['Domain is not the host that answered, nor a domain above it'],
  }),
  row('a domain that merely ends alike is dropped', DOMAIN, 'sid=1; Domain=le.com', {
    rejected: ['Domain is not the host that answered, nor a domain above it'],
  }),
  row('a domain below the host is dropped', DOMAIN, 'sid=1; Domain=x.app.example.com', {
    rejected: ['Domain is not the host that answered, nor a domain above it'],
  }),
  row('a domain of one label is a public suffix', `${STORE}; publicsuffix.org`, 'sid=1; Domain=com', {
    rejected: ['Domain has one label and is a public suffix'],
  }),
  row(
    'a public suffix that is the host itself is no domain',
    STORE,
    'sid=1; Domain=localhost',
    { domain: 'localhost', hostOnly: true, rejected: [] },
    'https://localhost/',
  ),
  row(
    'an address has no domain above it',
    DOMAIN,
    'sid=1; Domain=0.0.1',
    { rejected: ['Domain is not the host that answered, nor a domain above it'] },
    'https://127.0.0.1/',
  ),
  row('Secure over plain http is dropped', STORE, 'sid=1; Secure', { secure: true, rejected: ['Secure was set over plain http'] }, HTTP),
  row('Secure over plain http on loopback is kept', 'MDN Set-Cookie Secure', 'sid=1; Secure', { rejected: [] }, 'http://localhost:3000/'),
]

const PREFIXES: readonly CookiesRow[] = [
  row('a cookie called __Secure- has no flag by its name', PREFIX, '__Secure-sid=1', {
    prefix: 'secure',
    secure: false,
    sentOverHttp: true,
    rejected: ['__Secure- without Secure'],
  }),
  row('__Secure- with Secure is kept', PREFIX, '__Secure-sid=1; Secure', { prefix: 'secure', rejected: [] }),
  row('prefixes count in any case', STORE, '__hOsT-sid=1; Path=/', { prefix: 'host', rejected: ['__Host- without Secure'] }),
  row('__Host- takes no domain', PREFIX, '__Host-sid=1; Secure; Path=/; Domain=example.com', { rejected: ['__Host- with Domain'] }),
  row('__Host- wants Path=/', PREFIX, '__Host-sid=1; Secure; Path=/api', { rejected: ['__Host- without Path=/'] }),
  row(
    '__Host- wants Path=/ to be said',
    STORE,
    '__Host-sid=1; Secure',
    { path: '/', rejected: ['__Host- without Path=/'] },
    'https://app.example.com/login',
  ),
  row('__Http- wants Secure and HttpOnly', PREFIX, '__Http-sid=1', {
    prefix: 'http',
    rejected: ['__Http- without Secure', '__Http- or __Host-Http- without HttpOnly'],
  }),
  row('__Http- as it should be', PREFIX, '__http-sid=1; Secure; HttpOnly; Domain=example.com', { prefix: 'http', rejected: [] }),
  row('__Host-Http- wants all that __Host- wants, and HttpOnly', PREFIX, '__Host-Http-sid=1; Domain=example.com', {
    prefix: 'host',
    rejected: ['__Http- or __Host-Http- without HttpOnly', '__Host- without Secure', '__Host- with Domain', '__Host- without Path=/'],
  }),
  row('__Host-Http- as it should be', PREFIX, '__Host-Http-sid=1; Secure; HttpOnly; Path=/', { prefix: 'host', rejected: [] }),
  row('__Host- as it should be', PREFIX, '__Host-sid=1; Secure; Path=/', { prefix: 'host', rejected: [] }),
  row('a value cannot pose as a prefix', STORE, '=__Host-sid=1; Secure; Path=/', {
    name: '',
    rejected: ['it has no name, and its value poses as a prefix'],
  }),
  row('a value cannot pose as __Secure-', STORE, '=__Secure-sid=1; Secure', {
    rejected: ['it has no name, and its value poses as a prefix'],
  }),
  row('a value cannot pose as __Http-', STORE, '=__Http-sid=1; Secure; HttpOnly', {
    rejected: ['it has no name, and its value poses as a prefix'],
  }),
  row('a prefix in the middle of a name is none', PREFIX, 'x__Secure-sid=1', { prefix: 'none', rejected: [] }),
  row('neither name nor value', PARSE, '=; Secure', { name: '', rejected: ['it has neither name nor value'] }),
  row('more than 4096 bytes', PARSE, `sid=${'x'.repeat(4094)}`, { rejected: ['name and value are longer than 4096 bytes'] }),
  row('exactly 4096 bytes', PARSE, `sid=${'x'.repeat(4093)}`, { rejected: [] }),
  row('a control character', PARSE, 'sid=a\u0001b', { rejected: ['it holds a control character'] }),
]

const LIVES: readonly CookiesRow[] = [
  row('Max-Age in seconds', AGE, 'sid=1; Max-Age=3600', { session: false, lifetimeSeconds: 3600, expired: false }),
  row('Max-Age wins over Expires', STORE, 'sid=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', {
    lifetimeSeconds: 60,
    expired: false,
  }),
  row('Max-Age=0 deletes', AGE, 'sid=; Max-Age=0; Path=/', { expired: true, lifetimeSeconds: 0, session: false }),
  row('a negative Max-Age deletes', AGE, 'sid=; Max-Age=-1', { expired: true, lifetimeSeconds: 0 }),
  row('a Max-Age that is no number is ignored', AGE, 'sid=1; Max-Age=1h', { session: true, expired: false }),
  row('no cookie outlives 400 days', AGE, 'sid=1; Max-Age=99999999999999999999', { lifetimeSeconds: CAP }),
  row('Expires beyond 400 days', 'RFC 6265bis 5.6.1', 'sid=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT', {
    lifetimeSeconds: CAP,
    expired: false,
  }),
  row('the last Expires counts', STORE, 'sid=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=Fri, 02 Jan 2026 00:00:00 GMT', {
    lifetimeSeconds: 86_400,
    expired: false,
  }),
  row('a no-break space after Max-Age makes it no number', AGE, 'sid=1; Max-Age=0\u00a0', { session: true, expired: false }),
  row('Expires in the future', DATES, 'sid=1; Expires=Fri, 02 Jan 2026 00:00:00 GMT', { lifetimeSeconds: 86_400, session: false }),
  row('Expires in the past deletes', DATES, 'sid=; Expires=Thu, 01-Jan-70 00:00:00 GMT', { expired: true, lifetimeSeconds: 0 }),
  row('years of two digits', DATES, 'sid=1; Expires=Friday, 02-Jan-26 00:00:00 GMT', { lifetimeSeconds: 86_400 }),
  row('an ISO date is none', DATES, 'sid=1; Expires=2026-01-02T00:00:00Z', { session: true, expired: false }),
  row('the 30th of February is none', DATES, 'sid=1; Expires=Mon, 30 Feb 2026 00:00:00 GMT', { session: true }),
  row('the name of an attribute is not measured', PARSE, `sid=1; Path=/${'x'.repeat(1023)}`, { path: `/${'x'.repeat(1023)}` }),
  row('an attribute of more than 1024 bytes is ignored', PARSE, `sid=1; Path=/${'x'.repeat(1100)}; Secure`, {
    path: '/auth',
    secure: true,
  }),
]

const named = (name: string, looksLikeSession: boolean) =>
  row(`${name} ${looksLikeSession ? 'looks' : 'does not look'} like a session`, NAMES, `${name}=1`, { looksLikeSession })
const SESSIONS: readonly CookiesRow[] = [
  ...[
    'JSESSIONID',
    'PHPSESSID',
    'connect.sid',
    'sid',
    'access_token',
    'refreshToken',
    '__Host-auth',
    'remember_me',
    'ASP.NET_SessionId',
    '.AspNetCore.Cookies',
    'jwt',
    '.AspNet.ApplicationCookie',
    '_identity',
    'KEYCLOAK_IDENTITY',
    'wordpress_logged_in_1a2b',
    'wordpress_sec_1a2b',
    'CASTGC',
    'TGC',
    'fe_typo_user',
  ].map((name) => named(name, true)),
  ...[
    'theme',
    'XSRF-TOKEN',
    'csrftoken',
    'author',
    'consider',
    'accessibility',
    'lang',
    'identity_provider',
    'wordpress_test_cookie',
    'blog_info',
    '.AspNetCore.Antiforgery',
  ].map((name) => named(name, false)),
]

export const COOKIES_ROWS: readonly CookiesRow[] = [...FLAGS, ...SAME_SITE, ...PLACES, ...PREFIXES, ...LIVES, ...SESSIONS]
