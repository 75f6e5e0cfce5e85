import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../../fixtures/servers/postgres.ts'
import { connected, lookAt, urlOf } from '../../../../test/support/postgres-look.ts'
import { withoutValues } from './slow.ts'

let server: PostgresServer
let admin: pg.Client

beforeAll(async () => {
  server = await startPostgres({
    users: ['app', 'watcher'].map((user) => ({ user, password: user })),
    settings: { shared_preload_libraries: 'pg_stat_statements' },
  })
  admin = await connected(server.url)
  await admin.query('grant pg_read_all_stats to watcher')
}, 60_000)

afterAll(async () => {
  await admin.end()
  await server.stop()
})

async function asApp(sql: string): Promise<void> {
  const client = await connected(urlOf(server, 'app'))
  await client.query(sql)
  await client.end()
}

it('settings of a role or a database have their origin told, only those asked for', async () => {
  const look = async () => await lookAt(server, { settingSources: ['log_statement', 'max_connections', 'no_such'] }, 'watcher')
  const { observation, unread } = await look()
  expect(observation.settingSources).toMatchObject({
    log_statement: { value: 'none', source: 'default', overrides: [] },
    max_connections: { value: '60', source: 'configuration file', overrides: [] },
    no_such: { overrides: [] },
  })
  expect(unread.map(([path, reason]) => `${path} ${reason}`)).toEqual([
    'settingSources.no_such.value unauthorized',
    'settingSources.no_such.source unauthorized',
  ])
  await admin.query(
    "alter role app set log_statement = 'all'; alter role app in database app set log_statement = 'ddl'; alter database app set log_statement = 'mod'; alter database app set app.secret = 'canary-value'",
  )
  const changed = (await look()).observation.settingSources
  expect(changed?.['log_statement']).toEqual({
    value: 'mod',
    source: 'database',
    overrides: [
      { value: 'mod', database: 'app' },
      { value: 'all', role: 'app' },
      { value: 'ddl', role: 'app', database: 'app' },
    ],
  })
  expect(JSON.stringify(changed)).not.toContain('canary-value')
  await admin.query('alter role app reset all; alter role app in database app reset all; alter database app reset all')
})

it('without the extension, or the server started without it, slow statements are unread', async () => {
  expect((await lookAt(server, { slow: { overMs: 100 } }, 'watcher')).unread).toEqual([
    ['slow', 'unsupported', expect.stringContaining('not installed')],
  ])
  const without = await startPostgres({ settings: { log_statement: 'none' } })
  const client = await connected(without.url)
  await client.query('create extension pg_stat_statements')
  await client.end()
  const { unread } = await lookAt(without, { slow: { overMs: 100 } })
  await without.stop()
  expect(unread).toEqual([['slow', 'unsupported', expect.stringContaining('shared_preload_libraries')]])
})

it('lists slow statements without their values, and the slow one of a route shows', async () => {
  await admin.query('create extension pg_stat_statements; select pg_stat_statements_reset()')
  await asApp("select 'harmless', 42")
  const slow = async (user = 'watcher') => (await lookAt(server, { slow: { overMs: 100, user: 'app' } }, user)).observation.slow
  const calm = await slow()
  expect(calm).toMatchObject({ overMs: 100, statements: [], statsReset: expect.stringMatching(/^20.*Z$/) })
  expect(calm?.totalCalls).toBeGreaterThan(0)
  await asApp("select pg_sleep(0.2) as slept, 'canary-value' as secret")
  await asApp("do $$ begin perform pg_sleep(0.15), 'canary-value'; end $$")
  const seen = await slow()
  expect(seen?.statements).toMatchObject([
    { query: 'select pg_sleep($1) as slept, $2 as secret', calls: 1, queryId: expect.stringMatching(/^-?\d+$/) },
    { query: 'do', calls: 1 },
  ])
  expect(seen?.statements?.[0]?.meanMs).toBeGreaterThan(190)
  expect(JSON.stringify(seen)).not.toContain('canary-value')
  expect((await slow('app'))?.statements).toHaveLength(2)
  await admin.query("create role stranger login password 'stranger'")
  const hidden = (await slow('stranger'))?.statements
  expect(hidden).toHaveLength(2)
  expect(hidden?.[0]).not.toHaveProperty('query')
})

it('takes out of a text what was not normalised', () => {
  const texts = [
    ["select $1, 'a''b', E'c\\'d', 12.5, x1 from t2 -- e", 'select $1, ?, ?, ?, x1 from t2  '],
    [`select "it's", 'x' /* y */ where z = $$q'r$$ and a.b = $tag$ $$ $tag$`, `select "it's", ?   where z = ? and a.b = ?`],
    ["select 'a\\', 'b', 'c", 'select ?, ?, ?'],
  ] as const
  for (const [text, expected] of texts) expect(withoutValues(text)).toBe(expected)
})

it('by max: one slow call among fast ones shows, its mean does not', async () => {
  await admin.query('select pg_stat_statements_reset()')
  for (const seconds of [0.15, 0, 0, 0, 0, 0]) await asApp(`select pg_sleep(${seconds.toFixed(2)})`)
  const count = async (by: 'mean' | 'max') =>
    (await lookAt(server, { slow: { overMs: 100, by, user: 'app' } }, 'watcher')).observation.slow?.statements?.length
  expect([await count('mean'), await count('max')]).toEqual([0, 1])
})

it('when nothing is counted, no slow statement is unread', async () => {
  await admin.query('create role idler')
  expect((await lookAt(server, { slow: { overMs: 100, user: 'idler' } }, 'watcher')).unread).toEqual([
    ['slow.statements', 'insufficient', 'no execution was counted yet: that none was slow says nothing'],
  ])
  await admin.query("alter database app set pg_stat_statements.track = 'none'")
  const { observation, unread } = await lookAt(server, { slow: { overMs: 100 } }, 'watcher')
  expect(observation.slow).not.toHaveProperty('statements')
  expect(unread).toEqual([['slow.statements', 'insufficient', expect.any(String)]])
})

it('each part that fails is unread with its SQLSTATE and leaves the others alone', async () => {
  await admin.query('revoke select on pg_stat_statements from public')
  const { observation, unread } = await lookAt(
    server,
    { slow: { overMs: 1 }, pool: true, replication: true, queries: { one: 'select 1' } },
    'app',
  )
  expect(unread.map(([path, reason, detail]) => [path, reason, detail.slice(0, 14)])).toEqual([['slow', 'unauthorized', 'SQLSTATE 42501']])
  expect(observation).toMatchObject({ pool: { maxConnections: 60 }, replication: { standbys: 0 }, queries: { one: { value: 1 } } })
})
