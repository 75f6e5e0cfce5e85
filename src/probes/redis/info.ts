import type { Unread } from '../../core/unread.ts'
import type { Connection } from './connection.ts'
import type { Observation } from './schema.ts'

type Facts = Pick<
  Observation,
  | 'version'
  | 'mode'
  | 'role'
  | 'uptimeSeconds'
  | 'connectedClients'
  | 'maxMemoryPolicy'
  | 'persistence'
  | 'memory'
  | 'clients'
  | 'replication'
  | 'databases'
  | 'config'
>
type Group = 'persistence' | 'memory' | 'clients' | 'replication'
type Groups = Record<Group, Record<string, unknown>>
type Found = { -readonly [K in keyof Omit<Facts, Group>]: Facts[K] } & Groups

type Read = (text: string) => unknown
const text: Read = (value) => value
const int: Read = (value) => (/^\d{1,16}$/.test(value) ? Number(value) : undefined)
const on: Read = (value) => value === '1'
const ok: Read = (value) => value === 'ok'

/** Field of the observation, line of INFO, how it is read. Lines of a server that lacks them leave the field unread. */
const LINES: readonly (readonly [string, string, Read])[] = [
  ['version', 'redis_version', text],
  ['mode', 'redis_mode', text],
  ['role', 'role', text],
  ['maxMemoryPolicy', 'maxmemory_policy', text],
  ['uptimeSeconds', 'uptime_in_seconds', int],
  ['connectedClients', 'connected_clients', int],
  ['persistence.aof', 'aof_enabled', on],
  ['persistence.lastSaveOk', 'rdb_last_bgsave_status', ok],
  ['persistence.unsavedChanges', 'rdb_changes_since_last_save', int],
  ['memory.usedBytes', 'used_memory', int],
  ['memory.peakBytes', 'used_memory_peak', int],
  ['memory.maxMemoryBytes', 'maxmemory', int],
  ['memory.policy', 'maxmemory_policy', text],
  ['memory.evictedKeys', 'evicted_keys', int],
  ['clients.connected', 'connected_clients', int],
  ['clients.max', 'maxclients', int],
  ['clients.blocked', 'blocked_clients', int],
  ['clients.rejected', 'rejected_connections', int],
  ['replication.role', 'role', text],
  ['replication.replicas', 'connected_slaves', int],
]

/** What INFO and CONFIG GET tell; each field that is refused or missing is unread. `now` is for servers that do not tell their clock. */
export async function readFacts(
  connection: Connection,
  names: readonly string[] | undefined,
  now: Date,
): Promise<{ facts: Facts; unread: Unread[] }> {
  const facts: Found = { persistence: {}, memory: {}, clients: {}, replication: {} }
  const unread: Unread[] = []
  await readInfo(connection, facts, unread, now)
  const databases = await setting(connection, 'databases', ['databases'], unread)
  if (databases !== undefined && /^\d+$/.test(databases)) facts.databases = Number(databases)
  const save = await setting(connection, 'save', ['persistence', 'rdb'], unread)
  if (save !== undefined) facts.persistence['rdb'] = save !== ''
  if (names === undefined) return { facts, unread }
  const config: [string, string][] = []
  for (const name of names) {
    const value = await setting(connection, name, ['config', name], unread)
    if (value !== undefined) config.push([name, value])
  }
  facts.config = Object.fromEntries(config)
  return { facts, unread }
}

async function readInfo(connection: Connection, facts: Found, unread: Unread[], now: Date): Promise<void> {
  const reply = await connection.call('INFO')
  const lines = 'value' in reply ? parseInfo(String(reply.value)) : new Map<string, string>()
  const missing = 'refusal' in reply ? reply.refusal : undefined
  const take = (field: string, key: string, read: Read) => {
    const found = lines.get(key)
    const value = found === undefined ? undefined : read(found)
    if (value !== undefined) return put(facts, field, value)
    unread.push({
      path: field.split('.'),
      reason: missing?.reason ?? 'unsupported',
      detail: missing?.detail ?? `INFO does not tell ${key}`,
    })
  }
  for (const [field, key, read] of LINES) take(field, key, read)
  take('persistence.lastSaveAgeSeconds', 'rdb_last_save_time', (value) => ageOf(value, lines.get('server_time_usec'), now))
  // A server without append-only file says `ok` of it all the same, and a master has no link: both stay absent.
  if (lines.get('aof_enabled') !== '0') take('persistence.aofLastWriteOk', 'aof_last_write_status', ok)
  if (lines.get('role') !== 'master') take('replication.linkUp', 'master_link_status', (value) => value === 'up')
  if (missing !== undefined) take('memory.mayEvict', 'maxmemory', text)
  else mayEvict(facts, unread)
}

function put(facts: Found, field: string, value: unknown): void {
  const [group, name] = field.split('.')
  if (name === undefined) Object.assign(facts, { [field]: value })
  else facts[group as Group][name] = value
}

function ageOf(saved: string, clockUs: string | undefined, now: Date): number | undefined {
  if (!/^\d{1,12}$/.test(saved)) return undefined
  const clock = clockUs !== undefined && /^\d{1,18}$/.test(clockUs) ? Number(clockUs) / 1e6 : now.getTime() / 1000
  return Math.max(0, Math.floor(clock - Number(saved)))
}

function mayEvict({ memory }: Found, unread: Unread[]): void {
  const { maxMemoryBytes, policy } = memory
  if (maxMemoryBytes !== undefined && policy !== undefined) memory['mayEvict'] = maxMemoryBytes !== 0 && policy !== 'noeviction'
  else unread.push({ path: ['memory', 'mayEvict'], reason: 'unsupported', detail: 'INFO does not tell maxmemory and maxmemory_policy' })
}

/** The `name:value` lines of INFO. */
function parseInfo(info: string): ReadonlyMap<string, string> {
  const pairs = info.split('\r\n').map((line) => [line, line.indexOf(':')] as const)
  return new Map(pairs.filter(([line, at]) => at > 0 && !line.startsWith('#')).map(([line, at]) => [line.slice(0, at), line.slice(at + 1)]))
}

async function setting(connection: Connection, name: string, path: readonly string[], unread: Unread[]): Promise<string | undefined> {
  const reply = await connection.call('CONFIG', 'GET', name)
  if ('refusal' in reply) {
    unread.push({ path, reason: reply.refusal.reason, detail: `${reply.refusal.detail} (${name})` })
    return undefined
  }
  const value: unknown = Array.isArray(reply.value) ? reply.value[1] : undefined
  if (typeof value === 'string') return value
  unread.push({ path, reason: 'unsupported', detail: `CONFIG GET knows no parameter ${name}` })
  return undefined
}
