import { replicationHba, startStandby } from '../../../fixtures/servers/postgres-standby.ts'
import { startPostgres } from '../../../fixtures/servers/postgres.ts'
import { connected } from '../../support/postgres-look.ts'
import { fails, harmless, unknown } from '../row.ts'
import type { Expect, Row, Setup } from '../row.ts'
import { every, pour, raw, type Act } from '../servers.ts'
import { shared } from '../shared.ts'

const ITEM = 'probe: postgres\nexpect: "!role.superuser"'
const at = (url: string, tls: 'required' | 'off' = 'off'): Partial<Setup> => ({
  secrets: 'db: { env: DB }',
  env: { DB: url, TZ: 'America/New_York' },
  environment: `targets: { db: { kind: postgres, url: "\${secrets.db}", tls: ${tls} } }`,
})

const rogue = (id: string, title: string, act: Act, expect: Expect, tls: 'required' | 'off' = 'off'): Row => ({
  id,
  title,
  expect,
  setup: async (stage) => {
    const got: Buffer[] = []
    const server = await raw(stage, (socket) => {
      socket.on('data', (chunk: Buffer) => void got.push(chunk))
      act(socket)
    })
    return {
      item: ITEM,
      ...at(`postgres://user:${stage.canary}@127.0.0.1:${server.port}/db`, tls),
      verify: () => [/cnry|md5[0-9a-f]{32}/.test(Buffer.concat(got).toString('latin1')) && 'U4 the password was sent'],
    }
  },
})

const int = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255))
const message = (type: string, body: Buffer) => Buffer.concat([Buffer.from(type), int(body.length + 4), body])
const once =
  (...chunks: Buffer[]): Act =>
  (socket) =>
    void socket.once('data', () => chunks.forEach((chunk) => socket.write(chunk)))
const clear = unknown('unauthorized', /only SCRAM is answered/)

const scram: Act = (socket) => {
  let round = 0
  socket.on('data', (chunk: Buffer) => {
    round += 1
    if (round === 1) socket.write(message('R', Buffer.concat([int(10), Buffer.from('SCRAM-SHA-256\0\0')])))
    if (round === 2)
      socket.write(
        message(
          'R',
          Buffer.concat([int(11), Buffer.from(`r=${/r=([^,]+)/.exec(chunk.toString())?.[1] ?? ''}abc,s=c2FsdA==,i=2147483647`)]),
        ),
      )
  })
}

const APP = { user: 'app', password: 'password-of-the-app-role' }
const real = () => shared('postgres', () => startPostgres({ users: [APP] }))

/** A statement at a real server; what it left is asked for by the next row. */
const sql = (id: string, title: string, text: string, expect: Expect, wanted = 'queries.q.value == 1', more = ''): Row => ({
  id,
  title,
  expect,
  setup: async () => {
    const { port, database, superuser } = await real()
    const user = more.includes('superuser') ? superuser : APP
    return {
      item: `probe: postgres\nwith: { queries: { q: ${JSON.stringify(text)} } }\ntimeout: 2s\nexpect: "${wanted}"`,
      deadlineMs: 2000,
      ...at(`postgres://${user.user}:${user.password}@127.0.0.1:${port}/${database}`),
    }
  },
})

/** Two looks one after the other; the second sees what the first left behind. */
const leaves = (title: string, text: string, left: string): Row => ({
  id: 'P23',
  title,
  expect: harmless,
  setup: async (stage) => {
    const { port, database, url } = await real()
    const listener = await connected(url)
    stage.atEnd(() => listener.end())
    await listener.query('listen told')
    let heard = 0
    listener.on('notification', () => void (heard += 1))
    const step = (id: string, query: string) =>
      `  - { id: ${id}, probe: postgres, timeout: 2s, with: { queries: { q: ${JSON.stringify(query)} } } }`
    return {
      item: `effect: read\nsteps:\n${step('first', text)}\n${step('after', left)}\nexpect: "steps.after.queries.q.value == 0"`,
      deadlineMs: 4000,
      ...at(`postgres://${APP.user}:${APP.password}@127.0.0.1:${port}/${database}`),
      verify: () => [heard > 0 && 'a notification went out'],
    }
  },
})

