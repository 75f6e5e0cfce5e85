import { checklistOf, configOf } from '../stage.ts'
import { fails, harmless, refused, unknown } from '../row.ts'
import type { Expect, Row, Setup, Stage } from '../row.ts'
import { answer, JSON_OK, raw, STATUS, whole } from '../servers.ts'

/** A readiness.yaml that is to be refused; made from the good one. */
const config = (id: string, title: string, spoil: (good: string, stage: Stage) => string, says: RegExp): Row => ({
  id,
  title,
  expect: refused(says),
  setup: (stage) => {
    const good = configOf({}, stage)
    const config = spoil(good, stage)
    if (config === good) throw new Error('the configuration is still good')
    return { config }
  },
})

/** A run that is refused for its flags or its environment. */
const flags = (id: string, title: string, more: (stage: Stage) => Partial<Setup>, says: RegExp): Row => ({
  id,
  title,
  expect: { ...refused(says), place: false },
  setup: more,
})

const run = (id: string, title: string, expect: Expect, setup: (stage: Stage) => Setup | Promise<Setup>): Row => ({
  id,
  title,
  expect,
  setup,
})
const target = (good: string, line: string) => `${good}    targets: { db: ${line} }\n`
const timeout = (value: string): Row =>
  run('C10', `a timeout of ${value}`, refused(/timeout/), () => ({ item: `${STATUS}\ntimeout: ${value}` }))

/** What readiness.yaml, the command line and the environment variables can do. */
export const rows: readonly Row[] = [
  flags('C01', 'an environment that there is not', () => ({ args: ['--env', 'tets'] }), /did you mean test\?/),
  run(
    'C02',
    'a target that says it is another environment',
    unknown('refused', /identify|another|prod|not the environment/),
    async (stage) => {
      const server = await raw(stage, answer(whole('{"name":"production"}')))
      return {
        origin: server.url,
        environment: 'allow: [data]\nidentify: { probe: http, with: { path: /environment }, expect: "json.name == \'test\'" }',
        item: 'probe: http\neffect: data\nwith: { method: POST, path: / }\nexpect: "status == 200"',
        verify: () => [server.connections() !== 1 && `${server.connections()} connections where only the question who it is was allowed`],
      }
    },
  ),
  ...[
    ['not set', undefined],
    ['empty', ''],
  ].map(([what, value]) =>
    run('C03', `a secret that is ${what}`, { ...unknown('unconfigured', /NO_SUCH_TOKEN/), healthy: false }, () => ({
      secrets: 'token: { env: NO_SUCH_TOKEN }',
      item: 'probe: http\nwith: { path: /, headers: { X-Key: "${secrets.token}" } }\nexpect: "status == 200"',
      ...(value === undefined ? {} : { env: { NO_SUCH_TOKEN: value } }),
    })),
  ),
  run('C04', 'a secret of four letters that the server echoes', fails(/withheld: secrets\.pin is too short/), async (stage) => ({
    origin: (await raw(stage, answer(whole('{"echo":"t0p!"}')))).url,
    secrets: 'pin: { env: PIN }',
    env: { PIN: 't0p!' },
    item: 'probe: http\nwith: { path: /, headers: { X-Pin: "${secrets.pin}" } }\nexpect: "json.echo == \'other\'"',
    verify: ({ outputs }) =>
      Object.entries(outputs).map(([name, text]) => name !== 'run.json' && text.includes('t0p!') && `U4 the short secret is in ${name}`),
  })),
  run(
    'C05',
    'a secret with quotes, percent, angle brackets and letters beyond ASCII',
    { status: 1, outcome: 'fail', says: /\[secret:/ },
    async (stage) => {
      const secret = `pä"'%&<ss>\\wörd ${stage.canary.slice(4, 12)} x`
      const server = await raw(
        stage,
        answer(
          whole(
            JSON.stringify({
              a: secret,
              b: encodeURIComponent(secret),
              c: Buffer.from(secret).toString('base64'),
              d: secret.replaceAll('<', '&lt;'),
            }),
          ),
        ),
      )
      return {
        origin: server.url,
        secrets: 'odd: { env: ODD }',
        env: { ODD: secret },
        item: 'probe: http\nwith: { path: /, query: { x: 1 }, body: "${secrets.odd}", method: POST }\neffect: read\nexpect: "body == \'\'"',
        verify: ({ outputs }) =>
          Object.entries(outputs).map(
            ([name, text]) =>
              [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), stage.canary.slice(4, 12)].some((one) =>
                text.includes(one),
              ) && `U4 the secret is in ${name}`,
          ),
      }
    },
  ),
  flags(
    'C06',
    'a secret on the command line',
    ({ canary }) => ({ args: ['--token', 'abcdefgh', '--param', `token=${canary.slice(0, 4)}`] }),
    /unknown option '--token'/,
  ),
  run('C07', 'a URL with user and password in a checklist', refused(/without user and password/), () => ({
    item: 'probe: http\nwith: { url: "http://user:hunter2pass@127.0.0.1:9/" }\nexpect: "status == 200"',
    verify: ({ stderr }) => [stderr.includes('hunter2pass') && 'U4 the password is quoted'],
  })),
  config(
    'C07',
    'an origin with user and password',
    (good, { canary }) => good.replace('target: "http://', () => `target: "http://user:${canary}@`),
    /bad-origin|user|password/,
  ),
  config(
    'C08',
    'an address that is none, with a password',
    (good, { canary }) => target(good, `{ kind: redis, url: "redis://:${canary}@[bad" }`),
    /plain-password/,
  ),
  run('C08', 'a secret address that is none', unknown('unconfigured', /no redis:\/\/ or rediss:\/\/ address/), ({ canary }) => ({
    secrets: 'url: { env: REDIS }',
    env: { REDIS: `redis://:${canary}@[bad` },
    environment: 'targets: { store: { kind: redis, url: "${secrets.url}" } }',
    item: 'probe: redis\nexpect: "ping == \'PONG\'"',
  })),
  run('C09', 'a password with # / ? and @ in an address', unknown('unconfigured', /address/), ({ canary }) => ({
    secrets: 'url: { env: DB }',
    env: { DB: `postgres://u:${canary.slice(0, 12)}#/?@${canary.slice(12)}@127.0.0.1:9/app` },
    environment: 'targets: { db: { kind: postgres, url: "${secrets.url}" } }',
    item: 'probe: postgres\nexpect: "!role.superuser"',
  })),
  ...['30d', '2147483648ms', '.nan', '0s', '-1s', '5', '""'].map(timeout),
  ...['0', '-1', '1000000000', '1.5', 'many'].map((value) =>
    flags('C11', `a concurrency of ${value}`, () => ({ args: [`--concurrency=${value}`] }), /--concurrency wants a whole number/),
  ),
  flags(
    'C12',
    'certificate checks switched off by the environment',
    () => ({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }),
    /switches certificate checks off/,
  ),
  run(
    'C15',
    'addresses of other systems in the environment',
    { status: 3, outcome: 'unknown', reason: 'unconfigured', says: /target/ },
    async (stage) => {
      const other = await raw(stage, () => {})
      return {
        item: 'probe: postgres\nexpect: "!role.superuser"',
        env: {
          PGHOST: '127.0.0.1',
          PGPORT: String(other.port),
          PGUSER: 'u',
          PGPASSWORD: stage.canary,
          DATABASE_URL: other.url.replace('http', 'postgres'),
          REDIS_URL: other.url.replace('http', 'redis'),
        },
        verify: () => [other.connections() > 0 && 'U4 the inherited address was used'],
      }
    },
  ),
  run('C16', 'a .env file beside readiness.yaml', { ...unknown('unconfigured', /FROM_DOTENV/), healthy: false }, ({ canary }) => ({
    files: { '.env': `FROM_DOTENV=${canary}\n` },
    secrets: 'token: { env: FROM_DOTENV }',
    item: 'probe: http\nwith: { path: /, headers: { X-Key: "${secrets.token}" } }\nexpect: "status == 200"',
  })),
  flags('C17', 'a configuration that is a folder', ({ folder }) => ({ args: ['--config', folder] }), /folder/),
  flags('C17', 'a configuration that is a device', () => ({ args: ['--config', '/dev/zero'] }), /device|regular file/),
  flags('C17', 'a configuration that is not there', () => ({ args: ['--config', 'nowhere.yaml'] }), /does not exist/),
  flags('C18', 'two reports to one file', () => ({ args: ['-o', 'json:report.json', '-o', 'junit:report.json'] }), /same file/),
  flags('C18', 'a selection that matches nothing', () => ({ args: ['--only', 'victom'] }), /did you mean victim\?/),
  run('C21', 'a variable that there is not', refused(/no field nope/), () => ({
    item: 'probe: http\nwith: { path: "/${params.nope}" }\nexpect: "status == 200"',
  })),
  run('C21', 'braces of another template language', { status: 1, outcome: 'fail', says: /\{\{ host \}\}/ }, () => ({
    item: 'probe: http\nwith: { path: / }\nexpect: "body == \'{{ host }}\'"',
  })),
]

