import { Secret } from '../../redaction/secret.ts'
import type { Description, Where } from '../contract.ts'
import { shellLine, type ShellLine } from '../shell.ts'
import { usualTable } from './parts/migrations.ts'
import { isKnown, triesOf } from './parts/passwords.ts'
import { loginsCommand, psqlCommand } from './psql.ts'
import type { Params, Target } from './schema.ts'
import { literal, name, planned, prepared, text, trimmed } from './statements.ts'

/** What the look would ask: parts in words, statements of the author in full; in the psql line with the values of their parameters. */
export function describe(params: Params, where: Where<Target>): Description {
  const line = shellLine(where)
  const values: string[] = []
  const queries = Object.values(params.queries ?? {}).map((query) => (typeof query === 'string' ? { sql: query } : query))
  const plans = Object.values(params.explain ?? {})
  const parts = partsOf(params)
  const told = [
    `role, settings and TLS of ${where.target ?? 'postgres'}`,
    ...parts.map(([words]) => words),
    ...queries.map(({ sql }) => trimmed(sql)),
    ...plans.map(({ sql }) => `explain ${trimmed(sql)}`),
  ]
  const statements = [
    ...parts.flatMap(([, ...sql]) => sql),
    ...queries.flatMap(({ sql, params: given = [] }, index) => {
      if (given.length === 0) return [trimmed(sql)]
      return prepared(
        `query${index + 1}`,
        sql,
        given.map((value) => literal(value, values, line)),
      )
    }),
    ...plans.flatMap(({ sql, params: given }, index) =>
      planned(
        `plan${index + 1}`,
        sql,
        given?.map((value) => literal(value, values, line)),
      ),
    ),
  ]
  const logins =
    params.passwords === undefined
      ? []
      : [loginsCommand(params.passwords.user, ['made-up', ...triedIn(triesOf(params.passwords), params.passwords.user, line)], where, line)]
  return {
    summary: told.map((text) => text.replace(/\s+/g, ' ')).join('; '),
    repeat: line.whole(
      [
        ...(statements.length === 0 && logins.length > 0
          ? []
          : [psqlCommand(statements.length === 0 ? USUAL : statements, values, where, line)]),
        ...logins,
      ].join('; '),
      logins.length === 0 ? [] : ['the first password is made up and must be refused, the others are those that the look tries'],
    ),
  }
}

/** Passwords that anybody may read stand in the line; any other may be somebody's secret. */
function triedIn(tries: readonly (string | Secret)[], user: string, line: ShellLine): string[] {
  return tries.map((one, at) => {
    if (one instanceof Secret) return line.text(one)
    return isKnown(one, user) ? one : line.need(`PASSWORD_${at + 1}`, `password ${at + 1} that the look tries`)
  })
}

/** What every look reads. */
const USUAL = [
  '\\conninfo',
  'select rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles where rolname = session_user',
  'show all',
]

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
}: Params): (readonly [words: string, ...sql: string[]])[] {
  const parts = [
    backends && [`connections of ${backends.application ?? backends.user ?? 'the application'}`, connectionsOf(backends)],
    role && [`role ${role.name ?? 'of the address'}`, `\\du+ ${name(role.name ?? '')}`.trim()],
    ...(tables ?? []).map((table) => [`table ${table}`, `\\d+ ${name(table)}`] as const),
    migrations && [`migrations of ${migrations.tool}`, `select * from ${name(migrations.table ?? usualTable(migrations.tool))}`],
    pool && ['room for connections', 'select usename, count(*) from pg_stat_activity group by 1'],
    settingSources && [
      `origin of ${settingSources.join(', ')}`,
      `select name, setting, source from pg_settings where lower(name) in (${settingSources.map((one) => text(one.toLowerCase())).join(', ')})`,
      '\\drds',
    ],
    slow && [
      `statements above ${slow.overMs} ms`,
      `select calls, mean_exec_time, max_exec_time, left(query, 200) as query from pg_stat_statements where ${slow.by}_exec_time > ${slow.overMs} order by ${slow.by}_exec_time desc limit 50`,
    ],
    replication && ['standbys', 'select * from pg_stat_replication'],
    passwords && [`${1 + triesOf(passwords).length} logins as ${passwords.user} with a random and with common passwords`],
  ]
  return parts.filter((part): part is [string, string] => Array.isArray(part))
}

function connectionsOf({ application, user }: NonNullable<Params['backends']>): string {
  const wanted = [
    ...(application === undefined ? [] : [`application_name = ${text(application)}`]),
    ...(user === undefined ? [] : [`usename = ${text(user)}`]),
  ]
  const where = wanted.length === 0 ? '' : ` where ${wanted.join(' and ')}`
  return `select usename, datname, application_name, client_addr, ssl, state, state_change from pg_stat_activity left join pg_stat_ssl using (pid)${where}`
}
