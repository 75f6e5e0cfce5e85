import { LookError } from '../../../core/look-error.ts'
import type { PartSeen, Reader, Row } from '../reader.ts'
import type { Params } from '../schema.ts'
import type { Migrations } from '../shapes/server.ts'
import { findRelation } from './relations.ts'

type Asked = NonNullable<Params['migrations']>
type Found = Required<Pick<Migrations, 'current' | 'applied' | 'count' | 'failed'>>

interface Tool {
  readonly table: string
  /** A row per migration in order of application: `name`, and `state` applied, failed or undone. */
  readonly sql: (table: string) => string
  readonly current: (applied: readonly Row[]) => readonly string[]
}

const names = (rows: readonly Row[]): string[] => rows.map((row) => String(row['name']))
const last = (rows: readonly Row[]): string[] => names(rows.slice(-1))

const TOOLS: Readonly<Record<Asked['tool'], Tool>> = {
  alembic: {
    table: 'alembic_version',
    current: names,
    sql: (table) => `select version_num as name, 'applied' as state from ${table} order by 1`,
  },
  django: {
    table: 'django_migrations',
    sql: (table) => `select app || '.' || name as name, app, 'applied' as state from ${table} order by id`,
    current: (rows) => names([...new Map(rows.map((row) => [row['app'], row])).values()]).sort(),
  },
  prisma: {
    table: '_prisma_migrations',
    current: last,
    sql: (
      table,
    ) => `select migration_name as name, case when rolled_back_at is not null then 'undone' when finished_at is null then 'failed' else 'applied' end as state
      from ${table} order by started_at`,
  },
  knex: { table: 'knex_migrations', current: last, sql: (table) => `select name, 'applied' as state from ${table} order by id` },
  flyway: {
    table: 'flyway_schema_history',
    current: last,
    // The version is absent in repeatable migrations, which run again and again.
    sql: (
      table,
    ) => `select coalesce(version, description) as name, version is null as repeatable, case when success then 'applied' else 'failed' end as state
      from ${table} order by installed_rank`,
  },
}

/** The table of a tool where nobody gave it another name. */
export const usualTable = (tool: Asked['tool']): string => TOOLS[tool].table

const NAMES_CAP = 1000

const SCHEMAS = `
select n.nspname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`

/** The search path of the tool may be another one than ours. */
async function withSchema(table: string, reader: Reader): Promise<string> {
  if (table.includes('.')) return table
  const schemas = names(await reader.ask(SCHEMAS, [table]))
  if (schemas.length > 1)
    throw new LookError('insufficient', `${table} is in ${schemas.slice(0, 5).join(', ')}: name the one of the tool by \`table\``)
  return schemas[0] === undefined ? table : `${schemas[0]}.${table}`
}

/** What the tool has written down. A table that is not there means that no migration ever ran here. */
export async function readMigrations({ tool, table }: Asked, reader: Reader): Promise<PartSeen<Migrations>> {
  const { sql, current } = TOOLS[tool]
  const relation = await findRelation(reader, await withSchema(table ?? usualTable(tool), reader))
  if (relation === undefined) return { value: { tool, exists: false } }
  const rows = await reader.ask(sql(relation.quoted))
  const applied = rows.filter((row) => row['state'] === 'applied')
  const versioned = applied.filter((row) => row['repeatable'] !== true)
  const found: Found = {
    current: [...current(versioned)],
    applied: names(applied).slice(-NAMES_CAP),
    count: applied.length,
    failed: names(rows.filter((row) => row['state'] === 'failed')).slice(0, NAMES_CAP),
  }
  return { value: { tool, exists: true, ...found } }
}
