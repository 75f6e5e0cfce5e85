import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../fixtures/servers/postgres.ts'
import { startRedis } from '../../fixtures/servers/redis.ts'
import type { RedisServer } from '../../fixtures/servers/redis.ts'
import type { Report } from '../../src/core/report.ts'
import { FORMATS } from '../../src/report/registry.ts'
import { checklistWith, configAt } from '../scenarios/folder.ts'
import { serve } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { echo } from './echo.ts'
import { filesOf, variablesOf } from './files.ts'
import { createOracle, ENCODINGS, written } from './oracle.ts'
import { makeCanaries } from './secrets.ts'
import { sweep } from './sweep.ts'
import type { Output, Sweep } from './sweep.ts'

const canaries = makeCanaries()
const leaksIn = createOracle(canaries)
const formats = FORMATS.map(({ name }) => name)
const WAIT_MS = 120_000

let server: TestServer
let database: PostgresServer
let redis: RedisServer
const sweeps: Sweep[] = []
const outputs: Output[] = []
const found: string[] = []

beforeAll(async () => {
  server = await serve(echo(canaries))
  ;[database, redis] = await Promise.all([
    startPostgres({ users: [{ user: 'shop', password: canaries.database }] }),
    startRedis({ password: canaries.redis }),
  ])
}, WAIT_MS)
afterAll(async () => {
  for (const { dir } of sweeps) await dir.remove()
  await Promise.all([server.close(), database.stop(), redis.stop()])
}, WAIT_MS)

const places = () => ({ url: server.url, databasePort: database.port, redisPort: redis.port })

async function swept(kind: 'failing' | 'passing', env: Record<string, string> = {}): Promise<Sweep> {
  const made = await sweep(kind, filesOf(canaries, places(), kind), { ...variablesOf(canaries, places()), ...env })
  sweeps.push(made)
  return made
}

/** `name: secret in encoding`, for each output in which something of a canary stands; all are counted for the end. */
function leaks(all: readonly Output[]): string[] {
  const own = all.flatMap(({ name, text }) => leaksIn(text).map(({ secret, encoding }) => `${name}: ${secret} as ${encoding}`))
  outputs.push(...all)
  found.push(...own)
  return own
}

async function reportOf({ dir }: Sweep): Promise<Map<string, string>> {
  const { sections } = JSON.parse(await readFile(join(dir.path, 'report.json'), 'utf8')) as Report
  return new Map(
    sections.flatMap(({ items }) => items).map(({ id, outcome, unknown }) => [id, unknown ? `${outcome} ${unknown.reason}` : outcome]),
  )
}

const FILES = formats.flatMap((format) => ['-o', `${format}:report.${format}`])

it(
  'a failing run shows what it saw in every format, with nothing of a secret in it',
  async () => {
    const failing = await swept('failing')
    const status = await failing.run(['check', '--allow-exec', '--verbose', ...FILES, '--record', 'run.json'])
    expect(status).toBe(1)
    const outcomes = await reportOf(failing)
    expect([...outcomes].filter(([id, outcome]) => outcome !== 'fail' && !id.startsWith('broken') && id !== 'wrong-store')).toEqual([])
    expect([...outcomes].filter(([id]) => id.startsWith('broken') || id === 'wrong-store')).toEqual([
      ['broken-db', 'unknown unconfigured'],
      ['broken-store', 'unknown unconfigured'],
      ['wrong-store', 'unknown unauthorized'],
      ['broken-metrics', 'unknown unreachable'],
    ])
    expect(await readFile(join(failing.dir.path, 'report.pretty'), 'utf8')).toContain('[secret:')
    for (const format of formats) expect(await failing.run(['check', '--allow-exec', '-f', format, '--only', 'echo-*'])).toBe(1)
    expect(await failing.run(['check', '--allow-exec', '-q', '--record', 'full.json', '--record-full'])).toBe(1)
    for (const format of formats) {
      expect(await failing.run(['replay', 'run.json', '-f', format, '-v'])).toBe(1)
      expect(await failing.run(['render', 'run.json', '-f', format, '-v'])).toBe(1)
    }
    expect(leaks(failing.outputs())).toEqual([])
  },
  WAIT_MS,
)

