import type { Unread } from '../../../core/unread.ts'
import type { PartSeen, Reader } from '../reader.ts'
import type { SettingSource } from '../shapes/server.ts'

const VALUES = 'select lower(name) as name, current_setting(name) as value, source from pg_catalog.pg_settings where lower(name) = any($1)'

// Only the settings asked for: some applications keep secrets in settings of their own.
const OVERRIDES = `
select lower(split_part(c.entry, '=', 1)) as name, substr(c.entry, strpos(c.entry, '=') + 1) as value, r.rolname as role, d.datname as database
from pg_catalog.pg_db_role_setting s cross join unnest(s.setconfig) c(entry)
  left join pg_catalog.pg_roles r on r.oid = s.setrole left join pg_catalog.pg_database d on d.oid = s.setdatabase
where lower(split_part(c.entry, '=', 1)) = any($1) order by 1, 3 nulls first, 4 nulls first`

/** Where settings come from, and which roles and databases have a value of their own: the sessions of an application may see another one than we. */
export async function readSettingSources(names: readonly string[], reader: Reader): Promise<PartSeen<Record<string, SettingSource>>> {
  const wanted = names.map((name) => name.toLowerCase())
  const values = await reader.ask(VALUES, [wanted])
  const overrides = await reader.ask(OVERRIDES, [wanted])
  const unread: Unread[] = []
  const found = names.map((name): [string, SettingSource] => {
    const row = values.find((one) => one['name'] === name.toLowerCase())
    if (row === undefined)
      unread.push(
        ...['value', 'source'].map((field): Unread => ({
          path: [name, field],
          reason: 'unauthorized',
          detail: `there is no setting ${name}, or this role may not read it`,
        })),
      )
    const own = overrides
      .filter((one) => one['name'] === name.toLowerCase())
      .map(({ value, role, database }) => ({
        value: String(value),
        ...(role === null ? {} : { role: String(role) }),
        ...(database === null ? {} : { database: String(database) }),
      }))
    return [name, { ...(row === undefined ? {} : { value: String(row['value']), source: String(row['source']) }), overrides: own }]
  })
  return { value: Object.fromEntries(found), unread }
}
