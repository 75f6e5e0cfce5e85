import { indented } from '../false-green/case.ts'
import { checklistWith, configAt } from '../scenarios/folder.ts'
import type { Canaries } from './secrets.ts'

/** Addresses of what the run looks at. */
export interface Places {
  readonly url: string
  readonly databasePort: number
  readonly redisPort: number
}

const ENVIRONMENT = `allow: [data]
secrets:
  bearer: { env: C_BEARER }
  basic: { env: C_BASIC }
  header: { env: C_HEADER }
  cookie: { env: C_COOKIE }
  body: { env: C_BODY }
  database: { env: C_DATABASE }
  redis: { env: C_REDIS }
  redisWrong: { env: C_REDIS_WRONG }
  broken: { env: C_BROKEN }
  file: { file: secret.txt }
  command: { command: [cat, printed.txt] }
identities:
  bearer: { bearer: "\${secrets.bearer}" }
  basic: { basic: { user: shop, password: "\${secrets.basic}" } }
  header: { headers: { X-Api-Key: "\${secrets.header}" } }
  cookie: { headers: { Cookie: "session=\${secrets.cookie}" } }
  file: { bearer: "\${secrets.file}" }
  command: { bearer: "\${secrets.command}" }
targets:
  db: { kind: postgres, url: "\${secrets.database}" }
  brokenDb: { kind: postgres, url: "\${secrets.broken}" }
  store: { kind: redis, url: "\${secrets.redis}" }
  wrongStore: { kind: redis, url: "\${secrets.redisWrong}" }
  brokenStore: { kind: redis, url: "\${secrets.broken}" }
  metrics: { kind: prometheus, url: "http://127.0.0.1:9", bearer: "\${secrets.broken}" }
  app: { kind: logs, file: app.log }`

/** The secrets as variables of the environment. */
export function variablesOf(canaries: Canaries, { databasePort, redisPort }: Places): Record<string, string> {
  return {
    C_BEARER: canaries.bearer,
    C_BASIC: canaries.basic,
    C_HEADER: canaries.header,
    C_COOKIE: canaries.cookie,
    C_BODY: canaries.body,
    C_DATABASE: `postgres://shop:${encodeURIComponent(canaries.database)}@127.0.0.1:${databasePort}/postgres`,
    C_REDIS: `redis://:${canaries.redis}@127.0.0.1:${redisPort}/0`,
    C_REDIS_WRONG: `redis://:${canaries.command}@127.0.0.1:${redisPort}/0`,
    C_BROKEN: `postgres://shop:${canaries.broken}@[::1:54x32/shop`,
  }
}

export function filesOf(canaries: Canaries, places: Places, kind: 'failing' | 'passing'): Record<string, string> {
  const { bearer, header } = canaries
  return {
    'readiness.yaml': configAt(places.url, ENVIRONMENT),
    'checklist.yaml': checklistWith(itemsOf(kind === 'failing')),
    'secret.txt': `${canaries.file}\n`,
    'printed.txt': `${canaries.command}\n`,
    'app.log': `2026-01-01T00:00:00Z got ${bearer}\n2026-01-01T00:00:01Z got ${Buffer.from(`key=${header};`).toString('base64')}\n`,
  }
}

/** Names of the inputs, in which canaries may stand. */
export const INPUTS: readonly string[] = ['secret.txt', 'printed.txt', 'app.log']