it(
  'a recording of whole observations holds nothing of a secret, and neither do plan, explain, list and a dirty journal',
  async () => {
    const passing = await swept('passing')
    const status = await passing.run(['check', '--allow-exec', '--verbose', ...FILES, '--record', 'run.json', '--record-full'])
    const outcomes = await reportOf(passing)
    expect([...outcomes].filter(([, outcome]) => outcome !== 'pass')).toEqual([])
    // The clean-up is refused on purpose, so that the journal stays.
    expect(status).toBe(3)
    for (const line of [
      ['plan'],
      ['plan', '--json'],
      ['explain', 'login'],
      ['list'],
      ['validate'],
      ['cleanup', '--list'],
      ['cleanup'],
      ['replay', 'run.json', '-v', '-f', 'json'],
    ])
      await passing.run(line)
    const all = passing.outputs()
    expect(all.some(({ name }) => /file r\d.*\.json$/.test(name))).toBe(true)
    expect(all.some(({ name, text }) => name.includes('command line') && text.includes('sleep 0.4'))).toBe(true)
    expect(leaks(all)).toEqual([])
  },
  WAIT_MS,
)

it(
  'debugging variables of Node and of libraries change nothing of that',
  async () => {
    const noisy = await swept('failing', { DEBUG: '*', NODE_DEBUG: 'http,net,tls,undici,fetch' })
    await noisy.run(['check', '--allow-exec', '-q'])
    expect(leaks(noisy.outputs())).toEqual([])
  },
  WAIT_MS,
)

const LITERAL = canaries.literal
it.each([
  ['in the address of a target', `targets: { db: { kind: postgres, url: "postgres://shop:${LITERAL}@127.0.0.1/shop" } }`],
  ['as a bearer token beside a mistake', `identities: { admin: { bearer: "${LITERAL}", baerer: 1 } }`],
  ['as a password beside a mistake', `identities: { admin: { basic: { user: shop, password: "${LITERAL}", pasword: x } } }`],
  ['where the name of a variable is wanted', `secrets: { token: { env: "${LITERAL}-${LITERAL}" } }`],
  ['where a source is wanted', `secrets: { token: "${LITERAL}" }`],
  ['in a url with credentials', `origins: { api: "https://shop:${LITERAL}@example.com" }`],
  ['in a variable that is named like one', 'origins: { api: "${env.SHOP_TOKEN}" }'],
  ['in a header beside a mistake', `identities: { admin: { headers: { X-Api-Key: "${LITERAL}", "X Api": 1 } } }`],
])(
  'a password that stands in readiness.yaml %s is masked in the problem',
  async (where, more) => {
    const bad = await sweep(
      `literal ${where}`,
      {
        'readiness.yaml': `readiness: 1\nchecklists: [checklist.yaml]\nenvironments:\n  staging:\n    ${more.startsWith('origins') ? '' : 'url: http://127.0.0.1:9\n    '}${more}\n`,
        'checklist.yaml': 'readiness: 1\n',
      },
      { SHOP_TOKEN: LITERAL },
    )
    sweeps.push(bad)
    expect([await bad.run(['validate']), await bad.run(['check'])]).toEqual([2, 2])
    expect(leaks(bad.outputs())).toEqual([])
  },
  WAIT_MS,
)

it.each([
  ['a bearer token', `headers: { Authorization: "Bearer ${LITERAL}", Accept: 1, "Bad Name": x }`],
  ['a key', `headers: { X-Api-Key: "${LITERAL}" }, pth: 2`],
  ['a password in a body', `json: { password: "${LITERAL}" }, pth: 2`],
  ['a url with credentials', `url: "https://shop:${LITERAL}@example.com/x", pth: 2`],
])(
  '%s that stands in the checklist beside a mistake is masked in the problem',
  async (what, more) => {
    const items = `- id: one\n  title: One\n  severity: critical\n  probe: http\n  with: { path: /x, ${more} }\n  expect: "status == 200"`
    const bad = await sweep(`literal ${what}`, { 'readiness.yaml': configAt(server.url), 'checklist.yaml': checklistWith(items) }, {})
    sweeps.push(bad)
    expect(await bad.run(['validate'])).toBe(2)
    expect(leaks(bad.outputs())).toEqual([])
  },
  WAIT_MS,
)

it('the oracle finds a leak that is planted in each encoding', () => {
  for (const encoding of ENCODINGS) {
    for (const secret of [canaries.bearer, canaries.cookie]) {
      for (const text of written(secret, encoding)) {
        const half = text.slice(0, Math.ceil(text.length * 0.6))
        expect([encoding, leaksIn(`before ${half.replaceAll(/(.{7})/gs, '$1\n\u001b[1m')} after`).length > 0]).toEqual([encoding, true])
      }
    }
  }
  expect(leaksIn('[secret:bearer] and nothing else of it, GO for pre-deploy')).toEqual([])
})

it('nothing leaked', () => {
  process.stdout.write(`\n${found.length} leaks in ${outputs.length} outputs\n`)
  expect(outputs.length).toBeGreaterThan(50)
  expect(found).toEqual([])
})
