import { LookError } from '../../../core/look-error.ts'
import type { Unread } from '../../../core/unread.ts'
import type { PartSeen, Reader, Row } from '../reader.ts'
import { present } from '../reader.ts'
import type { Table } from '../shapes/tables.ts'
import { findRelation, rowEstimate } from './relations.ts'
import { COLUMNS, FOREIGN_KEYS, INDEXES, PRIMARY_KEY, SIZE, TRIGGERS } from './table-sql.ts'

const KINDS = { r: 'table', p: 'partitioned', v: 'view', m: 'materialized-view', f: 'foreign' } as const

/** Tables by the name they were asked for; one that cannot be read leaves the others alone. */
export async function readTables(names: readonly string[], reader: Reader): Promise<PartSeen<Record<string, Table>>> {
  const tables: [string, Table][] = []
  const unread: Unread[] = []
  for (const name of new Set(names)) {
    try {
      const table = await readTable(name, reader)
      tables.push([name, table.value])
      unread.push(...(table.unread ?? []).map((one) => ({ ...one, path: [name, ...one.path] })))
    } catch (error) {
      if (!(error instanceof LookError)) throw error
      unread.push({ path: [name], reason: error.reason, detail: error.message })
    }
  }
  return { value: Object.fromEntries(tables), unread }
}

async function readTable(name: string, reader: Reader): Promise<PartSeen<Table>> {
  const relation = await findRelation(reader, name)
  if (relation === undefined) return { value: { exists: false } }
  const rows = (sql: string) => reader.ask(sql, [relation.oid])
  const unread: Unread[] = []
  const estimate = await rowEstimate(reader, relation)
  if (estimate === undefined)
    unread.push({ path: ['rowEstimate'], reason: 'insufficient', detail: `${relation.schema}.${relation.name} has never been analysed` })
  const [size] = await rows(SIZE)
  if (size?.['scans'] === null)
    unread.push({ path: ['sequentialScans'], reason: 'unsupported', detail: 'the server keeps no statistics of it' })
  const value: Table = {
    exists: true,
    schema: relation.schema,
    kind: KINDS[relation.kind as keyof typeof KINDS],
    owner: String(size?.['owner']),
    columns: Object.fromEntries(
      (await rows(COLUMNS)).map(({ name: column, type, nullable, default: text }) => [
        String(column),
        { type: String(type), nullable: nullable === true, ...(text === null ? {} : { default: String(text) }) },
      ]),
    ),
    primaryKey: list((await rows(PRIMARY_KEY))[0]?.['columns'] ?? []),
    foreignKeys: (await rows(FOREIGN_KEYS)).map(foreignKey),
    triggers: (await rows(TRIGGERS)).map((row) => ({
      name: String(row['name']),
      function: String(row['function']),
      enabled: row['enabled'] === true,
    })),
    indexes: (await rows(INDEXES)).map(indexOf),
    sizeBytes: Number(size?.['bytes']),
    ...(estimate === undefined ? {} : { rowEstimate: estimate }),
    ...present({ sequentialScans: size?.['scans'] as number | null, lastAnalyze: size?.['analyzed'] as string | null }),
  }
  return { value, unread }
}

function foreignKey(row: Row): NonNullable<Table['foreignKeys']>[number] {
  return {
    name: String(row['name']),
    columns: list(row['columns']),
    references: String(row['references']),
    referencedColumns: list(row['referenced']),
    validated: row['validated'] === true,
    enforced: row['enforced'] === true,
  }
}

function indexOf(row: Row): NonNullable<Table['indexes']>[number] {
  return {
    name: String(row['name']),
    method: String(row['method']),
    definition: String(row['definition']),
    columns: list(row['columns']),
    unique: row['unique'] === true,
    primary: row['primary'] === true,
    valid: row['valid'] === true,
    ready: row['ready'] === true,
    scans: Number(row['scans']),
    sizeBytes: Number(row['bytes']),
    ...(row['predicate'] === null ? {} : { predicate: String(row['predicate']) }),
  }
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
