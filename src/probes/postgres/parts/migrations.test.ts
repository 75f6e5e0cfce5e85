import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../../fixtures/servers/postgres.ts'
import { connected, lookAt } from '../../../../test/support/postgres-look.ts'

let server: PostgresServer
let admin: pg.Client

beforeAll(async () => {
  server = await startPostgres({ users: [{ user: 'app', password: 'app' }] })
  admin = await connected(server.url)
}, 60_000)

afterEach(() =>
  admin.query(
    'drop schema public cascade; create schema public; grant usage on schema public to public; alter default privileges grant select on tables to app',
  ),
)

afterAll(async () => {
  await admin.end()
  await server.stop()
})

type Tool = 'alembic' | 'django' | 'prisma' | 'knex' | 'flyway'
const look = async (tool: Tool, table?: string) => {
  const { observation, unread } = await lookAt(server, { migrations: { tool, ...(table === undefined ? {} : { table }) } }, 'app')
  return observation.migrations ?? unread
}
const readable = (sql: string) => admin.query(`${sql}; grant select on all tables in schema public to app`)

it('a table that is not there has no state at all', async () => {
  expect(await look('alembic')).toEqual({ tool: 'alembic', exists: false })
})

it('a table that the role may not read is unread', async () => {
  await admin.query('alter default privileges revoke select on tables from app; create table alembic_version (version_num text)')
  expect(await look('alembic')).toEqual([['migrations', 'unauthorized', expect.stringContaining('42501')]])
})

it('alembic: the heads, of which there should be one', async () => {
  await readable("create table alembic_version (version_num text); insert into alembic_version values ('ae1027a6acf')")
  expect(await look('alembic')).toEqual({
    tool: 'alembic',
    exists: true,
    current: ['ae1027a6acf'],
    applied: ['ae1027a6acf'],
    count: 1,
    failed: [],
  })
  await admin.query("insert into alembic_version values ('b0b')")
  expect(await look('alembic')).toMatchObject({ current: ['ae1027a6acf', 'b0b'] })
  await admin.query('truncate alembic_version')
  expect(await look('alembic')).toMatchObject({ exists: true, current: [], count: 0 })
})

it('a table in two schemas is neither of them until it is named, one in a schema of its own is found', async () => {
  await readable('create schema shop; create table shop.alembic_version (version_num text); grant usage on schema shop to app')
  await admin.query("grant select on shop.alembic_version to app; insert into shop.alembic_version values ('old')")
  expect(await look('alembic')).toMatchObject({ exists: true, current: ['old'] })
  await readable("create table alembic_version (version_num text); insert into alembic_version values ('new')")
  const ambiguous = 'alembic_version is in public, shop: name the one of the tool by `table`'
  expect(await look('alembic')).toEqual([['migrations', 'insufficient', ambiguous]])
  expect(await look('alembic', 'shop.alembic_version')).toMatchObject({ current: ['old'] })
  await admin.query('drop schema shop cascade')
})

it('django: the last of each app', async () => {
  await readable(`create table django_migrations (id serial, app text, name text, applied timestamptz default now());
    insert into django_migrations (app, name) values ('quiz', '0001_initial'), ('auth', '0001_initial'), ('quiz', '0002_index')`)
  expect(await look('django')).toMatchObject({
    current: ['auth.0001_initial', 'quiz.0002_index'],
    count: 3,
    applied: ['quiz.0001_initial', 'auth.0001_initial', 'quiz.0002_index'],
    failed: [],
  })
})

it('prisma: one that did not end has failed, one that was rolled back is not applied', async () => {
  await readable(`create table _prisma_migrations (migration_name text, started_at timestamptz, finished_at timestamptz, rolled_back_at timestamptz);
    insert into _prisma_migrations values ('1_init', '2026-01-01', '2026-01-01', null), ('2_try', '2026-01-02', null, '2026-01-02'), ('2_try', '2026-01-03', '2026-01-03', null)`)
  expect(await look('prisma')).toMatchObject({ current: ['2_try'], count: 2, failed: [] })
  await admin.query("insert into _prisma_migrations values ('3_bad', '2026-01-04', null, null)")
  expect(await look('prisma')).toMatchObject({ current: ['2_try'], count: 2, failed: ['3_bad'] })
})

it('knex: the last one, in a table called otherwise', async () => {
  await readable("create table changes (id int, name text, batch int); insert into changes values (2, 'b.js', 2), (1, 'a.js', 1)")
  expect(await look('knex', 'changes')).toMatchObject({ current: ['b.js'], applied: ['a.js', 'b.js'], count: 2 })
})

it('flyway: the last version that succeeded, repeatable ones apart', async () => {
  await readable(`create table flyway_schema_history (installed_rank int, version text, description text, success boolean);
    insert into flyway_schema_history values (1, '1', 'init', true), (2, '1.1', 'index', true), (3, null, 'views', true)`)
  expect(await look('flyway')).toMatchObject({ current: ['1.1'], count: 3, failed: [] })
  await admin.query("insert into flyway_schema_history values (4, '2', 'broken', false)")
  expect(await look('flyway')).toMatchObject({ current: ['1.1'], failed: ['2'] })
})
