import { Secret } from '../../redaction/secret.ts'
import type { ShellLine } from '../shell.ts'

/** A statement without the semicolon at its end. */
export const trimmed = (sql: string): string => sql.trim().replace(/;$/, '')

/** A statement with `$1` is prepared, and executed with its values. */
export const prepared = (as: string, sql: string, given: readonly string[], before = ''): string[] => [
  `prepare ${as} as ${trimmed(sql)}`,
  `${before}execute ${as}${given.length === 0 ? '' : `(${given.join(', ')})`}`,
]

/** Without values of `$1` the plan is that for any; after an option list explain takes no analyze. */
export function planned(as: string, sql: string, given: readonly string[] | undefined): string[] {
  const count = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)))
  if (count === 0) return [`explain (costs) ${trimmed(sql)}`]
  if (given !== undefined) return prepared(as, sql, given, 'explain (costs) ')
  return [
    'set plan_cache_mode = force_generic_plan',
    ...prepared(
      as,
      sql,
      Array.from({ length: count }, () => 'null'),
      'explain (costs) ',
    ),
  ]
}

type SqlValue = string | number | boolean | null | Secret

/** A name as the catalog spells it, with its schema. */
export const name = (given: string): string =>
  given
    .split('.')
    .map((part) => (/^[a-z_][a-z0-9_]*$|^$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.')

/** A text in SQL. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** A value in SQL without a type of its own, so that the statement decides it as for a parameter; a secret is a variable of psql. */
export function literal(value: SqlValue, values: string[], line: ShellLine): string {
  if (value === null) return 'null'
  return value instanceof Secret ? `:'s${values.push(line.text(value))}'` : text(String(value))
}
