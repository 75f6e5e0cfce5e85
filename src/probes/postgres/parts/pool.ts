import type { PartSeen, Reader } from '../reader.ts'
import type { Pool } from '../shapes/server.ts'

// User and database are shown to every role; backend_type is not, and what has both but hides its type is a client in all but rare cases.
const POOL = `
select current_setting('max_connections')::int as maximum,
  current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved,
  (select datconnlimit from pg_catalog.pg_database where datname = current_database()) as database_limit,
  coalesce((select json_object_agg(u.name, u.count) from (
    select coalesce(usename::text, usesysid::text) as name, count(*) as count from pg_catalog.pg_stat_activity
    where usesysid is not null and datid is not null and coalesce(backend_type, 'client backend') = 'client backend'
      and coalesce(application_name, '') not like 'readiness/%' group by 1 order by 1) u), '{}') as users`

/** How many connections the server takes and has; those of looks are gone soon and left out. */
export async function readPool(reader: Reader): Promise<PartSeen<Pool>> {
  const [row] = await reader.ask(POOL)
  const maxConnections = Number(row?.['maximum'])
  const reserved = Number(row?.['reserved'])
  const usedByUser = (row?.['users'] ?? {}) as Record<string, number>
  const used = Object.values(usedByUser).reduce((sum, count) => sum + count, 0)
  const databaseLimit = Number(row?.['database_limit'])
  return { value: { maxConnections, reserved, databaseLimit, used, available: Math.max(0, maxConnections - reserved - used), usedByUser } }
}