/** A table that somebody else holds for himself. */
const held: Row = {
  id: 'P12',
  title: 'a table behind an ALTER TABLE',
  expect: unknown('timeout', /55P03/),
  setup: async (stage) => {
    const { port, database, url } = await real()
    const other = await connected(url)
    stage.atEnd(() => other.end())
    await other.query('create table if not exists held (id int); grant select on held to app')
    await other.query('begin; alter table held add column more int')
    return {
      item: 'probe: postgres\nwith: { queries: { q: "select count(*) from held" } }\ntimeout: 2s\nexpect: "queries.q.value == 0"',
      deadlineMs: 2000,
      ...at(`postgres://${APP.user}:${APP.password}@127.0.0.1:${port}/${database}`),
    }
  },
}

const COPIER = { user: 'copier', password: 'copier', attributes: 'REPLICATION' }
const primary = () => shared('postgres-primary', () => startPostgres({ users: [COPIER], hba: [...replicationHba] }))
const standby: Row = {
  id: 'P27',
  title: 'a standby in the place of the server',
  expect: fails(/inRecovery/),
  setup: async () => {
    const { url } = await shared('postgres-standby', async () => startStandby(await primary(), COPIER))
    return { item: 'probe: postgres\ntimeout: 3s\nexpect: "!inRecovery"', deadlineMs: 3000, ...at(url) }
  },
}

const notTaken = { status: 3, outcome: 'unknown', says: /syntax|one statement|cannot|read-only|not|42601|25006/i } as const

