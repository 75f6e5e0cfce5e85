import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { BEGIN, answered, records } from './reader.ts'
import type { Row } from './reader.ts'
import type { Observation } from './schema.ts'
import type { Session } from './session.ts'

type Facts = Pick<Observation, 'version' | 'versionNumber' | 'database' | 'role' | 'tls' | 'inRecovery' | 'connections' | 'settings'>

const USUAL_SETTINGS = [
  'max_connections',
  'superuser_reserved_connections',
  'server_version',
  'server_encoding',
  'ssl',
  'ssl_min_protocol_version',
  'password_encryption',
  'log_statement',
  'log_connections',
  'log_min_duration_statement',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'row_security',
  'shared_preload_libraries',
  'wal_level',
  'archive_mode',
  'fsync',
  'full_page_writes',
  'synchronous_commit',
  'TimeZone',
]

// The role that logged in: a setting `role` of its own may make current_user another one. numbackends, since pg_stat_activity hides what other roles do.
const FACTS = `
select current_setting('server_version') as version, current_setting('server_version_num')::int as number, current_database() as database,
  session_user as name, r.rolsuper as superuser, r.rolcreaterole as create_role, r.rolcreatedb as create_db,
  r.rolbypassrls as bypass_rls, r.rolreplication as replication, pg_is_in_recovery() as in_recovery,
  s.ssl as tls_used, s.version as tls_version, s.cipher as tls_cipher, s.bits as tls_bits,
  (select sum(numbackends)::int from pg_stat_database) as used, current_setting('max_connections')::int as max
from pg_roles r left join pg_stat_ssl s on s.pid = pg_backend_pid() where r.rolname = session_user`

// A row of a setting that the role may not read is not there; current_setting then is not called.
const SETTINGS = 'select name, current_setting(name) as value from pg_settings where lower(name) = any($1)'

/** What the server tells about itself, the role and this connection, in one read-only snapshot. */
export async function readFacts(session: Session, asked: readonly string[]): Promise<{ facts: Facts; unread: readonly Unread[] }> {
  const names = [...new Set([...USUAL_SETTINGS, ...asked])]
  const [row, found] = await factRows(
    session,
    names.map((name) => name.toLowerCase()),
  ).catch((error: unknown) => {
    if (error instanceof LookError) throw new LookError(error.reason, `the server's own facts: ${error.message}`, { again: error.again })
    throw error
  })
  const settings = Object.fromEntries(found.map(({ name, value }) => [String(name), String(value)]))
  const unread = asked
    .filter((name) => !Object.hasOwn(settings, name))
    .map((name): Unread => ({
      path: ['settings', name],
      reason: 'unauthorized',
      detail: `there is no setting ${name}, or this role may not read it`,
    }))
  return { facts: { ...factsOf(row, session.encrypted), settings }, unread }
}

async function factRows(session: Session, names: readonly string[]): Promise<readonly [Row, readonly Row[]]> {
  await answered(session, BEGIN)
  const [row] = records(await answered(session, FACTS))
  if (row === undefined) throw new LookError('malformed', 'pg_roles does not show the role of this connection')
  const found = records(await answered(session, SETTINGS, [names]))
  await answered(session, 'ROLLBACK')
  return [row, found]
}

function factsOf(row: Row, encrypted: boolean): Omit<Facts, 'settings'> {
  const text = (field: string) => String(row[field] ?? '')
  const yes = (field: string) => row[field] === true
  const number = (field: string) => Number(row[field])
  // What the server sees may be the connection of a proxy to it.
  const used = encrypted && yes('tls_used')
  const details = used ? { version: text('tls_version'), cipher: text('tls_cipher'), bits: number('tls_bits') } : {}
  return {
    version: text('version').split(' ', 1)[0] ?? '',
    versionNumber: number('number'),
    database: text('database'),
    role: {
      name: text('name'),
      superuser: yes('superuser'),
      createRole: yes('create_role'),
      createDb: yes('create_db'),
      bypassRls: yes('bypass_rls'),
      replication: yes('replication'),
    },
    tls: { used, ...details },
    inRecovery: yes('in_recovery'),
    connections: { used: number('used'), max: number('max') },
  }
}
