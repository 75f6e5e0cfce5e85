import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { readBackends } from './parts/backends.ts'
import { readPlans } from './parts/explain.ts'
import { readMigrations } from './parts/migrations.ts'
import { readPasswords } from './parts/passwords.ts'
import type { TryPassword } from './parts/passwords.ts'
import { readPool } from './parts/pool.ts'
import { readReplication } from './parts/replication.ts'
import { readRole } from './parts/role.ts'
import { readSettingSources } from './parts/setting-sources.ts'
import { readSlow } from './parts/slow.ts'
import { readTables } from './parts/tables.ts'
import type { PartSeen, Reader } from './reader.ts'
import type { Observation, Params } from './schema.ts'

type PartName =
  | 'backends'
  | 'namedRole'
  | 'passwords'
  | 'tables'
  | 'explain'
  | 'migrations'
  | 'pool'
  | 'settingSources'
  | 'slow'
  | 'replication'
type Parts = Pick<Observation, PartName>
type Readers = { readonly [Name in PartName]: () => Promise<PartSeen<NonNullable<Parts[Name]>>> | undefined }

/** Reads the parts that were asked for, one after the other; a part that fails is unread and leaves the others alone. */
export async function readParts(
  params: Params,
  reader: Reader,
  attempt: TryPassword,
): Promise<{ parts: Parts; unread: readonly Unread[] }> {
  const parts: Partial<Record<PartName, unknown>> = {}
  const unread: Unread[] = []
  for (const [name, read] of Object.entries(readersOf(params, reader, attempt)) as [PartName, Readers[PartName]][]) {
    try {
      const seen = await read()
      if (seen === undefined) continue
      parts[name] = seen.value
      unread.push(...(seen.unread ?? []).map((one) => ({ ...one, path: [name, ...one.path] })))
    } catch (error) {
      if (!(error instanceof LookError)) throw error
      unread.push({ path: [name], reason: error.reason, detail: error.message })
    }
  }
  return { parts: parts as Parts, unread }
}

function readersOf(params: Params, reader: Reader, attempt: TryPassword): Readers {
  const { backends, role, passwords, tables, explain, migrations, pool, settingSources, slow, replication } = params
  return {
    backends: () => backends && readBackends(backends, reader),
    namedRole: () => role && readRole(role, reader),
    tables: () => tables && readTables(tables, reader),
    explain: () => explain && readPlans(explain, reader),
    migrations: () => migrations && readMigrations(migrations, reader),
    pool: () => (pool === true ? readPool(reader) : undefined),
    settingSources: () => settingSources && readSettingSources(settingSources, reader),
    slow: () => slow && readSlow(slow, reader),
    replication: () => (replication === true ? readReplication(reader) : undefined),
    // Last: it makes connections, which the others count.
    passwords: () => passwords && readPasswords(passwords, reader, attempt),
  }
}
