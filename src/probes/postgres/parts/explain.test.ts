import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../../fixtures/servers/postgres.ts'
import { connected, lookAt } from '../../../../test/support/postgres-look.ts'
import { Secret } from '../../../redaction/secret.ts'
import { Params } from '../schema.ts'

let server: PostgresServer
let admin: pg.Client

const INDEX = 'create index live on tokens (user_id) where revoked = false'

beforeAll(async () => {
  server = await startPostgres({ users: [{ user: 'app', password: 'app' }], settings: { autovacuum: 'off' } })
  admin = await connected(server.url)
  await admin.query(`
    create table tokens (id int primary key, user_id int, revoked boolean not null);
    insert into tokens select n, n / 10, n % 2 = 0 from generate_series(1, 50050) n; ${INDEX}; analyze tokens;
    create table small (id int primary key, name text); insert into small select n, 'n' from generate_series(1, 50) n; create index small_name on small (name); analyze small;
    create table fresh (id int); grant select, delete on tokens, small to app`)
}, 60_000)

afterAll(async () => {
  await admin.end()
  await server.stop()
})

const explain = async (asked: NonNullable<Parameters<typeof lookAt>[1]['explain']>) => {
  const { observation, unread } = await lookAt(server, { explain: asked }, 'app')
  return { plans: observation.explain ?? {}, unread }
}

it('the partial index is used, and a scan of the table shows when it is dropped', async () => {
  const live = { sql: 'select id from tokens where user_id = $1 and revoked = false' }
  const { plans, unread } = await explain({ live })
  expect(unread).toEqual([])
  expect(plans['live']).toMatchObject({
    generic: true,
    usesIndex: ['live'],
    seqScans: [],
    nodes: expect.arrayContaining([expect.objectContaining({ index: 'live' })]),
  })
  await admin.query('drop index live')
  const broken = (await explain({ live })).plans['live']
  await admin.query(INDEX)
  expect(broken).toMatchObject({
    usesIndex: [],
    seqScans: ['tokens'],
    nodes: expect.arrayContaining([{ type: 'Seq Scan', relation: 'tokens', rows: expect.any(Number) }]),
  })
})

it('an index without a condition is read from end to end, unless a limit ends it', async () => {
  await admin.query('create index by_user on tokens (user_id); grant update on tokens to app; alter role app set enable_seqscan = off')
  const { plans } = await explain({
    all: { sql: 'select id from tokens order by id' },
    filtered: { sql: "select * from tokens where id::text = 'x' order by user_id limit 1" },
    only: { sql: 'select count(id) from tokens where id % 7 = 0' },
    first: { sql: 'select * from tokens order by id limit 5 for update' },
    highest: { sql: 'select max(id) from tokens' },
    one: { sql: 'select * from tokens where id = $1' },
  })
  await admin.query('alter role app set enable_indexscan = off; alter role app set enable_indexonlyscan = off')
  const { bitmap } = (await explain({ bitmap: { sql: 'select sum(user_id) from tokens where revoked = false' } })).plans
  await admin.query('drop index by_user; alter role app reset all')
  expect(Object.values(plans).every(({ usesIndex = [] }) => usesIndex.length > 0)).toBe(true)
  const whole = Object.entries(plans).map(([name, { seqScans = [] }]) => [name, ...seqScans])
  expect(whole).toEqual([['all', 'tokens'], ['filtered', 'tokens'], ['only', 'tokens'], ['first'], ['highest'], ['one']])
  expect(bitmap).toMatchObject({
    nodes: expect.arrayContaining([expect.objectContaining({ type: 'Bitmap Index Scan' })]),
    seqScans: ['tokens'],
  })
})

it('the predicate as a parameter: used for the values, never by the generic plan', async () => {
  const sql = 'select id from tokens where user_id = $1 and revoked = $2'
  const { plans } = await explain({
    forAny: { sql },
    forThese: { sql, params: [7, false] },
    secret: { sql: 'select 1 from tokens where user_id::text = $1', params: [new Secret('canary-value', 's')] },
  })
  expect(plans['forAny']).toMatchObject({ generic: true, usesIndex: [], seqScans: ['tokens'] })
  expect(plans['forThese']).toMatchObject({ generic: false, usesIndex: ['live'], seqScans: [] })
  expect(JSON.stringify(plans)).not.toContain('canary-value')
})

it('a small table says nothing about an index', async () => {
  const { plans, unread } = await explain({
    small: { sql: 'select * from small where name = $1', table: 'small', minRows: 10_000 },
    large: { sql: 'select * from tokens where id = $1', table: 'tokens', minRows: 10_000 },
  })
  expect(plans['small']).toEqual({ generic: true, rowEstimate: 50 })
  expect(unread).toEqual(
    ['nodes', 'usesIndex', 'seqScans', 'totalCost'].map((field) => [
      `explain.small.${field}`,
      'insufficient',
      'small has 50 rows, 10000 are wanted: the planner would scan a small table whatever the index',
    ]),
  )
  expect(plans['large']).toMatchObject({ rowEstimate: 50_050, usesIndex: ['tokens_pkey'] })
})

it('a table that was never analysed, or is not there, leaves the plan unread', async () => {
  const { plans, unread } = await explain({
    fresh: { sql: 'select 1', table: 'fresh', minRows: 1 },
    gone: { sql: 'select 1', table: 'gone', minRows: 1 },
  })
  expect(plans).toEqual({ fresh: { generic: false }, gone: { generic: false } })
  expect(unread.map(([path, reason]) => `${path} ${reason}`)).toEqual(
    ['fresh', 'gone'].flatMap((name) =>
      ['rowEstimate', 'nodes', 'usesIndex', 'seqScans', 'totalCost'].map((field) => `explain.${name}.${field} insufficient`),
    ),
  )
  expect(() => Params.parse({ explain: { x: { sql: 'select 1', minRows: 5 } } })).toThrow('wants `table`')
})

it('a statement that writes is planned and not executed', async () => {
  const { plans } = await explain({
    clear: { sql: 'delete from tokens' },
    one: { sql: 'delete from tokens where id = $1' },
    values: { sql: 'delete from tokens where id = $1', params: [1] },
  })
  expect(plans).toMatchObject({
    clear: { generic: false, seqScans: ['tokens'] },
    one: { generic: true, usesIndex: ['tokens_pkey'] },
    values: { generic: false },
  })
  expect((await admin.query('select count(*)::int as n from tokens')).rows).toEqual([{ n: 50_050 }])
})

it('one statement without a plan leaves the others alone, and says the SQLSTATE', async () => {
  const { plans, unread } = await explain({
    before: { sql: 'select 1' },
    typo: { sql: 'selec 1' },
    two: { sql: 'select 1; select 2' },
    analyze: { sql: 'analyze select 1', params: [] },
    utility: { sql: 'vacuum tokens' },
    denied: { sql: 'select * from fresh' },
    after: { sql: 'select $1::int' },
  })
  expect(Object.keys(plans)).toEqual(['before', 'after'])
  expect(unread.map(([path, reason]) => `${path} ${reason}`)).toEqual(
    ['typo malformed', 'two malformed', 'analyze malformed', 'utility malformed', 'denied unauthorized'].map((one) => `explain.${one}`),
  )
  expect(unread.every(([, , detail]) => detail.startsWith('SQLSTATE '))).toBe(true)
})
