import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../../fixtures/servers/postgres.ts'
import { connected, lookAt } from '../../../../test/support/postgres-look.ts'

let server: PostgresServer
let admin: pg.Client

beforeAll(async () => {
  server = await startPostgres({
    users: [
      { user: 'app', password: 'app', attributes: 'CONNECTION LIMIT 20' },
      { user: 'probe', password: 'probe' },
    ],
  })
  admin = await connected(server.url)
  await admin.query(`
    create role writers; create role owners; grant writers to app;
    create table users (id int primary key); create table audit (id int); create schema hidden; create table hidden.secrets (id int);
    grant select, insert on users to writers; alter table audit owner to owners; revoke all on schema public from public; grant usage on schema public to app`)
}, 60_000)

afterAll(async () => {
  await admin.end()
  await server.stop()
})

const role = async (params: { name?: string; schemas?: string[]; tables?: string[] }, user = 'probe') =>
  (await lookAt(server, { role: params }, user)).observation.namedRole

it('tells attributes, memberships and privileges of a role to one that has none', async () => {
  expect(await role({ name: 'app' })).toEqual({
    name: 'app',
    exists: true,
    login: true,
    superuser: false,
    createDb: false,
    createRole: false,
    replication: false,
    bypassRls: false,
    connectionLimit: 20,
    memberOf: ['writers'],
    superuserThroughRoles: false,
    specialThroughRoles: false,
    database: { connect: true, create: false, temporary: true },
    schemas: { public: { exists: true, usage: true, create: false } },
    ownedTables: 0,
    tables: {
      'public.audit': { exists: true, select: false, insert: false, update: false, delete: false, truncate: false, owner: false },
      'public.users': { exists: true, select: true, insert: true, update: false, delete: false, truncate: false, owner: false },
    },
  })
})

it('a role that is not there is not there', async () => {
  expect(await role({ name: 'nobody' })).toEqual({ name: 'nobody', exists: false })
})

it('without a name it is the role of the address', async () => {
  expect(await role({ schemas: ['hidden', 'nowhere'] })).toMatchObject({
    name: 'probe',
    schemas: { hidden: { exists: true, usage: false, create: false }, nowhere: { exists: false } },
    tables: { 'hidden.secrets': { select: false } },
  })
})

it('named tables are told by the names they were asked for, and one that is missing is missing', async () => {
  const seen = await role({ name: 'app', tables: ['users', 'hidden.secrets', 'nowhere'] })
  expect(seen?.tables).toMatchObject({
    users: { exists: true, select: true },
    'hidden.secrets': { exists: true, select: false },
    nowhere: { exists: false },
  })
  expect(Object.keys(seen?.tables ?? {})).toHaveLength(3)
})

const FAULTS = [
  ['alter role app superuser', { superuser: true, ownedTables: 3 }, 'alter role app nosuperuser'],
  [
    'alter role app bypassrls createdb createrole replication',
    { bypassRls: true, createDb: true, createRole: true, replication: true },
    'alter role app nobypassrls nocreatedb nocreaterole noreplication',
  ],
  [
    "alter role app nologin valid until '2001-01-01'",
    { login: false, validUntil: '2001-01-01T00:00:00Z' },
    "alter role app login valid until 'infinity'",
  ],
  ['grant owners to writers', { memberOf: ['owners', 'writers'], ownedTables: 1 }, 'revoke owners from writers'],
  ['grant postgres to writers', { superuserThroughRoles: true }, 'revoke postgres from writers'],
  ...(['bypassrls', 'createrole', 'createdb', 'replication'] as const).map(
    (attribute) => [`alter role writers ${attribute}`, { specialThroughRoles: true }, `alter role writers no${attribute}`] as const,
  ),
  ['grant pg_read_server_files to writers', { memberOf: ['pg_read_server_files', 'writers'] }, 'revoke pg_read_server_files from writers'],
  [
    'alter role app noinherit; grant owners to app',
    { ownedTables: 1, tables: { 'public.audit': { owner: true, select: true } } },
    'revoke owners from app; alter role app inherit',
  ],
  [
    'revoke connect, temporary on database app from public',
    { database: { connect: false, temporary: false } },
    'grant connect, temporary on database app to public',
  ],
  ['grant create on schema public to public', { schemas: { public: { create: true } } }, 'revoke create on schema public from public'],
  [
    'grant delete, truncate on users to app',
    { tables: { 'public.users': { delete: true, truncate: true } } },
    'revoke delete, truncate on users from app',
  ],
] as const

it.each(FAULTS)('sees %s', async (fault, expected, mended) => {
  expect(await role({ name: 'app' })).not.toMatchObject(expected)
  await admin.query(fault)
  // A look as the superuser, since one of the faults keeps everybody else from connecting.
  const seen = (await lookAt(server, { role: { name: 'app' } })).observation.namedRole
  await admin.query(mended)
  expect(seen).toMatchObject(expected)
})

it('privileges that only SET ROLE gives are told', async () => {
  await admin.query("create role idle login noinherit password 'idle'; grant writers to idle")
  expect((await role({ name: 'idle' }))?.tables).toMatchObject({ 'public.users': { select: true, insert: true, update: false } })
  await admin.query('revoke writers from idle; drop role idle')
})
