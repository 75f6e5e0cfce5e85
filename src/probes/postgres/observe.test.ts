import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { connect as connectTls } from 'node:tls'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { makeCertificates } from '../../../fixtures/servers/certificates.ts'
import type { Certificates } from '../../../fixtures/servers/certificates.ts'
import { startPostgres } from '../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../fixtures/servers/postgres.ts'
import { testContext } from '../../../test/support/context.ts'
import { LookError } from '../../core/look-error.ts'
import { Secret } from '../../redaction/secret.ts'
import { observe } from './observe.ts'
import { Observation, Params, Target } from './schema.ts'

const PASSWORD = "p@ss'word é"
let server: PostgresServer
let tls: Certificates

beforeAll(async () => {
  tls = await makeCertificates({ names: ['127.0.0.1'] })
  server = await startPostgres({
    tls,
    users: [
      { user: 'app', password: PASSWORD, attributes: 'CREATEDB' },
      { user: 'expired', password: PASSWORD, attributes: "VALID UNTIL '2001-01-01'" },
    ],
  })
}, 60_000)

afterAll(async () => {
  await server.stop()
  await tls.remove()
})

const address = (user = 'app', password = PASSWORD, database = server.database) =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${database}`

function look(
  params: z.input<typeof Params> = {},
  options: { url?: string; tls?: 'required' | 'off'; ca?: string; timeoutMs?: number; signal?: AbortSignal } = {},
) {
  const { url = address(), tls: mode, ...rest } = options
  const target = Target.parse({ url: new Secret(url, 'dbUrl'), ...(mode === undefined ? {} : { tls: mode }) })
  return observe(Params.parse(params), testContext({ target, timeoutMs: 8000, ...rest }))
}

async function failure(...given: Parameters<typeof look>): Promise<LookError> {
  const error: unknown = await look(...given).catch((thrown: unknown) => thrown)
  if (!(error instanceof LookError)) throw new Error('no LookError came')
  expect(JSON.stringify(error) + error.stack).not.toContain('p@ss')
  return error
}

async function asSuperuser<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.url, ssl: false })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Takes plain connections, and makes each an encrypted one to the server. */
async function tlsProxy(serverPort: number): Promise<{ port: number; close: () => void }> {
  const listener = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1', () => upstream.write(Buffer.from('0000000804d2162f', 'hex')))
    upstream.once('data', () => {
      const encrypted = connectTls({ socket: upstream, rejectUnauthorized: false })
      client.on('error', () => encrypted.destroy()).pipe(encrypted)
      encrypted.on('error', () => client.destroy()).pipe(client)
    })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return { port: (listener.address() as AddressInfo).port, close: () => void listener.close() }
}

it('sees the role, the settings and the state of the server', async () => {
  const { observation, unread, answer } = await look({ settings: ['work_mem'] })
  expect(Observation.parse(observation)).toEqual(observation)
  expect(unread).toEqual([])
  expect(observation).toMatchObject({
    database: 'app',
    inRecovery: false,
    authentication: 'scram-sha-256',
    tls: { used: false },
    connections: { max: 60 },
    role: { name: 'app', superuser: false, createRole: false, createDb: true, bypassRls: false, replication: false },
    settings: { max_connections: '60', ssl: 'on', password_encryption: 'scram-sha-256', work_mem: '4MB', statement_timeout: '0' },
  })
  expect(observation.versionNumber).toBeGreaterThan(120_000)
  expect(observation.connections.used).toBeGreaterThanOrEqual(1)
  expect(answer).toBe(`PostgreSQL ${observation.version}`)
})

it('sees its own encryption, the certificate verified', async () => {
  const { observation } = await look({}, { tls: 'required', ca: tls.caPem })
  expect(observation.tls).toMatchObject({ used: true, version: expect.stringMatching(/^TLSv1\.[23]$/), bits: expect.any(Number) })
  expect(await failure({}, { tls: 'required' })).toMatchObject({
    reason: 'unreachable',
    again: false,
    message: expect.stringContaining('is not trusted'),
  })
})

it('a superuser is observed, not refused', async () => {
  const { observation } = await look({}, { url: server.url })
  expect(observation.role).toMatchObject({ name: 'postgres', superuser: true })
})

it('the role is the one that logged in, whatever role its sessions take on', async () => {
  await asSuperuser('create role harmless; grant harmless to app; alter role app set role = harmless')
  const { observation } = await look()
  await asSuperuser('alter role app reset role; drop role harmless')
  expect(observation.role).toMatchObject({ name: 'app', createDb: true })
})

it('a plain connection to a proxy that speaks TLS to the server is not encrypted', async () => {
  const proxy = await tlsProxy(server.port)
  const { observation } = await look({}, { url: address().replace(`:${server.port}/`, `:${proxy.port}/`) })
  proxy.close()
  expect(observation.tls).toEqual({ used: false })
})

it('a setting that is not there is unread', async () => {
  const { observation, unread } = await look({ settings: ['no_such_setting'] })
  expect(observation.settings['no_such_setting']).toBeUndefined()
  expect(unread).toEqual([{ path: ['settings', 'no_such_setting'], reason: 'unauthorized', detail: expect.any(String) }])
})

it('P07 wrong password, expired role and unknown database say the SQLSTATE, never the password', async () => {
  expect(await failure({}, { url: address('app', 'p@ss-wrong') })).toMatchObject({
    reason: 'unauthorized',
    message: expect.stringContaining('28P01'),
  })
  expect(await failure({}, { url: address('expired') })).toMatchObject({ reason: 'unauthorized' })
  expect(await failure({}, { url: address('app', PASSWORD, 'nowhere') })).toMatchObject({
    reason: 'unconfigured',
    message: expect.stringContaining('3D000'),
  })
  expect(await failure({}, { url: `postgres://app@127.0.0.1:${server.port}/app` })).toMatchObject({
    reason: 'unauthorized',
    message: expect.stringContaining('the address has none'),
  })
})

