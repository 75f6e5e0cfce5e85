import type { Unread } from '../../core/unread.ts'
import { LookError } from '../../core/look-error.ts'
import type { Connection } from './connection.ts'
import type { Observation } from './schema.ts'

type Found<T> = { readonly value?: T; readonly unread: readonly Unread[] }

const KEY_LIMIT = 1000
// A pattern that matches nothing in a database of many millions of keys ends here, not at the deadline.
const ROUND_LIMIT = 2000
const BATCH = 100

/** Existence, type and time to live of one key. */
export async function readKey(connection: Connection, name: string): Promise<Found<NonNullable<Observation['key']>>> {
  const type = await connection.call('TYPE', name)
  const ttl = await connection.call('TTL', name)
  const refused = [type, ttl].find((reply) => 'refusal' in reply)
  if (refused !== undefined && 'refusal' in refused) {
    return { unread: [{ path: ['key'], reason: refused.refusal.reason, detail: refused.refusal.detail }] }
  }
  const kind = 'value' in type ? String(type.value) : 'none'
  const seconds = 'value' in ttl ? Number(ttl.value) : -2
  const key = { exists: kind !== 'none', type: kind, expires: seconds >= 0, ...(seconds >= 0 ? { ttlSeconds: seconds } : {}) }
  return { value: key, unread: [] }
}

/** Times to live of at most 1,000 keys of a pattern, by SCAN (never KEYS, which blocks the server). */
export async function readKeys(
  connection: Connection,
  pattern: string,
  cluster: boolean,
): Promise<Found<NonNullable<Observation['keys']>>> {
  const scanned = await scan(connection, pattern)
  if ('unread' in scanned) return { unread: [scanned.unread] }
  const ttls: number[] = []
  for (let at = 0; at < scanned.names.length; at += BATCH) {
    const replies = await Promise.all(scanned.names.slice(at, at + BATCH).map((name) => connection.call('TTL', name)))
    for (const reply of replies) {
      if ('refusal' in reply) return { unread: [{ path: ['keys'], reason: reply.refusal.reason, detail: reply.refusal.detail }] }
      // -2: it expired between SCAN and TTL.
      if (reply.value !== -2) ttls.push(Number(reply.value))
    }
  }
  const complete = scanned.complete && !cluster
  const why = cluster
    ? 'one node of a cluster holds a part of the keys, and the others were not looked at'
    : `not every matching key was looked at: stopped after ${ttls.length} keys (at most ${KEY_LIMIT}); a narrower pattern helps`
  if (!complete) return { value: { looked: ttls.length, complete }, unread: notAll(why) }
  const finite = ttls.filter((ttl) => ttl >= 0)
  const range = finite.length === 0 ? {} : { minTtlSeconds: Math.min(...finite), maxTtlSeconds: Math.max(...finite) }
  return { value: { looked: ttls.length, complete, count: ttls.length, withoutTtl: ttls.length - finite.length, ...range }, unread: [] }
}

async function scan(connection: Connection, pattern: string): Promise<{ names: string[]; complete: boolean } | { unread: Unread }> {
  const names = new Set<string>()
  let cursor = '0'
  for (let round = 0; round < ROUND_LIMIT; round += 1) {
    const reply = await connection.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', '500')
    if ('refusal' in reply) return { unread: { path: ['keys'], reason: reply.refusal.reason, detail: reply.refusal.detail } }
    const [next, found] = Array.isArray(reply.value) ? (reply.value as unknown[]) : []
    if (typeof next !== 'string' || !Array.isArray(found)) throw new LookError('malformed', 'SCAN was answered with no cursor and list')
    for (const name of found) names.add(String(name))
    if (names.size > KEY_LIMIT) return { names: [...names].slice(0, KEY_LIMIT), complete: false }
    if (next === '0') return { names: [...names], complete: true }
    cursor = next
  }
  return { names: [...names], complete: false }
}

function notAll(detail: string): Unread[] {
  return ['count', 'withoutTtl', 'minTtlSeconds', 'maxTtlSeconds'].map((field) => ({
    path: ['keys', field],
    reason: 'insufficient',
    detail,
  }))
}
