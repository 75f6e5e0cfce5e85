import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { makeCertificates } from '../../../../fixtures/servers/certificates.ts'
import type { Certificates } from '../../../../fixtures/servers/certificates.ts'
import { startPostgres } from '../../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../../fixtures/servers/postgres.ts'
import { connected, lookAt, urlOf } from '../../../../test/support/postgres-look.ts'

let server: PostgresServer
let tls: Certificates
let admin: pg.Client
const open: pg.Client[] = []

beforeAll(async () => {
  tls = await makeCertificates({ names: ['127.0.0.1'] })
  server = await startPostgres({ tls, users: ['app', 'other', 'watcher'].map((user) => ({ user, password: user })) })
  admin = await connected(server.url)
  await admin.query('grant pg_read_all_stats to watcher; create table t (id int)')
}, 60_000)

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.end()))
  const left = async () => (await admin.query("select 1 from pg_stat_activity where usename in ('app', 'other', 'watcher')")).rowCount ?? 0
  await vi.waitUntil(async () => (await left()) === 0, { timeout: 5000 })
})

afterAll(async () => {
  await admin.end()
  await server.stop()
  await tls.remove()
})

async function backend(user: string, application: string, encrypted: boolean): Promise<pg.Client> {
  const client = await connected(urlOf(server, user), { application_name: application, ssl: encrypted ? { ca: tls.caPem } : false })
  open.push(client)
  return client
}

it('counts the connections of the application, one of them in plain text', async () => {
  await backend('app', 'api', true)
  const worker = await backend('app', 'worker', true)
  const encrypted = (await lookAt(server, { backends: { user: 'app' } }, 'watcher')).observation.backends
  expect(encrypted).toEqual({
    total: 2,
    encrypted: 2,
    plaintext: 0,
    unixSocket: 0,
    active: 0,
    idle: 2,
    idleInTransaction: 0,
    byApplication: [
      { name: 'api', total: 1, plaintext: 0, idleInTransaction: 0 },
      { name: 'worker', total: 1, plaintext: 0, idleInTransaction: 0 },
    ],
  })
  await backend('app', 'api', false)
  const running = worker.query('select pg_sleep(3)').catch(() => {})
  const {
    observation: { backends },
  } = await lookAt(server, { backends: { user: 'app' } }, 'watcher')
  expect(backends).toMatchObject({
    total: 3,
    encrypted: 2,
    plaintext: 1,
    idle: 2,
    active: 1,
    byApplication: [{ name: 'api', total: 2, plaintext: 1 }, { name: 'worker' }],
  })
  expect((await lookAt(server, { backends: { application: 'worker' } }, 'watcher')).observation.backends).toMatchObject({
    total: 1,
    plaintext: 0,
  })
  expect((await lookAt(server, { backends: { application: 'nobody' } }, 'watcher')).observation.backends).toMatchObject({
    total: 0,
    byApplication: [],
  })
  expect((await lookAt(server, { backends: { database: 'postgres' } }, 'watcher')).observation.backends).toMatchObject({ total: 0 })
  await running
})

it('sees a transaction that was left open, and for how long', async () => {
  const leak = await backend('app', 'api', true)
  await leak.query('begin; select 1')
  await expect
    .poll(async () => (await lookAt(server, { backends: {} }, 'watcher')).observation.backends?.oldestIdleInTransactionSeconds ?? 0)
    .toBeGreaterThan(0.05)
  const {
    observation: { backends },
  } = await lookAt(server, { backends: { user: 'app' } }, 'watcher')
  expect(backends).toMatchObject({ idle: 0, idleInTransaction: 1, byApplication: [{ name: 'api', idleInTransaction: 1 }] })
  expect(backends?.oldestTransactionSeconds).toBeGreaterThanOrEqual(backends?.oldestIdleInTransactionSeconds ?? 99)
  await leak.query('rollback')
  const { observation } = await lookAt(server, { backends: { user: 'app' } }, 'watcher')
  expect(observation.backends).toMatchObject({ idleInTransaction: 0, idle: 1 })
  expect(observation.backends).not.toHaveProperty('oldestIdleInTransactionSeconds')
})

it('connections of other roles that are hidden are unread, never none', async () => {
  await backend('other', 'api', false)
  const { observation, unread } = await lookAt(server, { backends: { application: 'api' } }, 'app')
  expect(observation.backends).toBeUndefined()
  expect(unread).toEqual([['backends', 'unauthorized', expect.stringContaining('grant pg_read_all_stats')]])
  await backend('app', 'api', false)
  expect((await lookAt(server, { backends: { user: 'app' } }, 'app')).observation.backends).toMatchObject({ total: 1, plaintext: 1 })
})

it('without track_activities their state is unread, their encryption is not', async () => {
  await admin.query('alter role app set track_activities = off')
  await expect(backend('app', 'api', true)).resolves.toBeDefined()
  await admin.query('alter role app reset track_activities')
  await admin.query('grant pg_read_all_stats to app')
  const { observation, unread } = await lookAt(server, { backends: { user: 'app' } }, 'watcher')
  expect(observation.backends).toMatchObject({ total: 1, encrypted: 1, plaintext: 0 })
  expect(unread.map(([path, reason]) => `${path} ${reason}`)).toContain('backends.idleInTransaction unsupported')
  expect(unread.map(([path]) => path)).toContain('backends.byApplication.0.idleInTransaction')
  expect(observation.backends).not.toHaveProperty('idle')
})

it('the pool shows what is left, by role', async () => {
  await backend('app', 'api', false)
  await backend('app', 'api', false)
  const {
    observation: { pool },
  } = await lookAt(server, { pool: true }, 'other')
  expect(pool).toMatchObject({ maxConnections: 60, reserved: 3 })
  expect(pool?.usedByUser).toEqual({ app: 2, postgres: 1 })
  expect(pool?.used).toBe(3)
  expect(pool?.available).toBe(54)
})
