import type { Unread } from '../../core/unread.ts'
import type { Connection } from './connection.ts'
import type { Observation } from './schema.ts'

type Facts = Pick<Observation, 'version' | 'mode' | 'role' | 'uptimeSeconds' | 'connectedClients' | 'maxMemoryPolicy' | 'persistence' | 'databases' | 'config'>
type Found = { -readonly [K in keyof Facts]: Facts[K] } & { persistence: { aof?: boolean; rdb?: boolean } }

const TEXTS = { version: 'redis_version', mode: 'redis_mode', role: 'role', maxMemoryPolicy: 'maxmemory_policy' } as const
const NUMBERS = { uptimeSeconds: 'uptime_in_seconds', connectedClients: 'connected_clients' } as const

/** What INFO and CONFIG GET tell; each field that is refused or missing is unread. */
export async function readFacts(connection: Connection, names: readonly string[] | undefined): Promise<{ facts: Found; unread: Unread[] }> {
  const facts: Found = { persistence: {} }
  const unread: Unread[] = []
  await readInfo(connection, facts, unread)
  const databases = await setting(connection, 'databases', ['databases'], unread)
  if (databases !== undefined && /^\d+$/.test(databases)) facts.databases = Number(databases)
  const save = await setting(connection, 'save', ['persistence', 'rdb'], unread)
  if (save !== undefined) facts.persistence.rdb = save !== ''
  if (names === undefined) return { facts, unread }
  const config: [string, string][] = []
  for (const name of names) {
    const value = await setting(connection, name, ['config', name], unread)
    if (value !== undefined) config.push([name, value])
  }
  facts.config = Object.fromEntries(config)
  return { facts, unread }
}

async function readInfo(connection: Connection, facts: Found, unread: Unread[]): Promise<void> {
  const reply = await connection.call('INFO')
  const lines = 'value' in reply ? parseInfo(String(reply.value)) : new Map<string, string>()
  const missing = 'refusal' in reply ? reply.refusal : undefined
  const take = (path: readonly string[], key: string, use: (text: string) => void) => {
    const text = lines.get(key)
    if (text !== undefined) return use(text)
    unread.push({ path, reason: missing?.reason ?? 'unsupported', detail: missing?.detail ?? `INFO does not tell ${key}` })
  }
  for (const [field, key] of Object.entries(TEXTS)) take([field], key, (text) => Object.assign(facts, { [field]: text }))
  for (const [field, key] of Object.entries(NUMBERS)) take([field], key, (text) => Object.assign(facts, { [field]: Number.parseInt(text, 10) }))
  take(['persistence', 'aof'], 'aof_enabled', (text) => void (facts.persistence.aof = text === '1'))
}

/** The `name:value` lines of INFO. */
function parseInfo(text: string): ReadonlyMap<string, string> {
  const pairs = text.split('\r\n').map((line) => [line, line.indexOf(':')] as const)
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