const WORDS = [
  ['a word that has expired', 'role: Product Owner, at: 2020-01-01T00:00:00Z, statement: 0123456789abcdef', /lapsed|expired/],
  ['a word of the wrong role', 'role: Developer, at: 2026-01-01T00:00:00Z, statement: 0123456789abcdef', /by the role Developer/],
  ['a word from the future', 'role: Product Owner, at: 2999-01-01T00:00:00Z', /future/],
] as const

/** Values of parameters, and the words of people. */
export const values: readonly Row[] = [
  ...['${secrets.canary}', '../../admin', '/x?y=1#z'].map((value) =>
    run('C22', `a value that is ${value}`, harmless, async (stage) => {
      const paths: string[] = []
      const server = await raw(
        stage,
        (socket) =>
          void socket.once('data', (bytes) => {
            paths.push(bytes.toString().split(' ')[1] ?? '')
            socket.end(whole('{"ok":true}'))
          }),
      )
      return {
        origin: server.url,
        env: { VALUE: value },
        environment: 'params: { value: "${env.VALUE}" }',
        checklist: checklistOf(JSON_OK.replace('path: /', 'path: /, query: { q: "${params.value}" }')).replace(
          'gate:',
          'params: { value: { type: string, description: a value } }\ngate:',
        ),
        verify: () => paths.map((path) => path !== `/?${new URLSearchParams({ q: value }).toString()}` && `it asked for ${path}`),
      }
    }),
  ),
  ...WORDS.map(([title, entry, says]) =>
    run('C19', title, unknown('unattested', says), () => ({
      item: 'attest: { role: Product Owner, evidence: required, valid: 30d }',
      files: { 'attestations.yaml': `- { item: victim, environment: test, person: Ada, evidence: T-1, ${entry} }\n` },
    })),
  ),
]
