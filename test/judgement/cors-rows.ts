/** One answer of a server and what a browser makes of it. */
export interface CorsRow {
  readonly rule: string
  /** Where the rule stands. */
  readonly source: string
  readonly request: {
    readonly origin?: string
    /** Given for a preflight: the method asked for. */
    readonly method?: string
    readonly headers?: readonly string[]
  }
  readonly status?: number
  readonly answer: readonly (readonly [name: string, value: string])[]
  readonly wanted: Readonly<Record<string, unknown>>
}

const CHECK = 'Fetch, CORS check'
const PREFLIGHT = 'Fetch, CORS-preflight fetch'
const SYNTAX = 'Fetch, HTTP new-header syntax'
const LISTS = 'Fetch, extracting header list values'
const CREDENTIALS = 'Fetch, CORS protocol and credentials'
const app = 'https://app.example.com'
const ACAO = 'Access-Control-Allow-Origin'
const ACAC = 'Access-Control-Allow-Credentials'
const ACAM = 'Access-Control-Allow-Methods'
const ACAH = 'Access-Control-Allow-Headers'
const MAX_AGE = 'Access-Control-Max-Age'
const NOT = { readable: false, readableWithCredentials: false }
const PLAIN = { readable: true, readableWithCredentials: false }
const BOTH = { readable: true, readableWithCredentials: true }

// oxfmt-ignore
const SIMPLE: readonly CorsRow[] = [
  { rule: 'no header, no access', source: CHECK, request: { origin: app }, answer: [], wanted: NOT },
  { rule: 'the origin byte for byte', source: CHECK, request: { origin: app }, answer: [[ACAO, app]], wanted: PLAIN },
  { rule: 'with credentials the server must say so', source: CHECK, request: { origin: app }, answer: [[ACAO, app], [ACAC, 'true']], wanted: BOTH },
  { rule: 'credentials without an origin open nothing', source: CHECK, request: { origin: app }, answer: [[ACAC, 'true']], wanted: NOT },
  { rule: '* lets everyone read without credentials', source: CHECK, request: { origin: 'https://attacker.example' }, answer: [[ACAO, '*']], wanted: PLAIN },
  { rule: '* is not enough with credentials', source: CREDENTIALS, request: { origin: app }, answer: [[ACAO, '*'], [ACAC, 'true']], wanted: PLAIN },
  { rule: 'True is not true', source: `${SYNTAX}: %s"true"`, request: { origin: app }, answer: [[ACAO, app], [ACAC, 'True']], wanted: PLAIN },
  { rule: 'false is not true', source: 'MDN, Access-Control-Allow-Credentials', request: { origin: app }, answer: [[ACAO, app], [ACAC, 'false']], wanted: PLAIN },
  { rule: '1 is not true', source: SYNTAX, request: { origin: app }, answer: [[ACAO, app], [ACAC, '1']], wanted: PLAIN },
  { rule: 'true twice is "true, true"', source: 'Fetch, get a header', request: { origin: app }, answer: [[ACAO, app], [ACAC, 'true'], [ACAC, 'true']], wanted: PLAIN },
  { rule: 'a list of origins is none', source: 'MDN, Access-Control-Allow-Origin: a single origin', request: { origin: app }, answer: [[ACAO, `${app}, https://b.example`]], wanted: NOT },
  { rule: 'origins apart by a space are none', source: CHECK, request: { origin: app }, answer: [[ACAO, `${app} https://b.example`]], wanted: NOT },
  { rule: 'two lines are a list', source: 'MDN, CORSMultipleAllowOriginNotAllowed', request: { origin: app }, answer: [[ACAO, app], [ACAO, 'https://b.example']], wanted: NOT },
  { rule: 'the same line twice is a list', source: 'MDN, CORSMultipleAllowOriginNotAllowed', request: { origin: app }, answer: [[ACAO, app], [ACAO, app]], wanted: NOT },
  { rule: '* twice is no wildcard', source: CHECK, request: { origin: app }, answer: [[ACAO, '*'], [ACAO, '*']], wanted: NOT },
  { rule: 'a slash at the end is another text', source: 'MDN, CORSAllowOriginNotMatchingOrigin', request: { origin: app }, answer: [[ACAO, `${app}/`]], wanted: NOT },
  { rule: 'another scheme is another origin', source: 'HTML, same origin', request: { origin: app }, answer: [[ACAO, 'http://app.example.com']], wanted: NOT },
  { rule: 'another port is another origin', source: 'HTML, same origin', request: { origin: app }, answer: [[ACAO, `${app}:8443`]], wanted: NOT },
  { rule: 'the default port is never written', source: 'HTML, serialization of an origin', request: { origin: app }, answer: [[ACAO, `${app}:443`]], wanted: NOT },
  { rule: 'capitals are another text', source: CHECK, request: { origin: app }, answer: [[ACAO, 'https://App.example.com']], wanted: NOT },
  { rule: 'no pattern for subdomains', source: 'MDN, Access-Control-Allow-Origin', request: { origin: app }, answer: [[ACAO, 'https://*.example.com']], wanted: NOT },
  { rule: 'null lets null in', source: 'OWASP WSTG-CLNT-07', request: { origin: 'null' }, answer: [[ACAO, 'null'], [ACAC, 'true']], wanted: BOTH },
  { rule: 'null lets nobody else in', source: CHECK, request: { origin: app }, answer: [[ACAO, 'null']], wanted: NOT },
  { rule: 'Null is not null', source: SYNTAX, request: { origin: 'null' }, answer: [[ACAO, 'Null']], wanted: NOT },
  { rule: 'an empty value is none', source: CHECK, request: { origin: app }, answer: [[ACAO, '']], wanted: NOT },
  { rule: 'space around a value does not count', source: 'Fetch, normalize a byte sequence', request: { origin: app }, answer: [[ACAO, ` \t${app} `], [ACAC, ' true ']], wanted: BOTH },
  { rule: 'names of headers know no capitals', source: 'RFC 9110, 5.1', request: { origin: app }, answer: [[ACAO.toLowerCase(), app], [ACAC.toUpperCase(), 'true']], wanted: BOTH },
  { rule: 'the status is of no matter', source: CHECK, request: { origin: app }, status: 403, answer: [[ACAO, app]], wanted: PLAIN },
  { rule: 'without an Origin header there is nobody to let in', source: 'Fetch, HTTP requests', request: {}, answer: [[ACAO, '*']], wanted: NOT },
  { rule: 'no-store is kept by no cache', source: 'RFC 9111, 5.2.2.5', request: { origin: app }, answer: [['Cache-Control', 'private, NO-STORE']], wanted: { noStore: true } },
  { rule: 'private alone is kept by the cache of a browser', source: 'RFC 9111, 5.2.2.7', request: { origin: app }, answer: [['Cache-Control', 'private, max-age=0']], wanted: { noStore: false } },
  { rule: 'Vary and exposed headers are lists', source: 'RFC 9110, 12.5.5', request: { origin: app }, answer: [['Vary', 'Accept-Encoding, ORIGIN'], ['Vary', 'x'], ['Access-Control-Expose-Headers', 'X-Total,,ETag']], wanted: { vary: ['accept-encoding', 'origin', 'x'], exposeHeaders: ['x-total', 'etag'] } },
]