it('an address that is none is unconfigured and not shown', async () => {
  for (const url of ['p@ss is no url', 'mysql://u:p@ss@h/d', 'postgres://h', 'postgres://u:%zz@h/d']) {
    expect(await failure({}, { url })).toMatchObject({ reason: 'unconfigured' })
  }
})

it('takes an address with the driver that SQLAlchemy wants in it', async () => {
  const { readAddress } = await import('./address.ts')
  expect(readAddress({ url: 'postgresql+asyncpg://u:p%40ss@db.internal:6432/d' })).toEqual({
    host: 'db.internal',
    port: 6432,
    user: 'u',
    password: 'p@ss',
    database: 'd',
    tls: true,
  })
})

it('off the loopback interface TLS is required unless the target says otherwise', async () => {
  const { readAddress } = await import('./address.ts')
  expect(readAddress({ url: 'postgres://u:p@db.internal/d' }).tls).toBe(true)
  expect(readAddress({ url: 'postgres://u:p@db.internal/d?sslmode=disable' }).tls).toBe(true)
  expect(readAddress({ url: 'postgres://u:p@db.internal/d', tls: 'off' }).tls).toBe(false)
  expect(readAddress({ url: 'postgres://u:p@localhost/d' }).tls).toBe(false)
})

it('P03 a server without TLS is not spoken to in plain text where TLS is required', async () => {
  const plain = await startPostgres()
  const error = await failure({}, { url: plain.url, tls: 'required' })
  expect(error).toMatchObject({ reason: 'unreachable', message: expect.stringContaining('does not offer TLS') })
  await plain.stop()
})

it('P10 a running statement is cancelled on the server when the look is interrupted', async () => {
  const abort = new AbortController()
  const looking = look({ queries: { slow: 'select pg_sleep(30)' } }, { timeoutMs: 60_000, signal: abort.signal }).catch(
    (error: unknown) => error,
  )
  const sleeping =
    "select 1 as one from pg_stat_activity where application_name like 'readiness/%' and query like 'FETCH%' and state = 'active'"
  await expect.poll(() => asSuperuser(sleeping), { timeout: 5000 }).toHaveLength(1)
  abort.abort()
  expect(await looking).toMatchObject({ reason: 'interrupted' })
  await expect.poll(() => asSuperuser(sleeping), { timeout: 5000 }).toHaveLength(0)
})

it('leaves no connection behind', async () => {
  await look({ queries: { one: 'select 1' } })
  await expect.poll(() => asSuperuser("select 1 as one from pg_stat_activity where application_name like 'readiness/%'")).toHaveLength(0)
})

it('the observation is plain JSON by its schema', () => {
  expect(z.toJSONSchema(Observation, { io: 'output' })).toMatchObject({ type: 'object', additionalProperties: false })
})
