import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type * as z from 'zod'
import { startPostgres } from '../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../fixtures/servers/postgres.ts'
import { testContext } from '../../../test/support/context.ts'
import { Secret } from '../../redaction/secret.ts'
import { observe } from './observe.ts'
import { Params } from './schema.ts'

let server: PostgresServer
let admin: pg.Client

beforeAll(async () => {
  server = await startPostgres({ users: [{ user: 'app', password: 'app' }] })
  admin = new pg.Client({ connectionString: server.url, ssl: false })
  await admin.connect()
  await admin.query('create table t (id int primary key, name text); grant select on t to app; create table hidden (x int)')
  await admin.query("insert into t select n, 'name ' || n from generate_series(1, 3) n")
}, 60_000)

afterAll(async () => {
  await admin.end()
  await server.stop()
})

async function ask(queries: z.input<typeof Params>['queries'], timeoutMs = 8000) {
  const url = `postgres://app:app@127.0.0.1:${server.port}/app`
  const { observation, unread = [] } = await observe(Params.parse({ queries }), testContext({ target: { url }, timeoutMs }))
  return { queries: observation.queries ?? {}, unread }
}

it('gives rows by column name, and the value of a single one', async () => {
  const { queries, unread } = await ask({ all: 'select id, name from t order by id;', count: 'select count(*) from t -- all' })
  expect(queries['all']).toEqual({
    columns: ['id', 'name'],
    rowCount: 3,
    truncated: false,
    rows: [
      { id: 1, name: 'name 1' },
      { id: 2, name: 'name 2' },
      { id: 3, name: 'name 3' },
    ],
  })
  expect(queries['count']).toMatchObject({ value: 3, rows: [{ count: 3 }] })
  expect(unread).toEqual([{ path: ['queries', 'all', 'value'], reason: 'insufficient', detail: '3 rows where one is expected' }])
})

it('sends parameters apart from the text', async () => {
  const { queries } = await ask({
    injected: { sql: 'select count(*) from t where name = $1', params: ["' or true; drop table t --"] },
    secret: { sql: 'select name from t where id = $1 and $2::text is not null', params: [2, new Secret('hidden', 's')] },
  })
  expect(queries['injected']?.value).toBe(0)
  expect(queries['secret']?.value).toBe('name 2')
})

it('P24 keeps what a number cannot hold as text, and times in UTC', async () => {
  const { queries } = await ask({
    v: `select 9007199254740991::int8 as safe, 9007199254740993::int8 as big, 12.50::numeric as money, 'NaN'::float8 as nan,
      'infinity'::float8 as inf, 1.5::float4 as half, true as yes, null as nothing, '{"a":[1]}'::jsonb as json,
      timestamptz '2026-01-31 12:00:00.5+02' as at, timestamp '2026-01-31 12:00' as local, 'infinity'::timestamptz as ever, '{a,b}'::text[] as list`,
  })
  expect(queries['v']?.rows?.[0]).toEqual({
    safe: 9007199254740991,
    big: '9007199254740993',
    money: '12.50',
    nan: 'NaN',
    inf: 'Infinity',
    half: 1.5,
    yes: true,
    nothing: null,
    json: { a: [1] },
    at: '2026-01-31T10:00:00.5Z',
    local: '2026-01-31 12:00:00',
    ever: 'infinity',
    list: '{a,b}',
  })
})

it('P24 two columns of one name are refused', async () => {
  expect((await ask({ twice: 'select 1 as x, 2 as x' })).unread).toEqual([
    { path: ['queries', 'twice'], reason: 'malformed', detail: 'two columns are called x: name them apart with AS' },
  ])
})

it('P25 no row and NULL are no value', async () => {
  const { queries, unread } = await ask({ none: 'select id from t where false', nothing: 'select max(id) from t where false' })
  expect(queries['none']).toMatchObject({ rowCount: 0, rows: [] })
  expect(queries['nothing']).toMatchObject({ rowCount: 1 })
  expect(unread.map(({ path, reason, detail }) => [path.join('.'), reason, detail])).toEqual([
    ['queries.none.value', 'insufficient', '0 rows where one is expected'],
    ['queries.nothing.value', 'insufficient', 'the value is NULL'],
  ])
})

