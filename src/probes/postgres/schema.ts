import * as z from 'zod'
import { secretText } from '../fields.ts'
import { ASKED, Name, SqlValue } from './shapes/asked.ts'
import { Backends } from './shapes/backends.ts'
import { Explained } from './shapes/explain.ts'
import { Passwords } from './shapes/passwords.ts'
import { NamedRole } from './shapes/roles.ts'
import { Migrations, Pool, Replication, SettingSource, Slow } from './shapes/server.ts'
import { Table } from './shapes/tables.ts'

export const Target = z.strictObject({
  url: secretText().describe('postgres:// address with user, password and database; its query part is not used'),
  tls: z
    .enum(['required', 'off'])
    .optional()
    .describe('`required`: TLS with a verified certificate; `off`: plain text. Default: required, but off on the loopback interface'),
})
export type Target = z.infer<typeof Target>

const Sql = z.string().min(1).max(20_000).describe('One statement that reads (SELECT, VALUES, TABLE, WITH)')
const Query = z.union([
  Sql,
  z.strictObject({ sql: Sql, params: z.array(SqlValue).max(50).optional().describe('Values of $1, $2 ...; never pasted into the text') }),
])

export const Params = z.strictObject({
  queries: z.record(Name, Query).optional().describe('Statements by name; each runs alone in a read-only transaction through a cursor'),
  settings: z
    .array(z.string().regex(/^[a-z_][a-z0-9_.]*$/))
    .max(100)
    .optional()
    .describe('Names of settings to read beside the usual ones'),
  ...ASKED,
})
export type Params = z.infer<typeof Params>

const Role = z.object({
  name: z.string().describe('Name of the role that the address logs in as, whatever role its sessions take on'),
  superuser: z.boolean().describe('Whether it is a superuser'),
  createRole: z.boolean().describe('Whether it may create roles'),
  createDb: z.boolean().describe('Whether it may create databases'),
  bypassRls: z.boolean().describe('Whether row-level security does not hold for it'),
  replication: z.boolean().describe('Whether it may start replication'),
})

const Tls = z.object({
  used: z.boolean().describe('Whether this connection is encrypted at our end and at that of the server'),
  version: z.string().optional().describe('For example TLSv1.3; absent without TLS'),
  cipher: z.string().optional().describe('Cipher suite; absent without TLS'),
  bits: z.int().optional().describe('Key length of the cipher, bits; absent without TLS'),
})

const Result = z.object({
  columns: z.array(z.string()).describe('Column names in order'),
  rows: z
    .array(z.record(z.string(), z.unknown()))
    .optional()
    .describe('Rows by column name; whole numbers up to 2^53 are numbers, other numeric and int8 values text; unread above 1,000 rows'),
  rowCount: z.int().optional().describe('Number of rows; unread above 1,000 rows'),
  value: z.unknown().optional().describe('First column of the only row; unread for no row, several rows or NULL'),
  truncated: z.boolean().describe('Whether there were more than 1,000 rows'),
})

/** Fields of the observation that are there only when their parameter asks for them. */
const PARTS = {
  backends: Backends.optional().describe(
    'Connections of the application; unread when those of other roles are hidden (grant pg_read_all_stats)',
  ),
  namedRole: NamedRole.optional().describe('The role of the parameter `role`; absent when it was not asked for'),
  passwords: Passwords.optional().describe('What came of the logins; absent when none was asked for'),
  tables: z.record(z.string(), Table).optional().describe('Tables by the name they were asked for'),
  explain: z.record(z.string(), Explained).optional().describe('Plans by name; a statement without a plan is unread'),
  migrations: Migrations.optional().describe('State of the migrations; absent when not asked for'),
  pool: Pool.optional().describe('Room for connections; absent when not asked for'),
  settingSources: z.record(z.string(), SettingSource).optional().describe('Origins of settings by name'),
  slow: Slow.optional().describe('Slow statements; unread without pg_stat_statements'),
  replication: Replication.optional().describe('Standbys; unread when their state is hidden (grant pg_read_all_stats)'),
}

export const Observation = z.object({
  version: z.string().describe('Version of the server, for example 15.18'),
  versionNumber: z.int().describe('The same as a number, for example 150018'),
  database: z.string().describe('Name of the database'),
  role: Role.describe('The role and what it may do'),
  authentication: z.enum(['scram-sha-256', 'none']).describe('How the server asked for the password; `none` when it let us in without'),
  tls: Tls.describe('Encryption of this connection as the server sees it'),
  inRecovery: z.boolean().describe('Whether this is a standby'),
  connections: z
    .object({ used: z.int().describe('Open connections to all databases'), max: z.int().describe('Setting max_connections') })
    .describe('How full the server is'),
  settings: z.record(z.string(), z.string()).describe('Settings by name, with unit as SHOW gives them; the usual ones and those asked for'),
  queries: z
    .record(z.string(), Result)
    .optional()
    .describe('Results by name; absent when nothing was asked; a query that failed is unread'),
  ...PARTS,
})
export type Observation = z.infer<typeof Observation>
export type QueryResult = z.infer<typeof Result>
