import { LookError } from '../../../core/look-error.ts'
import type { Unread } from '../../../core/unread.ts'
import type { PartSeen, Reader, Row } from '../reader.ts'
import { present } from '../reader.ts'
import type { Params } from '../schema.ts'
import type { Backends } from '../shapes/backends.ts'

// Rows of other roles have no backend_type, state and port for those who may not read them; client_port is -1 on a Unix socket.
const BACKENDS = `
select coalesce(a.application_name, '') as application, count(*)::int as total,
  count(*) filter (where a.backend_type is null)::int as hidden,
  count(*) filter (where a.state = 'disabled')::int as untracked,
  count(*) filter (where s.ssl)::int as encrypted,
  count(*) filter (where a.client_port >= 0 and s.ssl is not true)::int as plaintext,
  count(*) filter (where a.client_port = -1)::int as unix_socket,
  count(*) filter (where a.state in ('active', 'fastpath function call'))::int as active,
  count(*) filter (where a.state = 'idle')::int as idle,
  count(*) filter (where a.state like 'idle in transaction%')::int as idle_in_transaction,
  (max(extract(epoch from clock_timestamp() - a.state_change)) filter (where a.state like 'idle in transaction%'))::float8 as oldest_idle,
  max(extract(epoch from clock_timestamp() - a.xact_start))::float8 as oldest_transaction
from pg_catalog.pg_stat_activity a left join pg_catalog.pg_stat_ssl s on s.pid = a.pid
where a.usesysid is not null and coalesce(a.backend_type, 'client backend') = 'client backend' and a.pid <> pg_backend_pid()
  and a.datname = coalesce($1, current_database()) and ($2::text is null or a.usename = $2)
  and case when $3::text is null then coalesce(a.application_name, '') not like 'readiness/%' else a.application_name = $3 end
group by 1 order by 2 desc, 1`

/** Counts the connections of the application. Throws LookError `unauthorized` when some of them are hidden: they would count as harmless. */
export async function readBackends(asked: NonNullable<Params['backends']>, reader: Reader): Promise<PartSeen<Backends>> {
  const rows = await reader.ask(BACKENDS, [asked.database ?? null, asked.user ?? null, asked.application ?? null])
  const sum = (field: string) => rows.reduce((total, row) => total + Number(row[field]), 0)
  if (sum('hidden') > 0) {
    throw new LookError(
      'unauthorized',
      `${sum('hidden')} of ${sum('total')} connections belong to roles that ${reader.user} may not see: grant pg_read_all_stats`,
    )
  }
  const counted = { total: sum('total'), encrypted: sum('encrypted'), plaintext: sum('plaintext'), unixSocket: sum('unix_socket') }
  const applications = (state: boolean) =>
    rows.map((row) => ({
      name: String(row['application']),
      total: Number(row['total']),
      plaintext: Number(row['plaintext']),
      ...(state ? { idleInTransaction: Number(row['idle_in_transaction']) } : {}),
    }))
  if (sum('untracked') > 0) return { value: { ...counted, byApplication: applications(false) }, unread: untracked(rows.length) }
  const states = {
    active: sum('active'),
    idle: sum('idle'),
    idleInTransaction: sum('idle_in_transaction'),
    ...present({
      oldestIdleInTransactionSeconds: highest(rows, 'oldest_idle'),
      oldestTransactionSeconds: highest(rows, 'oldest_transaction'),
    }),
  }
  return { value: { ...counted, ...states, byApplication: applications(true) } }
}

function highest(rows: readonly Row[], field: string): number | undefined {
  const values = rows.map((row) => row[field]).filter((value) => typeof value === 'number')
  return values.length === 0 ? undefined : Math.round(Math.max(...values) * 1000) / 1000
}

const STATES = ['active', 'idle', 'idleInTransaction', 'oldestIdleInTransactionSeconds', 'oldestTransactionSeconds']

function untracked(applications: number): Unread[] {
  const detail = 'track_activities is off for some connections: what they do is not known'
  const paths = [
    ...STATES.map((field) => [field]),
    ...Array.from({ length: applications }, (_, index) => ['byApplication', index, 'idleInTransaction']),
  ]
  return paths.map((path) => ({ path, reason: 'unsupported', detail }))
}
