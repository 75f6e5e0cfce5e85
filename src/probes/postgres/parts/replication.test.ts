import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { replicationHba, startStandby } from '../../../../fixtures/servers/postgres-standby.ts'
import { startPostgres } from '../../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../../fixtures/servers/postgres.ts'
import { connected, lookAt } from '../../../../test/support/postgres-look.ts'

let server: PostgresServer
let admin: pg.Client

beforeAll(async () => {
  const users = [
    { user: 'app', password: 'app' },
    { user: 'watcher', password: 'watcher' },
    { user: 'copier', password: 'copier', attributes: 'REPLICATION' },
  ]
  server = await startPostgres({ users, hba: [...replicationHba] })
  admin = await connected(server.url)
  await admin.query('grant pg_read_all_stats to watcher')
}, 60_000)

afterAll(async () => {
  await admin.end()
  await server.stop()
})

const look = async (user: string) => (await lookAt(server, { replication: true }, user)).observation.replication

it('a server without standbys has no lag', async () => {
  expect(await look('watcher')).toEqual({ inRecovery: false, walLevel: 'replica', standbys: 0, streaming: 0, synchronous: 0 })
})

it('sees a standby stream, how far it is behind when it stops replaying, and that it is one', async () => {
  const standby = await startStandby(server, { user: 'copier', password: 'copier' })
  await expect
    .poll(() => look('watcher'), { timeout: 10_000 })
    .toEqual({
      inRecovery: false,
      walLevel: 'replica',
      standbys: 1,
      streaming: 1,
      synchronous: 0,
      maxLagBytes: 0,
      maxLagMs: expect.any(Number),
    })
  expect((await lookAt(standby, { replication: true })).observation).toMatchObject({
    inRecovery: true,
    replication: { inRecovery: true, standbys: 0 },
  })

  const second = await connected(standby.url)
  await second.query('select pg_wal_replay_pause()')
  await expect.poll(async () => (await second.query("select 1 where pg_get_wal_replay_pause_state() = 'paused'")).rowCount).toBe(1)
  await admin.query('create table grown as select generate_series(1, 10000)')
  expect((await look('watcher'))?.maxLagBytes).toBeGreaterThan(300_000)

  const { observation, unread } = await lookAt(server, { replication: true }, 'app')
  expect(observation.replication).toBeUndefined()
  expect(unread).toEqual([['replication', 'unauthorized', expect.stringContaining('grant pg_read_all_stats')]])

  await second.query('select pg_wal_replay_resume()')
  await expect.poll(async () => (await look('watcher'))?.maxLagBytes, { timeout: 10_000 }).toBe(0)
  await second.end()
  await standby.stop()
  await expect.poll(() => look('watcher'), { timeout: 10_000 }).toMatchObject({ standbys: 0, streaming: 0 })
})
