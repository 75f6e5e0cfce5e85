/** A way to change something through a look that may only read. */
export interface Attack {
  readonly name: string
  readonly sql: string
  /** Said to the planner instead, where that is the sharper attack. */
  readonly inExplain?: string
}

export interface Place {
  readonly port: number
  /** A file that a program on the server's machine would make. */
  readonly file: string
}

/** Thirty-six: the statements that got through one of the guards that are commonly used, and all that is known to change something. */
export function attacks({ port, file }: Place): readonly Attack[] {
  return [
    { name: 'two statements', sql: 'select 1; delete from victim' },
    { name: 'commit first', sql: 'commit; delete from victim; begin' },
    { name: 'default_transaction_read_only off', sql: 'set default_transaction_read_only = off; commit; delete from victim' },
    { name: 'set transaction read write', sql: 'set transaction read write; delete from victim' },
    { name: 'session characteristics', sql: 'set session characteristics as transaction read write; commit; delete from victim' },
    { name: 'CTE that deletes', sql: 'with gone as (delete from victim returning id) select count(*) from gone' },
    { name: 'function that deletes', sql: 'select wipe()', inExplain: 'select wipe_in_planning()' },
    { name: 'security definer that turns the flag off', sql: 'select wipe_as_owner()', inExplain: 'select wipe_as_owner_in_planning()' },
    { name: 'explain analyze', sql: 'explain analyze delete from victim', inExplain: 'analyze delete from victim' },
    { name: 'DO block', sql: 'do $$ begin delete from victim; end $$' },
    {
      name: 'prepare and execute',
      sql: 'prepare p as delete from victim; execute p',
      inExplain: 'delete from victim; execute readiness_plan',
    },
    { name: 'copy from a program', sql: `copy victim from program 'touch ${file}'` },
    { name: 'copy to a program', sql: `copy victim to program 'touch ${file}'` },
    { name: 'pg_read_file', sql: "select pg_read_file('postgresql.conf')" },
    { name: 'large object', sql: 'select lo_create(4711)' },
    { name: 'notify', sql: "select pg_notify('victims', 'hello')" },
    { name: 'lock table', sql: 'lock table victim in access exclusive mode' },
    { name: 'vacuum and analyze', sql: 'vacuum analyze victim' },
    { name: 'set role', sql: 'set role postgres', inExplain: 'select 1; set role postgres' },
    { name: 'temporary table', sql: 'create temporary table x as select * from victim' },
    { name: 'truncate', sql: 'truncate victim' },
    { name: 'drop', sql: 'drop table victim' },
    { name: 'alter system', sql: "alter system set work_mem = '5MB'" },
    { name: 'pg_reload_conf', sql: 'select pg_reload_conf()' },
    { name: 'advisory lock', sql: 'select pg_advisory_lock(4711)' },
    {
      name: 'pg_terminate_backend',
      sql: "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'bystander'",
    },
    {
      name: 'dblink',
      sql: `select * from dblink('host=127.0.0.1 port=${port} dbname=app user=postgres', 'delete from victim returning id') as t(id int)`,
    },
    { name: 'nextval and setval', sql: "select nextval('tickets'), setval('tickets', 99)" },
    { name: 'insert returning', sql: "insert into victim values (999, 'new') returning id" },
    { name: 'update returning', sql: "update victim set name = 'changed' returning id" },
    { name: 'merge', sql: 'merge into victim v using (values (1)) s(id) on v.id = s.id when matched then delete' },
    { name: 'call', sql: 'call wipe_procedure()' },
    { name: 'create table as', sql: 'create table stolen as select * from victim' },
    { name: 'select into', sql: 'select * into stolen from victim' },
    { name: 'refresh materialized view', sql: 'refresh materialized view summary' },
    { name: 'select for update', sql: 'select * from victim for update' },
  ]
}

/** What such a look still answers, by the name of the attack, and why nothing is lost by it. */
export const RESIDUAL: Readonly<Record<string, string>> = {
  pg_read_file: 'reads a file of the server as a superuser; nothing is changed',
  'large object': 'made in a transaction that is rolled back (refused since version 16)',
  notify: 'sent at commit only, and the transaction is rolled back',
  pg_reload_conf: 'a superuser makes the server read its own configuration again; what it says is unchanged',
  'advisory lock': 'released when the connection of the look ends',
  pg_terminate_backend: 'ends connections that the role may end; no row is changed, but whoever used them has to connect again',
}
