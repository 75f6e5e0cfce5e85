import type { Unread } from '../../../core/unread.ts'
import type { PartSeen, Reader, Row } from '../reader.ts'
import { present } from '../reader.ts'
import type { Params } from '../schema.ts'
import type { NamedRole } from '../shapes/roles.ts'
import { findRelation } from './relations.ts'

const ROLE = `
with recursive above(oid) as (
  select roleid from pg_catalog.pg_auth_members where member = (select oid from pg_catalog.pg_roles where rolname = $1)
  union select m.roleid from pg_catalog.pg_auth_members m join above on m.member = above.oid)
select r.rolcanlogin as login, r.rolsuper as superuser, r.rolcreatedb as create_db, r.rolcreaterole as create_role,
  r.rolreplication as replication, r.rolbypassrls as bypass_rls, r.rolvaliduntil as valid_until, r.rolconnlimit as connection_limit,
  (select coalesce(json_agg(g.rolname order by g.rolname), '[]') from pg_catalog.pg_roles g join above using (oid)) as member_of,
  (select coalesce(bool_or(g.rolsuper), false) from pg_catalog.pg_roles g join above using (oid)) as superuser_above,
  (select coalesce(bool_or(g.rolcreatedb or g.rolcreaterole or g.rolreplication or g.rolbypassrls), false)
    from pg_catalog.pg_roles g join above using (oid)) as special_above,
  has_database_privilege(r.oid, d.oid, 'CONNECT') as connect, has_database_privilege(r.oid, d.oid, 'CREATE') as create,
  has_database_privilege(r.oid, d.oid, 'TEMPORARY') as temporary,
  (select count(*)::int from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg\\_temp\\_%'
      and pg_has_role(r.oid, c.relowner, 'MEMBER')) as owned
from pg_catalog.pg_roles r join pg_catalog.pg_database d on d.datname = current_database() where r.rolname = $1`

const SCHEMAS = `
select n.nspname as name, has_schema_privilege($1, n.oid, 'USAGE') as usage, has_schema_privilege($1, n.oid, 'CREATE') as create
from pg_catalog.pg_namespace n where n.nspname = any($2)`

const privileges = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']
  .map((one) => `(select bool_or(has_table_privilege(m.oid, c.oid, '${one}')) from meant m) as ${one.toLowerCase()}`)
  .join(', ')
// A membership without INHERIT gives its privileges to whoever says SET ROLE.
const TABLES = `
with recursive meant(oid) as (
  select oid from pg_catalog.pg_roles where rolname = $1
  union select m.roleid from pg_catalog.pg_auth_members m join meant on m.member = meant.oid)
select n.nspname || '.' || c.relname as name, c.oid, ${privileges}, pg_has_role($1, c.relowner, 'MEMBER') as owner
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and case when $3::oid[] is null then n.nspname = any($2) else c.oid = any($3) end
order by 1 limit 1001`

const TABLE_CAP = 1000

type Asked = NonNullable<Params['role']>

/** Attributes, memberships and privileges of a role; a role that is not there has none of them. */
export async function readRole(asked: Asked, reader: Reader): Promise<PartSeen<NamedRole>> {
  const name = asked.name ?? reader.user
  const [row] = await reader.ask(ROLE, [name])
  if (row === undefined) return { value: { name, exists: false } }
  const wanted = asked.schemas ?? ['public']
  const schemas = await readSchemas(name, wanted, reader)
  const tables = asked.tables === undefined ? await allTables(name, wanted, reader) : await namedTables(name, asked.tables, reader)
  return {
    value: { ...attributes(name, row), schemas, ...(tables === undefined ? {} : { tables }) },
    ...(tables === undefined ? { unread: [tooMany] } : {}),
  }
}

const tooMany: Unread = {
  path: ['tables'],
  reason: 'insufficient',
  detail: `more than ${TABLE_CAP} tables in these schemas: name those to look at`,
}

function attributes(name: string, row: Row): NamedRole {
  const yes = (field: string) => row[field] === true
  return {
    name,
    exists: true,
    login: yes('login'),
    superuser: yes('superuser'),
    createDb: yes('create_db'),
    createRole: yes('create_role'),
    replication: yes('replication'),
    bypassRls: yes('bypass_rls'),
    connectionLimit: Number(row['connection_limit']),
    ...(row['valid_until'] === null ? {} : { validUntil: String(row['valid_until']) }),
    memberOf: row['member_of'] as string[],
    superuserThroughRoles: yes('superuser_above'),
    specialThroughRoles: yes('special_above'),
    database: { connect: yes('connect'), create: yes('create'), temporary: yes('temporary') },
    ownedTables: Number(row['owned']),
  }
}

async function readSchemas(role: string, wanted: readonly string[], reader: Reader): Promise<NonNullable<NamedRole['schemas']>> {
  const rows = await reader.ask(SCHEMAS, [role, wanted])
  return Object.fromEntries(
    wanted.map((name) => {
      const found = rows.find((row) => row['name'] === name)
      return [
        name,
        found === undefined ? { exists: false } : { exists: true, usage: found['usage'] === true, create: found['create'] === true },
      ]
    }),
  )
}

async function allTables(role: string, schemas: readonly string[], reader: Reader): Promise<NamedRole['tables']> {
  const rows = await reader.ask(TABLES, [role, schemas, null])
  return rows.length > TABLE_CAP ? undefined : Object.fromEntries(rows.map((row) => [String(row['name']), tableOf(row)]))
}

async function namedTables(role: string, names: readonly string[], reader: Reader): Promise<NonNullable<NamedRole['tables']>> {
  const found = new Map<string, number>()
  for (const name of names) {
    const relation = await findRelation(reader, name)
    if (relation !== undefined) found.set(name, relation.oid)
  }
  const rows = await reader.ask(TABLES, [role, null, [...found.values()]])
  return Object.fromEntries(
    names.map((name) => {
      const row = rows.find((one) => one['oid'] === found.get(name))
      return [name, row === undefined ? { exists: false } : tableOf(row)]
    }),
  )
}

function tableOf(row: Row) {
  const { select, insert, update, delete: del, truncate, owner } = row
  return {
    exists: true,
    ...(present({ select, insert, update, delete: del, truncate, owner }) as Record<
      'select' | 'insert' | 'update' | 'delete' | 'truncate' | 'owner',
      boolean
    >),
  }
}