it('P26 a column called __proto__ is a column', async () => {
  const { queries } = await ask({ p: `select 1 as "__proto__", E'\\x1b[31m' as esc` })
  expect(Object.entries(queries['p']?.rows?.[0] ?? {})).toEqual([
    ['__proto__', 1],
    ['esc', '\u001b[31m'],
  ])
})

const FAILURES = [
  ['select * from hidden', 'unauthorized', '42501'],
  ['select * from nowhere', 'malformed', '42P01'],
  ['select nothing', 'malformed', '42703'],
  ['selec 1', 'malformed', '42601'],
  ['select 1/0', 'malformed', '22012'],
  ['select pg_sleep(30)', 'timeout', '57014'],
  ["select set_config('transaction_read_only', 'off', true)", 'malformed', '25001'],
] as const

it('one failing query is unread for that query only, with its SQLSTATE', async () => {
  for (const [sql, reason, code] of FAILURES) {
    const { queries, unread } = await ask({ before: 'select 1', failing: sql, after: 'select 2' }, 2000)
    expect(queries).toMatchObject({ before: { value: 1 }, after: { value: 2 } })
    expect(unread, sql).toEqual([{ path: ['queries', 'failing'], reason, detail: expect.stringContaining(`SQLSTATE ${code}`) }])
  }
}, 30_000)

it('P09 a backend that is killed in the middle costs its own query only', async () => {
  const { queries, unread } = await ask({ suicide: 'select pg_terminate_backend(pg_backend_pid())', after: 'select 2' })
  expect(queries).toMatchObject({ after: { value: 2 } })
  expect(unread).toMatchObject([{ path: ['queries', 'suicide'], reason: 'unreachable' }])
})

it('P11 a query that sets its own time-out is still ended', async () => {
  const { unread } = await ask({ slow: "select set_config('statement_timeout', '0', false), pg_sleep(30)" }, 1500)
  expect(unread).toMatchObject([{ path: ['queries', 'slow'], reason: 'timeout' }])
})

it('P12 a lock is waited for half a second', async () => {
  await admin.query('begin; lock table t in access exclusive mode')
  const { unread } = await ask({ locked: 'select * from t' })
  await admin.query('rollback')
  expect(unread).toEqual([{ path: ['queries', 'locked'], reason: 'timeout', detail: expect.stringContaining('55P03') }])
})

it('P13 a thousand rows are given, one more is not', async () => {
  const { queries, unread } = await ask({
    cap: 'select generate_series(1, 1000) as n',
    over: 'select generate_series(1, 1001) as n',
    far: 'select generate_series(1, 3000000) as n',
  })
  expect(queries['cap']).toMatchObject({ rowCount: 1000, truncated: false })
  expect(queries['over']).toEqual({ columns: ['n'], truncated: true })
  expect(queries['far']).toEqual({ columns: ['n'], truncated: true })
  expect(unread.map(({ path }) => path.join('.'))).toContain('queries.over.rowCount')
})

it('P14 large values and results end at their caps, and the next query runs', async () => {
  const { queries, unread } = await ask(
    {
      cap: "select repeat('x', 1048576) as v",
      over: "select repeat('x', 1048577) as v",
      huge: "select repeat('x', 100000000) as v",
      wide: "select repeat('x', 1000000) as v from generate_series(1, 50)",
      after: 'select 2',
    },
    20_000,
  )
  expect(Object.keys(queries)).toEqual(['cap', 'after'])
  expect(unread.map(({ path, reason }) => [path[1], reason])).toEqual([
    ['over', 'malformed'],
    ['huge', 'malformed'],
    ['wide', 'malformed'],
  ])
}, 40_000)
