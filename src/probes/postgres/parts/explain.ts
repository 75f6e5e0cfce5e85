import { LookError } from '../../../core/look-error.ts'
import type { Unread } from '../../../core/unread.ts'
import { Secret } from '../../../redaction/secret.ts'
import type { PartSeen, Reader, Row } from '../reader.ts'
import type { Params } from '../schema.ts'
import type { Explained } from '../shapes/explain.ts'
import { planOf } from './plan.ts'
import { findRelation, rowEstimate } from './relations.ts'

type Asked = NonNullable<Params['explain']>[string]

/** Plans by name. Nothing is executed: neither form below takes ANALYZE from the author's text. */
export async function readPlans(asked: NonNullable<Params['explain']>, reader: Reader): Promise<PartSeen<Record<string, Explained>>> {
  const plans: [string, Explained][] = []
  const unread: Unread[] = []
  for (const [name, one] of Object.entries(asked)) {
    try {
      const seen = await readPlan(one, reader)
      plans.push([name, seen.value])
      unread.push(...(seen.unread ?? []).map((part) => ({ ...part, path: [name, ...part.path] })))
    } catch (error) {
      if (!(error instanceof LookError)) throw error
      unread.push({ path: [name], reason: error.reason, detail: error.message })
    }
  }
  return { value: Object.fromEntries(plans), unread }
}

async function readPlan(asked: Asked, reader: Reader): Promise<PartSeen<Explained>> {
  const size = asked.table === undefined ? undefined : await tableSize(asked.table, reader)
  const unread: Unread[] =
    size !== undefined && size.rows === undefined ? [{ path: ['rowEstimate'], reason: 'insufficient', detail: size.why }] : []
  const { generic, rows } =
    asked.params === undefined ? await preparedPlan(asked.sql, reader) : await planFor(asked.sql, asked.params, reader)
  const value = { generic, ...(size?.rows === undefined ? {} : { rowEstimate: size.rows }) }
  const small = asked.minRows === undefined ? undefined : tooSmall(asked.minRows, size)
  if (small !== undefined)
    return { value, unread: [...unread, ...PLAN_FIELDS.map((field): Unread => ({ path: [field], reason: 'insufficient', detail: small }))] }
  return { value: { ...value, ...planOf(rows) }, unread }
}

const PLAN_FIELDS = ['nodes', 'usesIndex', 'seqScans', 'totalCost']

interface Size {
  readonly rows?: number
  readonly why: string
}

async function tableSize(name: string, reader: Reader): Promise<Size> {
  const relation = await findRelation(reader, name)
  if (relation === undefined) return { why: `there is no table ${name}` }
  const rows = await rowEstimate(reader, relation)
  return rows === undefined ? { why: `${name} has never been analysed` } : { rows, why: `${name} has ${rows} rows` }
}

function tooSmall(minRows: number, size: Size | undefined): string | undefined {
  if (size?.rows !== undefined && size.rows >= minRows) return undefined
  return `${size?.why ?? 'no table was named'}, ${minRows} are wanted: the planner would scan a small table whatever the index`
}

interface Planned {
  readonly generic: boolean
  readonly rows: readonly Row[]
}

/**
 * The plan of a prepared statement for any values. PREPARE takes one SELECT, INSERT, UPDATE, DELETE or MERGE and nothing else; what it
 * made outlives the transaction, so it is taken back.
 */
async function preparedPlan(sql: string, reader: Reader): Promise<Planned> {
  try {
    return await reader.within(async (ask) => {
      await ask("select set_config('plan_cache_mode', 'force_generic_plan', true)")
      await ask(`PREPARE readiness_plan AS\n${sql}`)
      const [prepared] = await ask(
        "select cardinality(parameter_types) as count from pg_catalog.pg_prepared_statements where name = 'readiness_plan'",
      )
      const count = Number(prepared?.['count'])
      const nothing = count === 0 ? '' : `(${Array.from({ length: count }, () => 'NULL').join(', ')})`
      return { generic: count > 0, rows: await ask(`EXPLAIN (FORMAT JSON) EXECUTE readiness_plan${nothing}`) }
    })
  } finally {
    await reader.ask('DEALLOCATE ALL').catch(() => {})
  }
}

/** The plan for these values. After an option list EXPLAIN takes no ANALYZE. */
async function planFor(sql: string, params: NonNullable<Asked['params']>, reader: Reader): Promise<Planned> {
  const values = params.map((value) => (value instanceof Secret ? value.reveal() : value))
  return { generic: false, rows: await reader.ask(`EXPLAIN (FORMAT JSON)\n${sql}`, values) }
}
