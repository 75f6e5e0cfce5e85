import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../../fixtures/servers/postgres.ts'
import { connected, lookAt } from '../../../../test/support/postgres-look.ts'
import { Secret } from '../../../redaction/secret.ts'

const running: PostgresServer[] = []
let server: PostgresServer
let admin: pg.Client

const users = ['app', 'probe'].map((user) => ({ user, password: user === 'app' ? 'a-long-Password-of-the-app' : user }))
const start = async (hba?: string[], settings?: Record<string, string>): Promise<PostgresServer> => {
  const started = await startPostgres({
    users,
    ...(hba === undefined ? {} : { hba: ['host all postgres,probe all scram-sha-256', ...hba] }),
    ...(settings === undefined ? {} : { settings }),
  })
  running.push(started)
  return started
}

beforeAll(async () => {
  server = await start()
  admin = await connected(server.url)
  await admin.query('create role nologin')
}, 60_000)

afterEach(() => admin.query("alter role app password 'a-long-Password-of-the-app' connection limit -1"))

afterAll(async () => {
  await admin.end()
  await Promise.all(running.map((each) => each.stop()))
})

const tried = async (at: PostgresServer, tries?: (string | Secret)[], user = 'app') => {
  const { observation, unread } = await lookAt(at, { passwords: { user, ...(tries === undefined ? {} : { tries }) } }, 'probe')
  expect(JSON.stringify([observation, unread])).not.toContain('a-long-Password')
  return { ...observation.passwords, unread }
}

it('a good password refuses the random one and the common ones', async () => {
  expect(await tried(server)).toEqual({
    user: 'app',
    userExists: true,
    attempts: 6,
    method: 'scram-sha-256',
    refusesRandom: true,
    trust: false,
    acceptsDefault: false,
    acceptedDefaults: [],
    unread: [],
  })
})

it('a common password is named, and the one that equals the role', async () => {
  await admin.query("alter role app password 'changeme'")
  expect(await tried(server)).toMatchObject({ refusesRandom: true, trust: false, acceptsDefault: true, acceptedDefaults: ['changeme'] })
  await admin.query("alter role app password 'app'")
  expect(await tried(server)).toMatchObject({ acceptedDefaults: ['app'] })
})

it('a password that may be a secret is told by its position only', async () => {
  expect(await tried(server, ['wrong-one', new Secret('a-long-Password-of-the-app', 'secrets.old')])).toMatchObject({
    acceptedDefaults: ['#2'],
    attempts: 3,
  })
})

it('a server that trusts takes the random password too', async () => {
  const trusting = await start(['host all all all trust'])
  expect(await tried(trusting)).toMatchObject({
    method: 'trust',
    trust: true,
    refusesRandom: false,
    acceptsDefault: true,
    acceptedDefaults: ['postgres', 'password', 'admin', 'changeme', 'app'],
  })
  // The role is looked at after the password: trust shows for one that is not there.
  expect(await tried(trusting, undefined, 'nobody')).toMatchObject({ userExists: false, trust: true, refusesRandom: false })
})

it('no entry in pg_hba.conf, or one that rejects: no password was tried', async () => {
  for (const hba of [[], ['host all all all reject']]) {
    expect(await tried(await start(hba), ['a-long-Password-of-the-app'])).toEqual({
      user: 'app',
      userExists: true,
      attempts: 2,
      method: 'no-entry',
      refusesRandom: true,
      trust: false,
      unread: ['acceptsDefault', 'acceptedDefaults'].map((field) => [
        `passwords.${field}`,
        'insufficient',
        '1 of 1 passwords could not be tried, #1: the server refused this machine before it asked for a password: run this from where the application runs',
      ]),
    })
  }
})

it('sees MD5 and clear text, and sends no secret that way', async () => {
  const clear = await start(['host all all all password'])
  expect(await tried(clear, ['admin'])).toMatchObject({ method: 'cleartext', refusesRandom: true, acceptedDefaults: [] })
  const old = await start(['host all all all md5'])
  const client = await connected(old.url)
  await client.query("set password_encryption = md5; alter role app password 'admin'")
  await client.end()
  expect(await tried(old, ['admin'])).toMatchObject({ method: 'md5', refusesRandom: true, acceptedDefaults: ['admin'] })
  const withheld = await tried(old, [new Secret('a-secret-of-somebody', 'secrets.old')])
  expect(withheld.unread.map(([path, reason]) => [path, reason])).toEqual([
    ['passwords.acceptsDefault', 'refused'],
    ['passwords.acceptedDefaults', 'refused'],
  ])
  const half = await tried(old, [new Secret('a-secret-of-somebody', 'secrets.old'), 'admin'])
  expect(half).toMatchObject({ acceptsDefault: true })
  expect(half).not.toHaveProperty('acceptedDefaults')
})

it('an unknown role and one that may not log in are refused, and said not to exist', async () => {
  expect(await tried(server, undefined, 'nobody')).toMatchObject({ userExists: false, refusesRandom: true, acceptedDefaults: [] })
  expect(await tried(server, undefined, 'nologin')).toMatchObject({ userExists: false, refusesRandom: true })
})

it('a right password is accepted though the role has no connection left', async () => {
  await admin.query("alter role app password 'admin' connection limit 0")
  expect(await tried(server, ['admin'])).toMatchObject({ acceptedDefaults: ['admin'] })
})

it('a full server has not answered: unread', async () => {
  const full = await start(undefined, {
    max_connections: '4',
    superuser_reserved_connections: '0',
    max_wal_senders: '0',
    max_worker_processes: '0',
    autovacuum_max_workers: '1',
    max_replication_slots: '0',
    max_logical_replication_workers: '0',
  })
  const others = await Promise.all([1, 2, 3].map(() => connected(full.url)))
  const { unread, ...seen } = await tried(full)
  await Promise.all(others.map((client) => client.end()))
  expect(seen).toEqual({ user: 'app', userExists: true, attempts: 0 })
  expect(unread.map(([path]) => path)).toEqual(
    ['method', 'refusesRandom', 'trust', 'acceptsDefault', 'acceptedDefaults'].map((field) => `passwords.${field}`),
  )
  expect(unread[0]).toEqual([expect.any(String), 'unreachable', expect.stringContaining('53300')])
})
