import { existsSync } from 'node:fs'
import pg from 'pg'
import { startPostgres } from '../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../fixtures/servers/postgres.ts'

export const ROLES = ['superuser', 'app', 'reader'] as const
export type Role = (typeof ROLES)[number]

const SCHEMA = `
create table victim (id int primary key, name text);
insert into victim select n, 'name ' || n from generate_series(1, 100) n;
analyze victim;
create sequence tickets;
create materialized view summary as select count(*) from victim;
insert into victim values (101, 'after the summary');
create extension dblink;
grant select, insert, update, delete, truncate on victim to app; grant usage, update on sequence tickets to app;
grant select on victim to reader;
create function wipe() returns int language plpgsql as $$ begin delete from victim; return 1; end $$;
create function wipe_in_planning() returns int immutable language plpgsql as $$ begin return wipe(); end $$;
create function wipe_as_owner() returns int language plpgsql security definer as
  $$ begin perform set_config('transaction_read_only', 'off', false); delete from victim; return 1; end $$;
create function wipe_as_owner_in_planning() returns int immutable language plpgsql security definer as $$ begin return wipe_as_owner(); end $$;
create procedure wipe_procedure() language plpgsql as $$ begin delete from victim; commit; end $$`

// Everything that may change without a trace in another line: contents, sizes on disk, definitions, rights, settings.
const STATE: Readonly<Record<string, string>> = {
  rows: "select md5(string_agg(v::text, ',' order by id)) from victim v",
  summary: "select string_agg(s::text, ',') from summary s",
  sequence: 'select last_value || is_called::text from tickets',
  relations: `select md5(string_agg(concat_ws(' ', oid, relname, relkind, relowner, relfilenode, reltuples, relacl), ',' order by oid)) from pg_class
    where relnamespace not in (select oid from pg_namespace where nspname like 'pg\\_t%temp%')`,
  columns: "select md5(string_agg(concat_ws(' ', attrelid, attname, atttypid), ',' order by attrelid, attnum)) from pg_attribute",
  functions: "select md5(string_agg(concat_ws(' ', oid, proname, prosrc, proacl), ',' order by oid)) from pg_proc",
  roles: "select md5(string_agg(r::text, ',' order by oid)) from pg_authid r",
  ownSettings: "select coalesce(string_agg(s::text, ','), '') from pg_db_role_setting s",
  systemSettings: "select pg_read_file('postgresql.auto.conf')",
  largeObjects: 'select count(*) from pg_largeobject_metadata',
  preparedTransactions: 'select count(*) from pg_prepared_xacts',
}

export interface Victim {
  readonly major: number
  readonly port: number
  readonly url: (role: Role) => string
  /** The state of everything by name; `file` is a file that must not be made. */
  readonly state: (file: string) => Promise<Readonly<Record<string, string>>>
  /** Statements as superuser, on a connection of their own. */
  readonly run: (sql: string) => Promise<readonly Record<string, unknown>[]>
  readonly stop: () => Promise<void>
}

/** A server with a table that is attacked; autovacuum is off, so that nothing changes by itself. */
export async function startVictim(binary?: string): Promise<Victim> {
  const users = ['app', 'reader'].map((user) => ({ user, password: user }))
  const server = await startPostgres({ users, settings: { autovacuum: 'off' }, ...(binary === undefined ? {} : { binary }) })
  const run = (sql: string) => asSuperuser(server, sql)
  await run(SCHEMA)
  const [version] = await run("select current_setting('server_version_num')::int / 10000 as major")
  return {
    major: Number(version?.['major']),
    port: server.port,
    run,
    stop: () => server.stop(),
    url: (role) => (role === 'superuser' ? server.url : `postgres://${role}:${role}@127.0.0.1:${server.port}/${server.database}`),
    state: async (file) => {
      const [row] = await run(
        `select ${Object.entries(STATE)
          .map(([name, sql]) => `(${sql})::text as "${name}"`)
          .join(', ')}`,
      )
      return { ...(row as Record<string, string>), file: String(existsSync(file)) }
    },
  }
}

async function asSuperuser(server: PostgresServer, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url, ssl: false })
  await client.connect()
  try {
    const result = await client.query<Record<string, unknown>>(sql)
    return Array.isArray(result) ? [] : result.rows
  } finally {
    await client.end()
  }
}
