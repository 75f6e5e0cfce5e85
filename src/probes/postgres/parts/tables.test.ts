import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../../fixtures/servers/postgres.ts'
import { connected, lookAt } from '../../../../test/support/postgres-look.ts'

let server: PostgresServer
let admin: pg.Client

beforeAll(async () => {
  server = await startPostgres({ users: [{ user: 'probe', password: 'probe' }], settings: { autovacuum: 'off' } })
  admin = await connected(server.url)
  await admin.query(`
    create table users (id int generated always as identity primary key, email varchar(255) not null, failed_login_attempts int default 0, locked_until timestamptz);
    create unique index users_email on users (lower(email));
    create table refresh_tokens (id int, part int, user_id int not null references users (id), revoked boolean not null default false, primary key (id, part));
    create index live on refresh_tokens (user_id) include (id) where not revoked;
    create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
    create trigger touched before update on users for each row execute function touch();
    create schema "Quiz"; create table "Quiz"."Answer" (id int);
    create table events (at date not null, id int) partition by range (at);
    create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
    create index on events (id);
    create view active as select * from users;
    insert into users (email) select n || '@example.test' from generate_series(1, 500) n;
    insert into events select '2026-05-05', n from generate_series(1, 1000) n`)
}, 60_000)

afterAll(async () => {
  await admin.end()
  await server.stop()
})

// The role may read none of them.
const look = async (...tables: string[]) => {
  const { observation, unread } = await lookAt(server, { tables }, 'probe')
  return { tables: observation.tables ?? {}, unread: unread.map(([path, reason]) => `${path} ${reason}`) }
}

it('describes a table from the catalog, which shows it to a role without rights', async () => {
  await admin.query('analyze users')
  const { tables, unread } = await look('users')
  expect(unread).toEqual([])
  expect(tables['users']).toMatchObject({
    exists: true,
    schema: 'public',
    kind: 'table',
    owner: 'postgres',
    primaryKey: ['id'],
    rowEstimate: 500,
    foreignKeys: [],
    columns: {
      id: { type: 'integer', nullable: false },
      email: { type: 'character varying(255)', nullable: false },
      failed_login_attempts: { type: 'integer', nullable: true, default: '0' },
      locked_until: { type: 'timestamp with time zone', nullable: true },
    },
    triggers: [{ name: 'touched', function: 'public.touch', enabled: true }],
    indexes: [
      { name: 'users_email', columns: ['lower(email::text)'], unique: true, primary: false, valid: true, ready: true },
      {
        name: 'users_pkey',
        columns: ['id'],
        unique: true,
        primary: true,
        definition: 'CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id)',
      },
    ],
  })
  expect(tables['users']?.sizeBytes).toBeGreaterThan(20_000)
  expect(tables['users']?.lastAnalyze).toMatch(/^20\d\d-.*Z$/)
  expect(Object.keys(tables['users']?.columns ?? {})).toEqual(['id', 'email', 'failed_login_attempts', 'locked_until'])
})

it('a table that was never analysed has no estimate, and a TRUNCATE takes it away', async () => {
  expect((await look('refresh_tokens')).unread).toEqual(['tables.refresh_tokens.rowEstimate insufficient'])
  await admin.query('create table emptied as select 1; analyze emptied')
  expect((await look('emptied')).unread).toEqual([])
  await admin.query('truncate emptied')
  const { tables, unread } = await look('emptied')
  expect(unread).toEqual(['tables.emptied.rowEstimate insufficient'])
  expect(tables['emptied']).not.toHaveProperty('rowEstimate')
})

it('tells a partial index, keys over two columns and foreign keys; a dropped index is gone', async () => {
  const tokens = async () => (await look('refresh_tokens')).tables['refresh_tokens']
  const seen = await tokens()
  expect(seen).toMatchObject({
    primaryKey: ['id', 'part'],
    columns: { revoked: { type: 'boolean', nullable: false, default: 'false' } },
    foreignKeys: [
      { name: 'refresh_tokens_user_id_fkey', columns: ['user_id'], references: 'public.users', referencedColumns: ['id'], validated: true },
    ],
  })
  expect(seen?.indexes?.find(({ name }) => name === 'live')).toMatchObject({
    columns: ['user_id'],
    predicate: '(NOT revoked)',
    unique: false,
    scans: 0,
  })
  await admin.query(
    'drop index live; alter table refresh_tokens drop constraint refresh_tokens_user_id_fkey; alter table refresh_tokens add constraint late foreign key (user_id) references users not valid',
  )
  const broken = await tokens()
  expect(broken?.indexes?.map(({ name }) => name)).toEqual(['refresh_tokens_pkey'])
  expect(broken?.foreignKeys).toMatchObject([{ name: 'late', validated: false }])
})

