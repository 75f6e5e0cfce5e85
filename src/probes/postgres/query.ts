import type { UnknownReason, Unread } from '../../core/unread.ts'
import { Secret } from '../../redaction/secret.ts'
import { BEGIN, LIMITS } from './reader.ts'
import type { Params, QueryResult } from './schema.ts'
import type { Failed, Rows, Session } from './session.ts'
import { jsonValue } from './values.ts'

type Asked = NonNullable<Params['queries']>[string]

const ROW_CAP = 1000
const VALUE_CAP = 1024 * 1024

/**
 * Runs one statement of the author. What DECLARE CURSOR takes can only read, the extended protocol takes one statement only, and
 * the transaction is read-only and rolled back: for these three together no statement is known that changes a row.
 */
export async function runQuery(
  session: Session,
  name: string,
  asked: Asked,
  timeoutMs: number,
): Promise<{ result?: QueryResult; unread: readonly Unread[] }> {
  const { sql, params = [] } = typeof asked === 'string' ? { sql: asked } : asked
  const values = params.map((value) => (value instanceof Secret ? value.reveal() : value))
  const limit = String(Math.max(50, Math.floor(timeoutMs)))
  const statements: readonly (readonly [string, readonly unknown[]])[] = [
    [BEGIN, []],
    [LIMITS, [limit]],
    [`DECLARE readiness NO SCROLL CURSOR FOR\n${sql}`, values],
    [`FETCH FORWARD ${ROW_CAP + 1} FROM readiness`, []],
  ]
  let last: Rows | Failed = { fields: [], rows: [] }
  for (const [text, given] of statements) {
    last = await session.run(text, given)
    if ('failed' in last) break
  }
  await session.run('ROLLBACK')
  if ('failed' in last) return { unread: [{ path: ['queries', name], ...last.failed }] }
  return resultOf(name, last)
}

function resultOf(name: string, { fields, rows }: Rows): { result?: QueryResult; unread: readonly Unread[] } {
  const columns = fields.map((field) => field.name)
  const unread = (reason: UnknownReason, detail: string, ...rest: string[]): Unread => ({
    path: ['queries', name, ...rest],
    reason,
    detail,
  })
  const twice = columns.find((column, index) => columns.indexOf(column) !== index)
  if (twice !== undefined) return { unread: [unread('malformed', `two columns are called ${twice}: name them apart with AS`)] }
  if (rows.some((row) => row.some((value) => value !== null && value.length > VALUE_CAP))) {
    return { unread: [unread('malformed', 'a value is larger than 1 MiB: select a part of it')] }
  }
  if (rows.length > ROW_CAP) {
    const detail = `more than ${ROW_CAP} rows: let the database count or filter them`
    return {
      result: { columns, truncated: true },
      unread: ['rows', 'rowCount', 'value'].map((field) => unread('insufficient', detail, field)),
    }
  }
  const records = rows.map((row) =>
    Object.fromEntries(fields.map((field, index) => [field.name, jsonValue(field.type, row[index] ?? null)])),
  )
  const result = { columns, rows: records, rowCount: rows.length, truncated: false }
  const first = fields[0]
  const value = first === undefined ? null : jsonValue(first.type, rows[0]?.[0] ?? null)
  if (rows.length === 1 && value !== null) return { result: { ...result, value }, unread: [] }
  const why = rows.length === 1 ? 'the value is NULL' : `${rows.length} rows where one is expected`
  return { result, unread: [unread('insufficient', why, 'value')] }
}
