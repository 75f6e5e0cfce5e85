import { Secret } from '../../redaction/secret.ts'
import type { Description, Where } from '../contract.ts'
import { shellLine, type ShellLine } from '../shell.ts'
import type { Params } from './schema.ts'

/** What the look would ask: parts in words, statements of the author in full; in the psql line with the values of their parameters. */
export function describe(params: Params, { target, address }: Where): Description {
  const line = shellLine()
  const statements = Object.values(params.queries ?? {}).map((query) => trimmed(typeof query === 'string' ? query : query.sql))
  const plans = Object.values(params.explain ?? {}).map(({ sql }) => `explain ${trimmed(sql)}`)
  const parts = partsOf(params)
  const told = [`role, settings and TLS of ${target ?? 'postgres'}`, ...parts.map(([words]) => words), ...statements, ...plans]
  const asked = Object.values(params.queries ?? {}).map((query) => (typeof query === 'string' ? { sql: query } : query))
  const repeated = [
    ...parts.map(([, sql]) => sql),
    ...asked.flatMap(({ sql, params: values = [] }, index) => runnable('', `query${index + 1}`, sql, values, line)),
    ...Object.values(params.explain ?? {}).flatMap(({ sql, params: values = [] }, index) =>
      runnable('explain ', `plan${index + 1}`, sql, values, line),
    ),
  ]
  return {
    summary: told.map((text) => text.replace(/\s+/g, ' ')).join('; '),
    repeat: [
      'psql',
      line.word(address === undefined ? line.fill('$DATABASE_URL') : line.text(address)),
      ...(repeated.length === 0 ? ['show all'] : repeated).flatMap((sql) => ['-c', line.word(sql)]),
      ...line.notes(),
    ].join(' '),
  }
}

/** Each part in words, and what shows much the same by hand. */
function partsOf({
  backends,
  role,
  passwords,
  tables,
  migrations,
  pool,
  settingSources,
  slow,
  replication,
}: Params): (readonly [words: string, sql: string])[] {
  const logins = 1 + (passwords?.tries?.length ?? 5)
  const parts = [
    backends && [
      `connections of ${backends.application ?? backends.user ?? 'the application'}`,
      'select * from pg_stat_activity left join pg_stat_ssl using (pid)',
    ],
    role && [`role ${role.name ?? 'of the address'}`, `\\du+ ${role.name ?? ''}`.trim()],
    ...(tables ?? []).map((table) => [`table ${table}`, `\\d+ ${table}`] as const),
    migrations && [`migrations of ${migrations.tool}`, `\\d+ ${migrations.table ?? `*${migrations.tool}*`}`],
    pool && ['room for connections', 'select usename, count(*) from pg_stat_activity group by 1'],
    settingSources && [`origin of ${settingSources.join(', ')}`, '\\drds'],
    slow && [`statements above ${slow.overMs} ms`, 'select * from pg_stat_statements'],
    replication && ['standbys', 'select * from pg_stat_replication'],
    passwords && [`${logins} logins as ${passwords.user} with a random and with common passwords`, `\\connect - ${passwords.user}`],
  ]
  return parts.filter((part): part is [string, string] => Array.isArray(part))
}

const trimmed = (sql: string): string => sql.trim().replace(/;$/, '')

/** A statement as psql runs it: one with `$1` is prepared, and executed with its values. */
function runnable(before: string, name: string, sql: string, values: readonly SqlValue[], line: ShellLine): string[] {
  if (values.length === 0) return [`${before}${trimmed(sql)}`]
  return [`prepare ${name} as ${trimmed(sql)}`, `${before}execute ${name}(${values.map((value) => literal(value, line)).join(', ')})`]
}

type SqlValue = string | number | boolean | null | Secret

/** A value in SQL; without a type of its own, so that the statement decides it as for a parameter. */
function literal(value: SqlValue, line: ShellLine): string {
  if (value === null) return 'null'
  return `'${value instanceof Secret ? line.text(value) : String(value).replaceAll("'", "''")}'`
}
