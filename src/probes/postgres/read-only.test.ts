import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../fixtures/servers/postgres.ts'
import { testContext } from '../../../test/support/context.ts'
import { observe } from './observe.ts'

let server: PostgresServer
let admin: pg.Client
const program = '/tmp/readiness-attack-' + process.pid

beforeAll(async () => {
  server = await startPostgres({
    users: [
      { user: 'app', password: 'app' },
      { user: 'reader', password: 'reader' },
    ],
  })
  admin = new pg.Client({ connectionString: server.url, ssl: false })
  await admin.connect()
  await admin.query(`
    create table t (id int primary key, name text);
    insert into t select n, 'name' from generate_series(1, 100) n;
    grant select, insert, update, delete, truncate on t to app;
    grant select on t to reader;
    create sequence s; grant usage on sequence s to app;
    create function wipe() returns int language plpgsql as $$ begin delete from t; return 1; end $$;
    create function wipe_as_owner() returns int language plpgsql security definer as
      $$ begin perform set_config('transaction_read_only', 'off', false); delete from t; return 1; end $$;
    create function wipe_by_execute() returns int language plpgsql as
      $$ begin execute 'set transaction read write'; execute 'delete from t'; return 1; end $$;
    create function try_commit() returns int language plpgsql as $$ begin commit; delete from t; return 1; end $$`)
}, 60_000)

afterAll(async () => {
  await admin.end()
  await server.stop()
})

const ATTACKS = [
  'delete from t',
  'truncate t',
  'drop table t',
  'select 1; delete from t',
  'commit; delete from t; begin',
  'rollback; delete from t',
  'select 1; commit; delete from t',
  'set transaction read write; delete from t',
  'set default_transaction_read_only = off; commit; delete from t',
  'set session characteristics as transaction read write; commit; delete from t',
  'with gone as (delete from t returning id) select * from gone',
  'with new as (insert into t values (999) returning id) select * from new',
  'explain analyze delete from t',
  'do $$ begin delete from t; end $$',
  'prepare p as delete from t',
  'select wipe()',
  'select wipe_as_owner()',
  'select wipe_by_execute()',
  'select try_commit()',
  'call wipe()',
  "select set_config('transaction_read_only', 'off', false) from wipe()",
  "select set_config('default_transaction_read_only', 'off', false)",
  "select set_config('transaction_read_only', 'off', true), wipe()",
  'select 1 into stolen',
  'create table stolen as select * from t',
  'create temp table x as select 1',
  'select * from t for update',
  'lock table t',
  'vacuum t',
  'analyze t',
  'notify c',
  'set role postgres',
  'reset role',
  `copy t to program 'touch ${program}'`,
  `copy (select 1) to '${program}'`,
  `copy t from program 'touch ${program}'`,
  "select nextval('s')",
  "select setval('s', 99)",
  'select 1) ; delete from t; --',
  'select 1\n;\ndelete from t',
  '',
  'refresh materialized view m',
  'select 1 /* ; */ ; delete from t',
  'close all',
  'fetch all from readiness; delete from t',
  "select query_to_xml('delete from t returning id', true, false, '')",
  "select lo_from_bytea(0, 'x')",
  'execute p',
  'listen c',
  'discard all',
]

const ROLES = [
  ['superuser', () => server.url],
  ['app role', () => login('app')],
  ['read-only role', () => login('reader')],
] as const
const login = (user: string) => `postgres://${user}:${user}@127.0.0.1:${server.port}/app`

it.each(ROLES)(
  `P17-P22 ${ATTACKS.length} statements that write change nothing as %s`,
  async (_, url) => {
    const queries = Object.fromEntries(ATTACKS.map((sql, index) => [`a${index}`, sql]))
    const { observation } = await observe(
      { queries: { ...queries, last: 'select count(*) from t' } },
      testContext({ target: { url: url() }, timeoutMs: 60_000 }),
    )
    const { rows } = await admin.query<{ count: string; names: string; called: boolean }>(
      'select count(*), count(distinct name)::text as names, (select is_called from s) as called from t',
    )
    expect(rows).toEqual([{ count: '100', names: '1', called: false }])
    const { rows: relations } = await admin.query("select relname from pg_class where relname in ('stolen', 'x')")
    expect(relations).toEqual([])
    const { rows: objects } = await admin.query('select oid from pg_largeobject_metadata')
    expect(objects).toEqual([])
    const { existsSync } = await import('node:fs')
    expect(existsSync(program)).toBe(false)
    expect(observation.queries?.['last']?.value).toBe(100)
  },
  120_000,
)

it('P23 an advisory lock is gone when the look ends', async () => {
  await observe({ queries: { lock: 'select pg_advisory_lock(7)' } }, testContext({ target: { url: login('reader') } }))
  await expect.poll(async () => (await admin.query("select 1 from pg_locks where locktype = 'advisory'")).rowCount).toBe(0)
})
