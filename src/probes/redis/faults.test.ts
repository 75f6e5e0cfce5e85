import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { freePort } from '../../../fixtures/servers/ports.ts'
import { startRedis } from '../../../fixtures/servers/redis.ts'
import type { RedisOptions, RedisServer } from '../../../fixtures/servers/redis.ts'
import { testContext } from '../../../test/support/context.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const PASSWORD = 'correct-horse-battery'

/** What is seen of a server with a fault; `prepare` makes the fault, `login` stands in the address. */
async function seen(
  options: RedisOptions,
  prepare: (client: Redis, server: RedisServer) => Promise<unknown> = async () => {},
  params: object = {},
  login?: string,
) {
  const server = await startRedis(options)
  const client = new Redis(server.url)
  try {
    await prepare(client, server)
    const url = login === undefined ? server.url : `redis://${login}@127.0.0.1:${server.port}`
    const { observation, unread = [] } = await observe(Params.parse(params), testContext({ target: { url }, timeoutMs: 5000 }))
    expect(Observation.parse(observation)).toEqual(observation)
    return { ...observation, unread: unread.map(({ path, reason }) => `${path.join('.')} ${reason}`) }
  } finally {
    client.disconnect()
    await server.stop()
  }
}

it('a default user without password lets a stranger in, though a named user has one', async () => {
  const found = await seen({ extra: [`user app on >${PASSWORD} ~* +@all`] }, undefined, {}, `app:${PASSWORD}`)
  expect(found).toMatchObject({ authenticated: true, authRequired: false, wrongPasswordRefused: true, user: 'app' })
})

it('a user who takes any password is seen', async () => {
  const found = await seen({ password: PASSWORD, extra: ['user app on nopass ~* +@all'] }, undefined, {}, 'app:whatever-it-is')
  expect(found).toMatchObject({ authenticated: true, authRequired: true, wrongPasswordRefused: false, user: 'app' })
})

it('users who take any password are told, whoever we are', async () => {
  const extra = ['user intruder on nopass ~* +@all', 'user retired off nopass ~* +@all', `user app on >${PASSWORD} ~* +@all`]
  const found = await seen({ password: PASSWORD, extra }, undefined, {}, `app:${PASSWORD}`)
  expect(found).toMatchObject({ authRequired: true, wrongPasswordRefused: true, openUsers: ['intruder'] })
  expect((await seen({})).openUsers).toEqual(['default'])
})

it('a stranger who is let in and may not PING is not one who was refused', async () => {
  const extra = ['user default on nopass ~* +@all -ping', `user app on >${PASSWORD} ~* +@all`]
  const found = await seen({ extra }, undefined, {}, `app:${PASSWORD}`)
  expect(found).not.toHaveProperty('authRequired')
  expect(found.unread).toEqual(['authRequired insufficient'])
})

const UNREAD_KEYS = ['count', 'withoutTtl', 'minTtlSeconds', 'maxTtlSeconds'].map((field) => `keys.${field} insufficient`)

it('one node of a cluster does not tell how many keys there are', async () => {
  const extra = ['cluster-enabled yes', `cluster-port ${await freePort()}`]
  const fill = async (client: Redis) => {
    await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
    await expect.poll(() => client.call('CLUSTER', 'INFO'), { timeout: 5000 }).toContain('cluster_state:ok')
    await client.setex('used:1', 100, 'x')
  }
  const found = await seen({ extra }, fill, { keys: 'used:*' })
  expect(found).toMatchObject({ mode: 'cluster', keys: { looked: 1, complete: false }, unread: UNREAD_KEYS })
})

it('snapshots and the append-only file are seen when they are on', async () => {
  const found = await seen({ password: PASSWORD, extra: ['save 3600 1', 'appendonly yes'] }, (client) => client.set('a', 'b'))
  expect(found.persistence).toMatchObject({ rdb: true, aof: true, aofLastWriteOk: true, lastSaveOk: true, unsavedChanges: 1 })
  expect(found.persistence.lastSaveAgeSeconds).toBeLessThan(60)
})

it('a snapshot that failed is seen', async () => {
  const found = await seen({ password: PASSWORD, extra: ['enable-protected-configs yes'] }, async (client) => {
    // The folder is made one that a child process cannot write its snapshot to.
    await client.config('SET', 'dir', '/proc')
    await client.bgsave().catch(() => {})
    await expect.poll(() => client.info('persistence'), { timeout: 5000 }).toContain('rdb_last_bgsave_status:err')
  })
  expect(found).toMatchObject({ persistence: { lastSaveOk: false } })
})

it('a full memory that evicts is seen, with how much it forgot', async () => {
  const found = await seen({ password: PASSWORD, extra: ['maxmemory 3mb', 'maxmemory-policy allkeys-lru'] }, async (client) => {
    for (let n = 0; n < 60; n += 1) await client.set(`k${n}`, 'x'.repeat(100_000))
  })
  expect(found.memory).toMatchObject({ maxMemoryBytes: 3 * 1024 * 1024, policy: 'allkeys-lru', mayEvict: true })
  expect(found.maxMemoryPolicy).toBe('allkeys-lru')
  expect(found.memory.evictedKeys).toBeGreaterThan(0)
  expect(found.memory.usedBytes).toBeGreaterThan(500_000)
})

it('clients that wait and the limit of clients are seen', async () => {
  const waiting = new Set<Redis>()
  const found = await seen({ password: PASSWORD, extra: ['maxclients 50'] }, async (client, server) => {
    const blocked = new Redis(server.url)
    waiting.add(blocked)
    blocked.on('error', () => {})
    blocked.blpop('never', 0).catch(() => {})
    await expect.poll(() => client.info('clients')).toContain('blocked_clients:1')
  })
  for (const client of waiting) client.disconnect()
  expect(found.clients).toMatchObject({ max: 50, blocked: 1, connected: 3 })
})

it('a replica says so, and that it does not hear its master', async () => {
  const found = await seen({ password: PASSWORD }, (client) => client.replicaof('127.0.0.1', 1))
  expect(found).toMatchObject({ role: 'slave', replication: { role: 'slave', linkUp: false, replicas: 0 } })
})

it('a user who may read INFO alone leaves the rest unread, and nothing is guessed', async () => {
  const found = await seen(
    { password: PASSWORD, extra: [`user watcher on >${PASSWORD} ~* +ping +info`] },
    undefined,
    { key: 'a', keys: 'a*' },
    `watcher:${PASSWORD}`,
  )
  expect(found.unread).toEqual([
    'databases unauthorized',
    'persistence.rdb unauthorized',
    'user unauthorized',
    'openUsers unauthorized',
    'keys unauthorized',
    'key unauthorized',
  ])
  expect(found.memory).toMatchObject({ policy: 'noeviction', mayEvict: false })
  expect(found).not.toHaveProperty('user')
})

it('the latency is that of as many PINGs as asked for', async () => {
  const { latency, latencyMs } = await seen({ password: PASSWORD }, undefined, { pings: 50 })
  expect(latency.samples).toBe(50)
  expect(latency.p50Ms).toBe(latencyMs)
  expect(latency.p50Ms).toBeLessThanOrEqual(latency.p95Ms)
  expect(latency.p95Ms).toBeLessThanOrEqual(latency.maxMs)
})
