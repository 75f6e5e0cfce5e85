import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { makeCertificates } from '../../../fixtures/servers/certificates.ts'
import { startRedis } from '../../../fixtures/servers/redis.ts'
import type { RedisServer } from '../../../fixtures/servers/redis.ts'
import { testContext } from '../../../test/support/context.ts'
import { LookError } from '../../core/look-error.ts'
import { Secret } from '../../redaction/secret.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const PASSWORD = 'horse battery é@:/'
let server: RedisServer
let open: RedisServer

beforeAll(async () => {
  server = await startRedis({ password: PASSWORD, extra: ['user reader on >reading-only +@read +ping -@dangerous ~*'] })
  open = await startRedis({ extra: ['maxmemory-policy noeviction'] })
}, 60_000)

afterAll(async () => {
  await server.stop()
  await open.stop()
})

const look = (url: string, params: z.input<typeof Params> = {}, options: { ca?: string } = {}) =>
  observe(Params.parse(params), testContext({ target: { url: new Secret(url, 'redisUrl') }, timeoutMs: 3000, ...options }))

const address = (login: string) => `redis://${login}@127.0.0.1:${server.port}`

async function failure(url: string): Promise<LookError> {
  const error: unknown = await look(url).catch((thrown: unknown) => thrown)
  if (!(error instanceof LookError)) throw new Error('no LookError came')
  return error
}

it('a server with a password answers, and refuses a stranger', async () => {
  const { observation, unread } = await look(server.url)
  expect(Observation.parse(observation)).toEqual(observation)
  expect(unread).toEqual([])
  expect(observation).toMatchObject({
    ping: 'PONG',
    authRequired: true,
    wrongPasswordRefused: true,
    authenticated: true,
    user: 'default',
    openUsers: [],
    tls: false,
    mode: 'standalone',
    role: 'master',
    database: 0,
    databases: 16,
    maxMemoryPolicy: 'noeviction',
    persistence: { aof: false, rdb: false, lastSaveOk: true, unsavedChanges: 0 },
    memory: { maxMemoryBytes: 0, policy: 'noeviction', mayEvict: false, evictedKeys: 0 },
    clients: { blocked: 0, rejected: 0 },
    replication: { role: 'master', replicas: 0 },
  })
  expect(observation.version).toMatch(/^\d+\.\d+\.\d+$/)
  expect(observation.connectedClients).toBeGreaterThanOrEqual(1)
  expect(observation.latencyMs).toBeGreaterThan(0)
})

it('a server without a password lets a stranger in, with and without credentials in the address', async () => {
  const bare = await look(open.url)
  const given = await look(open.url.replace('redis://', 'redis://:unneeded-password@'))
  expect(bare.observation).toMatchObject({ ping: 'PONG', authRequired: false, wrongPasswordRefused: false, authenticated: false })
  expect(given.observation).toMatchObject({ ping: 'PONG', authRequired: false, wrongPasswordRefused: false, authenticated: false })
})

it('a wrong password is unauthorized and in no part of the error', async () => {
  const error = await failure(address(':wrong-horse'))
  expect(error.reason).toBe('unauthorized')
  expect(error.message).toContain('WRONGPASS')
  expect(JSON.stringify(error) + error.stack + String(error.cause)).not.toContain('wrong-horse')
})

it('no password where one is wanted is unauthorized', async () => {
  expect(await failure(`redis://127.0.0.1:${server.port}`)).toMatchObject({
    reason: 'unauthorized',
    message: expect.stringContaining('NOAUTH'),
  })
})

it('an address that is none is unconfigured and not shown', async () => {
  const error = await failure('postgres://u:hidden-secret@host')
  expect(error).toMatchObject({ reason: 'unconfigured' })
  expect(error.message + error.stack).not.toContain('hidden-secret')
})

it('a database that is not there is unread with the word of the server, the rest is kept', async () => {
  const { observation, unread } = await look(server.url, { database: 99, key: 'a' })
  expect(observation).toMatchObject({ ping: 'PONG' })
  expect(observation.database).toBeUndefined()
  expect(unread).toEqual([
    { path: ['database'], reason: 'malformed', detail: 'database 99 cannot be used: SELECT was answered ERR' },
    { path: ['key'], reason: 'malformed', detail: 'database 99 cannot be used: SELECT was answered ERR' },
  ])
})

