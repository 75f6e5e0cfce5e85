import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { Rows, Session } from './session.ts'
import { jsonValue } from './values.ts'

export type Row = Readonly<Record<string, unknown>>

/** What a part of the look saw; the paths of `unread` start inside of the part. */
export interface PartSeen<Value> {
  readonly value: Value
  readonly unread?: readonly Unread[]
}

/** Asks the server for the parts of a look. */
export interface Reader {
  /** Rows by column name of one statement of ours, in a read-only transaction of its own. Throws LookError with the SQLSTATE. */
  readonly ask: (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>
  /** Several statements in one read-only transaction. */
  readonly within: <T>(work: (ask: Reader['ask']) => Promise<T>) => Promise<T>
  /** The role of the address. */
  readonly user: string
}

/** Begins what cannot write; the first query in it takes the snapshot, after which the transaction cannot be made writable. */
export const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

/** Bounds of that transaction, statement by statement; $1: milliseconds. */
export const LIMITS = `select set_config('statement_timeout', $1, true), set_config('lock_timeout', '500', true),
  set_config('idle_in_transaction_session_timeout', $1, true), set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true)`

// What the server brings stands first, so that nothing of a user's schema is taken for it.
const OWN_LIMITS = `${LIMITS}, set_config('search_path', concat_ws(', ', 'pg_catalog', nullif(current_setting('search_path'), '')), true)`

/** Reads through a session that is opened again when a statement has cost it; each statement has half of the time left. */
export function readerOf(session: () => Promise<Session>, leftMs: () => number, user: string): Reader {
  const within: Reader['within'] = async (work) => {
    const current = await session()
    const limit = String(Math.max(50, Math.floor(leftMs() / 2)))
    try {
      await answered(current, BEGIN)
      await answered(current, OWN_LIMITS, [limit])
      return await work(async (sql, values) => records(await answered(current, sql, values)))
    } finally {
      if (current.usable()) await current.run('ROLLBACK')
    }
  }
  return { within, ask: (sql, values) => within((ask) => ask(sql, values)), user }
}

/** The rows of a statement; its failure is thrown. */
export async function answered(session: Session, sql: string, values: readonly unknown[] = []): Promise<Rows> {
  const result = await session.run(sql, values)
  if ('failed' in result) throw new LookError(result.failed.reason, result.failed.detail)
  return result
}

/** Rows by column name. */
export function records({ fields, rows }: Rows): Row[] {
  return rows.map((row) => Object.fromEntries(fields.map(({ name, type }, index) => [name, jsonValue(type, row[index] ?? null)])))
}

/** The fields whose value is not NULL: what is not there is absent. */
export function present<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}