/** Servers that are no PostgreSQL, and statements that try to do more than read. */
export const rows: readonly Row[] = [
  rogue('P01', 'a server that says nothing', () => {}, unknown('timeout', /did not finish the login/)),
  rogue('P02', 'silence after the S', once(Buffer.from('S')), unknown('timeout', /login|TLS/), 'required'),
  rogue('P03', 'the answer N to the wish for TLS', once(Buffer.from('N')), unknown('unreachable', /does not offer TLS/), 'required'),
  rogue(
    'P04',
    'HTTP on the port',
    once(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
    { status: 3, outcome: 'unknown', says: /PostgreSQL|not finish/ },
    'required',
  ),
  rogue('P05', 'a server that asks for the password in clear', once(message('R', int(3))), clear),
  rogue('P05', 'a server that asks for MD5', once(message('R', Buffer.concat([int(5), Buffer.from('salt')]))), clear),
  rogue('P06', 'SCRAM with 2^31 rounds', scram, unknown('malformed', /SCRAM/)),
  rogue(
    'P08',
    'a server that dies at the login',
    (socket) => void socket.once('data', () => void socket.resetAndDestroy()),
    unknown('unreachable', /closed the connection/),
  ),
  rogue(
    'P15',
    'a message of 2 GB',
    (socket) =>
      void socket.once('data', () => {
        socket.write(Buffer.concat([Buffer.from('R'), int(0x7fffffff)]))
        pour(socket, Buffer.alloc(65_536), 500e6)
      }),
    { status: 3, outcome: 'unknown', says: /16 MiB|login/ },
  ),
  rogue(
    'P16',
    'a flood of notices',
    every(1, (socket) => socket.write(message('N', Buffer.from('SNOTICE\0Mhello\0\0')))),
    unknown('timeout', /login/),
  ),
  {
    id: 'P07',
    title: 'the wrong password',
    expect: unknown('unauthorized', /password|28P01|login/),
    setup: async (stage) => ({
      item: `${ITEM}\ntimeout: 3s`,
      deadlineMs: 3000,
      ...at(`postgres://app:${stage.canary}@127.0.0.1:${(await real()).port}/app`),
    }),
  },
  {
    id: 'P07',
    title: 'a database that there is not',
    expect: { status: 3, outcome: 'unknown', says: /database|3D000/ },
    setup: async () => ({
      item: `${ITEM}\ntimeout: 3s`,
      deadlineMs: 3000,
      ...at(`postgres://app:${APP.password}@127.0.0.1:${(await real()).port}/nowhere`),
    }),
  },
  sql('P10', 'pg_sleep beyond the deadline', 'select 1 from pg_sleep(30)', {
    status: 3,
    outcome: 'unknown',
    says: /timeout|time|57014|did not answer/i,
  }),
  sql('P11', 'a statement that lifts its own time limit', "select set_config('statement_timeout', '0', false), pg_sleep(30)", {
    status: 3,
    outcome: 'unknown',
    says: /timeout|time|did not answer/i,
  }),
  sql(
    'P13',
    'three million rows',
    'select * from generate_series(1, 3000000)',
    unknown('insufficient', /more than 1000 rows/),
    'queries.q.rowCount > 0',
  ),
  sql('P14', 'a value of 15 MB', "select repeat('x', 15000000)", unknown('malformed', /larger than 1 MiB/), "queries.q.value == 'x'"),
  sql(
    'P14',
    'a value of 200 MB',
    "select repeat('x', 200000000)",
    { status: 3, outcome: 'unknown', says: /16 MiB|1 MiB|57014/ },
    "queries.q.value == 'x'",
  ),
  sql('P17', 'two statements in one', 'select 1; create table stolen (id int)', notTaken, 'queries.q.value == 1', 'superuser'),
  sql('P18', 'a commit in between', 'select 1; commit; create table stolen (id int); begin', notTaken, 'queries.q.value == 1', 'superuser'),
  sql('P19', 'a transaction that is made writable', 'set transaction read write', notTaken, 'queries.q.value == 1', 'superuser'),
  sql(
    'P20',
    'a write in a common table expression',
    'with w as (delete from pg_description returning 1) select count(*) from w',
    notTaken,
    'queries.q.value == 1',
    'superuser',
  ),
  sql('P21', 'a lock', 'lock table pg_class', notTaken, 'queries.q.value == 1', 'superuser'),
  sql(
    'P17',
    'none of it left a table behind',
    "select count(*) from pg_tables where tablename = 'stolen'",
    harmless,
    'queries.q.value == 0',
    'superuser',
  ),
  sql(
    'P09',
    'a backend that is killed in the middle',
    'select pg_terminate_backend(pg_backend_pid())',
    unknown('unreachable', /closed the connection/),
  ),
  held,
  sql('P22', 'a program run by COPY', "copy (select 1) to program 'touch /tmp/stolen'", notTaken, 'queries.q.value == 1', 'superuser'),
  sql('P22', 'a superuser', 'select 1', fails(/role\.superuser/), '!role.superuser', 'superuser'),
  leaves('a lock that the session holds', 'select pg_advisory_lock(4711)', "select count(*) from pg_locks where locktype = 'advisory'"),
  leaves('a large object', 'select lo_create(0)', 'select count(*) from pg_largeobject_metadata'),
  leaves('a notification', "select pg_notify('told', 'x')", 'select 0'),
  leaves(
    'a connection of the same role that is cancelled',
    "select count(pg_cancel_backend(pid)) from pg_stat_activity where usename = 'app' and pid <> pg_backend_pid()",
    'select 0',
  ),
  sql('P24', 'a number that a double cannot hold', 'select 9007199254740993::int8', harmless, "queries.q.value == '9007199254740993'"),
  sql('P24', 'ten is more than nine', 'select count(*) from generate_series(1, 10)', harmless, 'queries.q.value > 9'),
  sql(
    'P24',
    'a number with a fraction under an order of numbers',
    'select 10.5::numeric',
    fails(/no such overload: string > int/),
    'queries.q.value > 9',
  ),
  sql(
    'P24',
    'no number and no end',
    "select 'NaN'::float8 as a, 'infinity'::float8 as b",
    harmless,
    "queries.q.rows.all(r, r.a == 'NaN' && r.b == 'Infinity')",
  ),
  sql(
    'P24',
    'a time under another zone',
    "select timestamptz '2026-01-31 12:00:00+02'",
    harmless,
    "queries.q.value == '2026-01-31T10:00:00Z'",
  ),
  sql('P24', 'two columns of one name', 'select 1 as x, 2 as x', unknown('malformed', /two columns are called x/)),
  standby,
  sql('P25', 'no row where a value is wanted', 'select 1 where false', unknown('insufficient', /0 rows/)),
  sql('P25', 'NULL where a value is wanted', 'select null::int', unknown('insufficient', /NULL/)),
  sql(
    'P26',
    'a column called __proto__ and a value full of ESC',
    `select 1 as "__proto__", E'\\x1b[2J' as b`,
    fails(/u001b|rows/),
    "queries.q.rows.all(r, r.b == 'fine')",
  ),
]
