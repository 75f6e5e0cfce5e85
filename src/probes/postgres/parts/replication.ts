import { LookError } from '../../../core/look-error.ts'
import type { Unread } from '../../../core/unread.ts'
import type { PartSeen, Reader } from '../reader.ts'
import type { Replication } from '../shapes/server.ts'

// Without pg_read_all_stats the row of a standby is there and its state is NULL. A standby that is up to date and idle tells no lag in time.
const REPLICATION = `
select pg_is_in_recovery() as recovery, current_setting('wal_level') as wal_level, count(r.pid)::int as standbys,
  count(r.pid) filter (where r.state is null)::int as hidden, count(*) filter (where r.state = 'streaming')::int as streaming,
  count(*) filter (where r.sync_state in ('sync', 'quorum'))::int as synchronous,
  case when bool_and(r.lag is not null) then greatest(max(r.lag), 0)::int8 end as lag_bytes,
  case when bool_and(r.lag <= 0 or r.replay_lag is not null) then max(case when r.replay_lag is null then 0 else extract(epoch from r.replay_lag) * 1000 end)::float8 end as lag_ms
from (select 1) one left join (select *, pg_wal_lsn_diff(
  case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end, replay_lsn) as lag from pg_catalog.pg_stat_replication) r on true`

/** Standbys and how far they are behind. Throws LookError `unauthorized` when their state is hidden. */
export async function readReplication(reader: Reader): Promise<PartSeen<Replication>> {
  const [row] = await reader.ask(REPLICATION)
  const standbys = Number(row?.['standbys'])
  if (Number(row?.['hidden']) > 0)
    throw new LookError(
      'unauthorized',
      `the state of ${String(row?.['hidden'])} of ${standbys} standbys is hidden from ${reader.user}: grant pg_read_all_stats`,
    )
  const value: Replication = {
    inRecovery: row?.['recovery'] === true,
    walLevel: String(row?.['wal_level']),
    standbys,
    streaming: Number(row?.['streaming']),
    synchronous: Number(row?.['synchronous']),
  }
  if (standbys === 0) return { value }
  const lags = { maxLagBytes: row?.['lag_bytes'], maxLagMs: row?.['lag_ms'] }
  const untold = Object.entries(lags)
    .filter(([, lag]) => lag === null)
    .map(([field]): Unread => ({ path: [field], reason: 'insufficient', detail: 'a receiver does not tell how far it has replayed' }))
  const told = Object.fromEntries(
    Object.entries(lags)
      .filter(([, lag]) => lag !== null)
      .map(([field, lag]) => [field, Number(lag)]),
  )
  return { value: { ...value, ...told }, unread: untold }
}
