import type { Description } from '../contract.ts'
import type { Params } from './schema.ts'

/** What the look would ask: parts in words, statements of the author in full. Never a value of a parameter. */
export function describe(params: Params, { target }: { readonly target?: string }): Description {
  const statements = Object.values(params.queries ?? {}).map((query) => trimmed(typeof query === 'string' ? query : query.sql))
  const plans = Object.values(params.explain ?? {}).map(({ sql }) => `explain ${trimmed(sql)}`)
  const parts = partsOf(params)
  const told = [`role, settings and TLS of ${target ?? 'postgres'}`, ...parts.map(([words]) => words), ...statements, ...plans]
  const repeated = [...parts.map(([, sql]) => sql), ...statements, ...plans]
  return {
    summary: told.map((text) => text.replace(/\s+/g, ' ')).join('; '),
    repeat: `psql "$DATABASE_URL" ${(repeated.length === 0 ? ['show all'] : repeated).map((sql) => `-c ${quoted(sql)}`).join(' ')}`,
  }
}

/** Each part in words, and what shows much the same by hand. */
function partsOf({ backends, role, passwords, tables, migrations, pool, settingSources, slow, replication }: Params): (readonly [words: string, sql: string])[] {
  const logins = 1 + (passwords?.tries?.length ?? 5)
  const parts = [
    backends && [`connections of ${backends.application ?? backends.user ?? 'the application'}`, 'select * from pg_stat_activity left join pg_stat_ssl using (pid)'],
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
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