const asks = (method: string, ...headers: readonly string[]) => ({ origin: app, method, headers })
const OPEN: CorsRow['answer'] = [
  [ACAO, app],
  [ACAC, 'true'],
]
const ANY: CorsRow['answer'] = [[ACAO, '*']]
const PASSES = { passes: true, passesWithCredentials: true }
const FAILS = { passes: false, passesWithCredentials: false }

// oxfmt-ignore
const PREFLIGHTS: readonly CorsRow[] = [
  { rule: 'a method in the list', source: PREFLIGHT, request: asks('PUT'), status: 204, answer: [...OPEN, [ACAM, 'GET, PUT']], wanted: { ...PASSES, methodAllowed: true, allowMethods: ['GET', 'PUT'] } },
  { rule: 'a method not in the list', source: PREFLIGHT, request: asks('DELETE'), answer: [...OPEN, [ACAM, 'GET, PUT']], wanted: { ...FAILS, methodAllowed: false, methodAllowedWithCredentials: false } },
  { rule: 'methods know capitals', source: 'MDN, CORSMethodNotFound', request: asks('DELETE'), answer: [...OPEN, [ACAM, 'delete']], wanted: { ...FAILS, methodAllowed: false } },
  { rule: 'GET, HEAD and POST need no permission', source: 'Fetch, CORS-safelisted method', request: asks('POST'), answer: [...OPEN, [ACAM, 'PUT']], wanted: { ...PASSES, methodAllowed: true } },
  { rule: 'no list, no other method', source: PREFLIGHT, request: asks('PATCH'), answer: OPEN, wanted: { ...FAILS, methodAllowed: false } },
  { rule: '* is any method, without credentials', source: CREDENTIALS, request: asks('DELETE'), answer: [...OPEN, [ACAM, '*']], wanted: { methodAllowed: true, methodAllowedWithCredentials: false, passes: true, passesWithCredentials: false } },
  { rule: 'headers know no capitals', source: PREFLIGHT, request: asks('GET', 'X-Token', 'Content-Type'), answer: [...OPEN, [ACAH, 'x-TOKEN, content-type']], wanted: { ...PASSES, headersAllowed: true, allowHeaders: ['x-token', 'content-type'] } },
  { rule: 'every header must be in the list', source: PREFLIGHT, request: asks('GET', 'X-Token', 'X-Other'), answer: [...OPEN, [ACAH, 'X-Token']], wanted: { ...FAILS, headersAllowed: false, headersAllowedWithCredentials: false } },
  { rule: '* is any header, without credentials', source: CREDENTIALS, request: asks('GET', 'X-Token'), answer: [...OPEN, [ACAH, '*']], wanted: { headersAllowed: true, headersAllowedWithCredentials: false, passes: true, passesWithCredentials: false } },
  { rule: '* never covers Authorization', source: 'Fetch, CORS non-wildcard request-header name', request: asks('GET', 'Authorization'), answer: [...ANY, [ACAH, '*']], wanted: { ...FAILS, headersAllowed: false } },
  { rule: 'Authorization beside * is covered', source: 'MDN, Access-Control-Allow-Headers', request: asks('GET', 'Authorization', 'X-Token'), answer: [...ANY, [ACAH, '*, Authorization']], wanted: { headersAllowed: true, passes: true, passesWithCredentials: false } },
  { rule: 'harmless headers are not asked for', source: 'Fetch, CORS-safelisted request-header', request: asks('GET', 'Accept', 'Accept-Language'), answer: OPEN, wanted: { ...PASSES, headersAllowed: true } },
  { rule: 'a simple Range is harmless', source: 'Fetch, CORS-safelisted request-header', request: asks('GET', 'Range'), answer: OPEN, wanted: { ...PASSES, headersAllowed: true } },
  { rule: 'patch is not PATCH', source: 'Fetch, normalize a method', request: asks('patch'), answer: [...OPEN, [ACAM, 'PATCH']], wanted: { ...FAILS, methodAllowed: false } },
  { rule: 'a list that is none fails the preflight', source: LISTS, request: asks('PUT'), answer: [...OPEN, [ACAM, 'PUT, G@T']], wanted: { ...FAILS, allowMethods: [] } },
  { rule: 'a list of headers that is none fails it too', source: LISTS, request: asks('GET'), answer: [...OPEN, [ACAH, 'X-Token; X-Other']], wanted: { ...FAILS, allowHeaders: [] } },
  { rule: 'several lines are one list', source: LISTS, request: asks('PUT'), answer: [...OPEN, [ACAM, 'GET'], [ACAM, 'PUT']], wanted: { ...PASSES, allowMethods: ['GET', 'PUT'] } },
  { rule: 'a redirect fails the preflight', source: 'MDN, CORSExternalRedirectNotAllowed', request: asks('GET'), status: 301, answer: OPEN, wanted: { ...FAILS, ...BOTH, preflightOk: false } },
  { rule: 'an error status fails the preflight', source: 'MDN, CORSPreflightDidNotSucceed', request: asks('GET'), status: 401, answer: OPEN, wanted: { ...FAILS, preflightOk: false } },
  { rule: '299 is an ok status', source: 'Fetch, ok status', request: asks('GET'), status: 299, answer: OPEN, wanted: { ...PASSES, preflightOk: true } },
  { rule: 'the origin is checked in the preflight too', source: PREFLIGHT, request: asks('GET'), answer: [[ACAM, 'GET']], wanted: { ...FAILS, readable: false } },
  { rule: 'credentials must be allowed in the preflight', source: CREDENTIALS, request: asks('PUT'), answer: [[ACAO, app], [ACAM, 'PUT']], wanted: { passes: true, passesWithCredentials: false } },
  { rule: 'the lifetime is a number of seconds', source: SYNTAX, request: asks('GET'), answer: [...OPEN, [MAX_AGE, '600']], wanted: { maxAgeSeconds: 600 } },
  { rule: 'another lifetime is none', source: `${PREFLIGHT}: 5 seconds then`, request: asks('GET'), answer: [...OPEN, [MAX_AGE, '10m']], wanted: { maxAgeSeconds: undefined } },
  { rule: 'two lifetimes are none', source: LISTS, request: asks('GET'), answer: [...OPEN, [MAX_AGE, '5'], [MAX_AGE, '600']], wanted: { maxAgeSeconds: undefined } },
]

/** What answers mean to a browser, rule by rule. */
export const CORS_ROWS: readonly CorsRow[] = [...SIMPLE, ...PREFLIGHTS]