function itemsOf(fails: boolean): string {
  const wants = (no: string, yes: string) => JSON.stringify(fails ? no : yes)
  const path = fails ? '/loud' : '/quiet'
  const identities = ['bearer', 'basic', 'header', 'cookie', 'file', 'command'].map((as) =>
    item(
      `echo-${as}`,
      `probe: http
as: ${as}
with: { path: ${path} }
expect:
  - ${wants("body == 'x' && reason == 'x'", "body != 'x'")}
  - ${wants("headers['x-plain-0'] == 'x' && headers['x-base64-0'] == 'x' && headers['x-reversed-0'] == 'x'", "headers['x-plain-0'] != 'x'")}
  - ${wants("json.heard[0].hex == 'x' || json.heard[0].html == 'x' || json.heard[0].url == 'x' || json.heard[0].json == 'x'", "json.heard[0].hex != 'x'")}
  - ${wants("json.heard.all(h, h.upper == 'x' || h.spaced == 'x' || h.plain == reason)", 'json.heard.size() > 0')}`,
    ),
  )
  return [
    ...identities,
    item(
      'sent',
      `probe: http\neffect: data\nwith: { method: POST, path: ${path}, headers: { X-Api-Key: "\${secrets.header}" }, json: { key: "\${secrets.body}" } }\nexpect: ${wants("json.heard[2].plain == 'x'", 'json.ok == true')}`,
    ),
    item(
      'form',
      `probe: http\neffect: data\nwith: { method: POST, path: ${path}, form: { key: "\${secrets.body}" } }\nexpect: ${wants("json.heard[1].plain == 'x'", 'json.ok == true')}`,
    ),
    item(
      'login',
      `effect: data
steps:
  - { id: login, with: { method: POST, path: /login }, save: { token: json.token } }
  - { id: used, with: { path: ${path}, headers: { Authorization: "Bearer \${saved.token}" } } }
finally:
  - { id: gone, with: { method: DELETE, path: /things, headers: { Authorization: "Bearer \${saved.token}" } } }
expect:
  - ${wants("steps.login.json.token == 'x' || steps.login.body == 'x'", "steps.login.json.token != 'x'")}
  - ${wants("steps.used.json.heard[0].plain == 'x' || steps.used.headers['x-hex-0'] == 'x' || steps.used.reason == 'x'", 'steps.used.status == 200')}`,
    ),
    item(
      'query',
      `probe: postgres\ntarget: db\nwith: { queries: { shown: { sql: "select $1::text as text", params: ["\${secrets.body}"] }, broken: { sql: "select $1::int as number", params: ["\${secrets.body}"] } } }\nexpect: ${wants("queries.shown.rows[0].text == 'x' && queries.broken.rowCount == 1", 'queries.shown.rowCount == 1')}`,
    ),
    item('store', `probe: redis\ntarget: store\nexpect: ${wants("version == 'x'", "ping == 'PONG'")}`),
    item('log', `probe: logs\nwith: { contains: got }\nexpect: ${wants("lines.all(l, l.text == 'x')", 'matched == 2')}`),
    item(
      'program',
      `probe: command\neffect: read\nwith: { command: [sh, -c, "cat; echo $CANARY | base64; echo $CANARY >&2; sleep 0.4; exit ${fails ? 3 : 0}"], env: { CANARY: "\${secrets.bearer}" }, input: "\${secrets.file}" }\nexpect: ${wants("exitCode == 0 && stdout == 'x' && stderr == 'x'", 'exitCode == 0 && lines.size() > 0')}`,
    ),
    item('measured', `probe: secret\nwith: { value: "\${secrets.file}" }\nexpect: ${wants('length == 1', 'length > 20')}`),
    ...(fails ? BROKEN : []),
  ].join('\n')
}

const BROKEN = [
  item('broken-db', 'probe: postgres\ntarget: brokenDb\nwith: {}\nexpect: "serverVersion == \'x\'"'.replace('serverVersion', 'role.name')),
  item('broken-store', 'probe: redis\ntarget: brokenStore\nexpect: "ping == \'PONG\'"'),
  item('wrong-store', 'probe: redis\ntarget: wrongStore\nexpect: "ping == \'PONG\' && authenticated"'),
  item('broken-metrics', 'probe: prometheus\nwith: { queries: { up: up } }\nexpect: "queries.up.value == 1.0"'),
]

function item(id: string, body: string): string {
  return `- id: ${id}\n  title: ${id}\n  severity: critical\n${indented(body)}`
}