it('a user with +@read and +ping is unread for INFO and CONFIG only', async () => {
  const { observation, unread } = await look(address('reader:reading-only'), { key: 'nothing', config: ['maxmemory'] })
  expect(observation).toMatchObject({
    ping: 'PONG',
    authenticated: true,
    authRequired: true,
    key: { exists: false, type: 'none', expires: false },
  })
  expect(new Set(unread?.map(({ reason }) => reason))).toEqual(new Set(['unauthorized']))
  const paths = unread?.map(({ path }) => path.join('.')) ?? []
  expect(paths).toEqual(
    expect.arrayContaining([
      'version',
      'role',
      'persistence.aof',
      'persistence.rdb',
      'memory.mayEvict',
      'clients.max',
      'replication.linkUp',
      'databases',
      'config.maxmemory',
      'user',
      'openUsers',
    ]),
  )
  expect(observation).toMatchObject({
    persistence: {},
    memory: {},
    clients: {},
    replication: {},
    latency: { samples: 20 },
    wrongPasswordRefused: true,
  })
  expect(paths).not.toContain('key')
})

it('counts keys with their times to live, and reads one key and parameters', async () => {
  const client = new Redis(open.url, { db: 3 })
  await client.setex('used:1', 100, 'x')
  await client.setex('used:2', 200, 'x')
  await client.set('used:3', 'x')
  await client.hset('other', 'a', 'b')
  client.disconnect()
  const { observation } = await look(`${open.url}/3`, { keys: 'used:*', key: 'used:2', config: ['maxmemory-policy', 'timeout'] })
  expect(observation.keys).toEqual({ looked: 3, complete: true, count: 3, withoutTtl: 1, minTtlSeconds: 100, maxTtlSeconds: 200 })
  expect(observation.key).toEqual({ exists: true, type: 'string', expires: true, ttlSeconds: 200 })
  expect(observation.config).toEqual({ 'maxmemory-policy': 'noeviction', timeout: '0' })
  expect(observation.database).toBe(3)
})

it('a pattern that matches nothing counts zero keys', async () => {
  const { observation } = await look(open.url, { keys: 'no-such:*' })
  expect(observation.keys).toEqual({ looked: 0, complete: true, count: 0, withoutTtl: 0 })
})

it('more than 1,000 keys leave their count and times unread', async () => {
  const client = new Redis(open.url, { db: 4 })
  await client.mset(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`many:${index}`, 'x'])))
  client.disconnect()
  const { observation, unread } = await look(`${open.url}/4`, { keys: 'many:*' })
  expect(observation.keys).toEqual({ looked: 1000, complete: false })
  expect(unread?.map(({ path, reason }) => `${path.join('.')} ${reason}`)).toEqual([
    'keys.count insufficient',
    'keys.withoutTtl insufficient',
    'keys.minTtlSeconds insufficient',
    'keys.maxTtlSeconds insufficient',
  ])
})

it('parameters that hold secrets are refused at load', () => {
  for (const name of ['requirepass', 'masterauth', 'tls-key-file-pass', '*', 'masteruser*']) {
    expect(Params.safeParse({ config: [name] }).success, name).toBe(false)
  }
})

it('a TLS server is seen with its verified certificate, and in plain text not at all', async () => {
  const tls = await makeCertificates({ names: ['127.0.0.1'] })
  const secure = await startRedis({ tls, password: PASSWORD })
  const { observation } = await look(secure.url, {}, { ca: tls.caPem })
  expect(observation).toMatchObject({
    ping: 'PONG',
    tls: true,
    authRequired: true,
    encryption: { protocol: 'TLSv1.3', names: ['127.0.0.1'] },
  })
  expect(observation.encryption?.daysLeft).toBeGreaterThan(0)
  expect(await failure(secure.url)).toMatchObject({ reason: 'unreachable', message: expect.stringContaining('is not trusted') })
  expect(await failure(secure.url.replace('rediss', 'redis'))).toMatchObject({
    reason: 'unreachable',
    message: expect.stringContaining('closed the connection'),
  })
  expect(await failure(server.url.replace('redis', 'rediss'))).toMatchObject({
    reason: 'timeout',
    message: expect.stringContaining('TLS handshake'),
  })
  await secure.stop()
  await tls.remove()
})

it('leaves no connection and writes nothing', async () => {
  const client = new Redis(open.url)
  const before = await client.info('clients')
  await client.config('RESETSTAT')
  await look(`${open.url}/3`, { keys: '*', key: 'other', config: ['maxmemory'] })
  await expect
    .poll(async () => /connected_clients:(\d+)/.exec(await client.info('clients'))?.[1])
    .toBe(/connected_clients:(\d+)/.exec(before)?.[1])
  const stats = await client.info('commandstats')
  const sent = [...stats.matchAll(/cmdstat_([a-z|]+):/g)].map(([, name]) => name)
  expect(sent.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    'acl|list',
    'acl|whoami',
    'config|get',
    'config|resetstat',
    'info',
    'ping',
    'scan',
    'select',
    'ttl',
    'type',
  ])
  client.disconnect()
})

it('the observation is plain JSON by its schema', () => {
  expect(z.toJSONSchema(Observation, { io: 'output' })).toMatchObject({ type: 'object', additionalProperties: false })
})
