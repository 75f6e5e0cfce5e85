import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { Secret } from '../redaction/secret.ts'
import { describe as commits } from './files/describe.ts'
import { Params as Files } from './files/schema.ts'
import { describe as request } from './http/describe.ts'
import { Params as Http } from './http/schema.ts'
import { describe as sql } from './postgres/describe.ts'
import { Params as Postgres } from './postgres/schema.ts'
import { describe as query } from './prometheus/describe.ts'
import { Params as Prometheus } from './prometheus/schema.ts'
import { describe as burst } from './rate-limit/describe.ts'
import { Params as Limit } from './rate-limit/schema.ts'
import { shellLine } from './shell.ts'

const HIDDEN = 'hidden-Value-1'
const password = new Secret(HIDDEN, 'secrets.flowPassword', [{ variable: 'AUTH_FLOW_PASSWORD' }])
const token = new Secret(`Bearer ${HIDDEN}`, 'saved.access', ['Bearer ', { variable: 'ACCESS', from: 'saved by the step login' }])
const origin = 'https://a.example.com'

/** Command, the line that repeats it, and whether one is wanted. */
const LINES: readonly (readonly [string, string | undefined, string])[] = [
  [
    'a secret by the variable that it comes from',
    request(Http.parse({ method: 'POST', path: '/login', json: { password } }), { origin }).repeat,
    String.raw`: "$${'{'}AUTH_FLOW_PASSWORD:?}" && jq -nc --arg s1 "$AUTH_FLOW_PASSWORD" '{"password":"\($s1)"}' | curl -i -X POST -H 'Content-Type: application/json' -d @- https://a.example.com/login`,
  ],
  [
    'a form with one',
    request(Http.parse({ method: 'POST', path: '/', form: { a: 'b c', password } }), { origin }).repeat,
    `curl -i -X POST -H 'Content-Type: application/x-www-form-urlencoded' --data-raw a=b+c --data-urlencode "password=\${AUTH_FLOW_PASSWORD:?}" https://a.example.com/`,
  ],
  [
    'a saved value with the step that saved it, and the CA',
    request(Http.parse({ path: '/me', headers: { Authorization: token } }), { origin, caFile: 'my ca.pem' }).repeat,
    `curl -i --cacert 'my ca.pem' -H "Authorization: Bearer \${ACCESS:?saved by the step login}" https://a.example.com/me`,
  ],
  [
    'cookies of the steps before',
    request(Http.parse({ method: 'POST', path: '/refresh' }), { origin, hasCookies: ({ pathname }) => pathname === '/refresh' }).repeat,
    `curl -i -b "\${COOKIES:?name=value; name=value, as set by the steps before}" -X POST https://a.example.com/refresh`,
  ],
  [
    'no cookies where none are sent',
    request(Http.parse({ path: '/me', anonymous: true }), { origin, hasCookies: () => true }).repeat,
    'curl -i https://a.example.com/me',
  ],
  [
    'an address that is a secret, and values of placeholders',
    sql(Postgres.parse({ queries: { one: { sql: 'select $1, $2::int;', params: ["it's", null] } } }), {
      address: new Secret(HIDDEN, 'secrets.db', [{ variable: 'AUTH_DATABASE_URL' }]),
    }).repeat,
    `psql "\${AUTH_DATABASE_URL:?}" -c 'prepare query1 as select $1, $2::int' -c 'execute query1('\\''it'\\'''\\''s'\\'', null)'`,
  ],
  [
    'a placeholder that is a secret',
    sql(Postgres.parse({ explain: { one: { sql: 'select $1', params: [password] } } }), {}).repeat,
    String.raw`: "$${'{'}DATABASE_URL:?}" "$${'{'}AUTH_FLOW_PASSWORD:?}" && printf '%s\n' 'prepare plan1 as select $1;' 'explain (costs) execute plan1(:'\''s1'\'');' | psql "$DATABASE_URL" -v "s1=$AUTH_FLOW_PASSWORD"`,
  ],
  [
    'an address that is none',
    query(Prometheus.parse({ queries: { up: 'up == 1' } }), { address: 'http://prom:9090/', headers: [['Authorization', token]] }).repeat,
    `curl -sS -G -H "Authorization: Bearer \${ACCESS:?saved by the step login}" http://prom:9090/api/v1/query --data-urlencode 'query=up == 1'`,
  ],
  [
    'a burst as a loop',
    burst(Limit.parse({ request: { method: 'POST', path: '/login', json: { email: 'a{n}@example.com' } }, limit: 5, period: '1m' }), {
      origin,
    }).repeat,
    String.raw`(for i in $(seq 6); do curl -sS -o /dev/null -D - -X POST -H 'Content-Type: application/json' --data-raw "{\"email\":\"a$i@example.com\"}" https://a.example.com/login | grep -iE '^(HTTP|Retry-After|(X-)?Rate-?Limit)' | tr -d '\r' | paste -sd ' ' - & done; wait)`,
  ],
  [
    'files and what was committed',
    commits(Files.parse({ root: 'app', paths: ['.env'], history: { secrets: { key: password }, files: ['.env*'] } })).repeat,
    `: "\${AUTH_FLOW_PASSWORD:?}" && ls -l app/.env; git -C app log --oneline -- .env; git -C app log --oneline --all -S"$AUTH_FLOW_PASSWORD"; git -C app log --oneline --all -- '.env*'`,
  ],
]

it.each(LINES)('the line that repeats a look shows %s', (_, line, wanted) => {
  expect(line).toBe(wanted)
  expect(line).not.toContain(HIDDEN)
})

it('requests in turn have no line', () => {
  expect(burst(Limit.parse({ requests: [{ path: '/a' }, { path: '/b' }], limit: 5, period: '1m' }), { origin }).repeat).toBeUndefined()
})

it('a shell reads a word back as the text, with what it fills in', () => {
  const line = shellLine()
  const odd = `a "b" \\ \`c\` $d 'e'!\n`
  const command = line.whole(`printf '%s|' ${line.word(odd)} ${line.word(line.text(odd, password, 'b'))}`)
  const read = execFileSync('sh', ['-c', command], { env: { AUTH_FLOW_PASSWORD: 'filled "in"' }, encoding: 'utf8' })
  expect(read).toBe(`${odd}|${odd}filled "in"b|`)
})
