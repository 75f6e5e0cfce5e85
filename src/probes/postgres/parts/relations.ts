import type { Reader } from '../reader.ts'

/** A table, view or materialized view as the catalog has it. */
export interface Relation {
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** `"schema"."name"`, to stand in a statement. */
  readonly quoted: string
  /** pg_class.relkind. */
  readonly kind: string
}

// From the catalog, since to_regclass and information_schema hide what the role may not use: a table that is there would be missing.
const FIND = `
select c.oid, n.nspname as schema, c.relname as name, format('%I.%I', n.nspname, c.relname) as quoted, c.relkind::text as kind
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and ($1::text is null and (n.nspname = any(current_schemas(false)) or n.nspname = 'public') and n.nspname <> 'pg_catalog' or n.nspname = $1)
order by array_position(current_schemas(false), n.nspname) nulls last limit 1`

/** The relation of `table` or `schema.table`, spelt as the catalog does; without schema that of the search path, then public. */
export async function findRelation(reader: Reader, name: string): Promise<Relation | undefined> {
  const dot = name.indexOf('.')
  const [row] = await reader.ask(FIND, dot < 0 ? [null, name] : [name.slice(0, dot), name.slice(dot + 1)])
  if (row === undefined) return undefined
  return {
    oid: Number(row['oid']),
    schema: String(row['schema']),
    name: String(row['name']),
    quoted: String(row['quoted']),
    kind: String(row['kind']),
  }
}

// Before version 14 a table that was never analysed has 0 rows in 0 pages, since then -1.
const ESTIMATE = `
select case when reltuples = 0 and relpages = 0 and current_setting('server_version_num')::int < 140000 then -1 else reltuples end::float8 as rows
from pg_catalog.pg_class where oid = $1`

/** Rows as the planner estimates them, of all partitions; undefined when it was never analysed. */
export async function rowEstimate(reader: Reader, { oid }: Relation): Promise<number | undefined> {
  const [row] = await reader.ask(ESTIMATE, [oid])
  const rows = Number(row?.['rows'] ?? -1)
  return rows < 0 ? undefined : Math.round(rows)
}