it('an index that CREATE INDEX CONCURRENTLY left behind is not valid, a switched-off trigger does not fire', async () => {
  await admin.query('create table twice as select 1 as x from generate_series(1, 2); alter table users disable trigger touched')
  await admin.query('create unique index concurrently once on twice (x)').catch(() => {})
  const { tables } = await look('twice', 'users')
  expect(tables['twice']).toMatchObject({ primaryKey: [], indexes: [{ name: 'once', valid: false }] })
  expect(tables['users']?.triggers).toMatchObject([{ name: 'touched', enabled: false }])
  await admin.query('alter table users enable replica trigger touched')
  expect((await look('users')).tables['users']?.triggers).toMatchObject([{ enabled: false }])
})

it('a foreign key whose triggers are off is not enforced, and one to a partitioned table is one', async () => {
  await admin.query(`
    create table halves (id int primary key) partition by range (id);
    create table low partition of halves for values from (0) to (100); create table high partition of halves for values from (100) to (200);
    create table pieces ("halfId" int references halves (id), place text);
    create index quoted on pieces ("halfId", lower(place)); create index hashed on pieces using hash (place)`)
  const pieces = async () => (await look('pieces')).tables['pieces']
  const seen = await pieces()
  expect(seen?.foreignKeys).toMatchObject([{ columns: ['halfId'], references: 'public.halves', validated: true, enforced: true }])
  expect(seen?.indexes).toMatchObject([
    { name: 'hashed', method: 'hash' },
    { name: 'quoted', method: 'btree', columns: ['halfId', 'lower(place)'] },
  ])
  await admin.query('alter table pieces disable trigger all')
  expect((await pieces())?.foreignKeys).toMatchObject([{ validated: true, enforced: false }])
  await admin.query('alter table pieces enable trigger all; alter table high disable trigger all')
  expect((await pieces())?.foreignKeys).toMatchObject([{ enforced: false }])
})

it('counts the uses of an index and the scans of the whole table', async () => {
  await admin.query(
    'create table counted as select n as id from generate_series(1, 20000) n; create index counted_id on counted (id); analyze counted',
  )
  const before = (await look('counted')).tables['counted']
  // The counters of another connection reach the others when it ends.
  const other = await connected(server.url)
  await other.query('select * from counted where id = 7')
  await other.query('select count(*) from counted')
  await other.end()
  await expect.poll(async () => (await look('counted')).tables['counted']?.indexes?.[0]?.scans).toBe(1)
  expect((await look('counted')).tables['counted']?.sequentialScans).toBe((before?.sequentialScans ?? 0) + 1)
  expect(before?.indexes?.[0]).toMatchObject({ scans: 0 })
})

it('finds other schemas as they are spelt, and says what is not there', async () => {
  const { tables, unread } = await look('Quiz.Answer', 'quiz.answer', 'nowhere', 'pg_class')
  expect(tables).toMatchObject({
    'Quiz.Answer': { exists: true, schema: 'Quiz' },
    'quiz.answer': { exists: false },
    nowhere: { exists: false },
    pg_class: { exists: false },
  })
  expect(tables['nowhere']).toEqual({ exists: false })
  expect(unread).toEqual(['tables.Quiz.Answer.rowEstimate insufficient'])
})

it('public is looked in though the role may not use it', async () => {
  await admin.query('revoke usage on schema public from public')
  const { tables } = await look('users')
  await admin.query('grant usage on schema public to public')
  expect(tables['users']).toMatchObject({ exists: true, schema: 'public' })
})

it('a partitioned table counts its partitions, a view keeps no statistics', async () => {
  await admin.query('analyze events')
  const { tables, unread } = await look('events', 'active')
  expect(tables['events']).toMatchObject({ kind: 'partitioned', rowEstimate: 1000, indexes: [{ name: 'events_id_idx', scans: 0 }] })
  expect(tables['events']?.sizeBytes).toBeGreaterThan(40_000)
  expect(tables['events']?.indexes?.[0]?.sizeBytes).toBeGreaterThan(16_000)
  expect(tables['active']).toMatchObject({ kind: 'view', indexes: [] })
  expect(unread).toContain('tables.active.sequentialScans unsupported')
  const before = tables['events']?.sequentialScans ?? 0
  const other = await connected(server.url)
  await other.query('select count(*) from events where id + 1 = 7')
  await other.end()
  await expect.poll(async () => (await look('events')).tables['events']?.sequentialScans).toBe(before + 1)
})

it('a table that is locked costs its own answer only', async () => {
  await admin.query('create table held (id int primary key)')
  await admin.query('begin; lock table held in access exclusive mode')
  const { tables, unread } = await look('held', 'users')
  await admin.query('rollback')
  expect(unread).toContain('tables.held timeout')
  expect(tables['held']).toBeUndefined()
  expect(tables['users']).toMatchObject({ exists: true })
})
