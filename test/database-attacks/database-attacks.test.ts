import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newerPostgres } from '../../fixtures/servers/postgres-newer.ts'
import type { NewerPostgres } from '../../fixtures/servers/postgres-newer.ts'
import { observe } from '../../src/probes/postgres/observe.ts'
import { testContext } from '../support/context.ts'
import { RESIDUAL, attacks } from './attacks.ts'
import type { Attack } from './attacks.ts'
import { ROLES, startVictim } from './victim.ts'
import type { Role, Victim } from './victim.ts'

const file = join(tmpdir(), `readiness-attack-${process.pid}`)
let newer: NewerPostgres | undefined

afterAll(async () => {
  rmSync(file, { force: true })
  await newer?.remove()
})

const SERVERS = [
  ['the installed PostgreSQL', async () => startVictim()],
  ['PostgreSQL 18', async () => startVictim((newer = await newerPostgres()).binary)],
] as const

describe.each(SERVERS)('%s', (_, start) => {
  let victim: Victim

  beforeAll(async () => {
    victim = await start()
  }, 400_000)

  afterAll(() => victim.stop())

  it.each(ROLES)(
    '36 attacks as %s lose no data',
    async (role) => {
      const all = attacks({ port: victim.port, file })
      const lost: string[] = []
      const answered: string[] = []
      const bystander = await standBy(victim, 'bystander')
      const listener = await standBy(victim, 'listener')
      let before = await victim.state(file)
      for (const attack of all) {
        if (await attacked(victim, role, attack)) answered.push(attack.name)
        const after = await victim.state(file)
        const changed = Object.keys(before).filter((part) => before[part] !== after[part])
        if (changed.length > 0) lost.push(`${attack.name}: ${changed.join(', ')}`)
        before = after
      }
      process.stdout.write(
        `PostgreSQL ${victim.major} as ${role}: ${lost.length} of ${all.length} lost data; still answered:\n${answered.map((name) => `  ${name}: ${RESIDUAL[name]}\n`).join('')}`,
      )
      expect(all).toHaveLength(36)
      expect(lost).toEqual([])
      expect(answered).toEqual(ANSWERED[role].filter((name) => victim.major < 16 || name !== 'large object'))
      await expect.poll(() => victim.run("select 1 from pg_locks where locktype = 'advisory'")).toHaveLength(0)
      await victim.run("select pg_notify('victims', 'the end')")
      await expect.poll(() => listener.heard).toEqual(['the end'])
      await Promise.all([bystander.leave(), listener.leave()])
    },
    120_000,
  )

  it('finds what an attack has changed', async () => {
    const before = await victim.state(file)
    for (const [part, sql] of CHANGES) {
      await victim.run(sql)
      const after = await victim.state(file)
      expect(
        Object.keys(before).filter((name) => before[name] !== after[name]),
        sql,
      ).toContain(part)
    }
  })

  it('a function that opens a connection of its own, with a password in the text, is not held back', async () => {
    const sql = `select * from dblink('${victim.url('superuser')}', 'delete from victim returning id') as t(id int)`
    expect(await attacked(victim, 'superuser', { name: 'dblink', sql })).toBe(true)
    expect(await victim.run('select 1 from victim')).toHaveLength(0)
  })
})

/** Attacks that get an answer, in the order of the list; each has its reason in RESIDUAL. */
const ANSWERED: Readonly<Record<Role, readonly string[]>> = {
  superuser: ['pg_read_file', 'large object', 'notify', 'pg_reload_conf', 'advisory lock', 'pg_terminate_backend'],
  app: ['large object', 'notify', 'advisory lock'],
  reader: ['large object', 'notify', 'advisory lock'],
}

const CHANGES = [
  ['rows', "update victim set name = 'x' where id = 1"],
  ['sequence', "select nextval('tickets')"],
  ['summary', 'refresh materialized view summary'],
  ['relations', 'vacuum analyze victim'],
  ['ownSettings', "alter role app set work_mem = '5MB'"],
  ['systemSettings', "alter system set work_mem = '5MB'"],
  ['largeObjects', 'select lo_create(4711)'],
  ['roles', 'alter role reader createdb'],
  ['columns', 'alter table victim add column extra int'],
  ['functions', 'drop function wipe_in_planning'],
] as const

/** Feeds an attack through each way in which the probe takes SQL; true when it got an answer as a query. */
async function attacked(victim: Victim, role: Role, { sql, inExplain = sql }: Attack): Promise<boolean> {
  const explain = {
    prepared: { sql: inExplain },
    withValues: { sql: inExplain, params: [] },
    same: { sql },
    sameWithValues: { sql, params: [] },
  }
  const { observation } = await observe(
    { queries: { attack: sql, after: 'select 1' }, explain },
    testContext({ target: { url: victim.url(role) }, timeoutMs: 20_000 }),
  )
  expect(observation.queries?.['after']?.value).toBe(1)
  return observation.queries?.['attack'] !== undefined
}

interface Bystander {
  /** Payloads of notifications. */
  readonly heard: readonly string[]
  readonly leave: () => Promise<void>
}

/** Another user's connection that listens; an attack may end it. */
async function standBy(victim: Victim, name: string): Promise<Bystander> {
  const client = new pg.Client({ connectionString: victim.url('superuser'), ssl: false, application_name: name })
  const heard: string[] = []
  client.on('error', () => {})
  client.on('notification', ({ payload }) => heard.push(payload ?? ''))
  await client.connect()
  await client.query('listen victims')
  return { heard, leave: () => client.end().catch(() => {}) }
}
