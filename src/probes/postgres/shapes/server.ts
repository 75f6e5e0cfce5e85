import * as z from 'zod'
import { findings } from '../../fields.ts'

/** What a migration tool has written down. With `exists` false nothing else is there. */
export const Migrations = z.object({
  tool: z.enum(['alembic', 'django', 'prisma', 'knex', 'flyway']).describe('The tool'),
  exists: z.boolean().describe('Whether its table is there, in any schema; where several have one, `table` must name it'),
  current: z
    .array(z.string())
    .optional()
    .describe('Where the database stands: the heads (alembic), the last of each app as `app.name` (django), else the last one applied'),
  applied: z.array(z.string()).optional().describe('Migrations that were applied, in order, the last 1,000; for alembic the heads'),
  count: z.int().optional().describe('Number of migrations applied; for alembic the number of heads'),
  failed: findings(z.string())
    .optional()
    .describe('Migrations that failed or have not ended; none is ever written down by alembic, django and knex'),
})
export type Migrations = z.infer<typeof Migrations>

export const Pool = z.object({
  maxConnections: z.int().describe('Setting max_connections'),
  reserved: z.int().describe('Of these only for superusers and roles with pg_use_reserved_connections'),
  databaseLimit: z.int().describe('Connections that the database of the address may have; -1: no limit of its own'),
  used: z.int().describe('Client connections; those of looks are left out'),
  available: z.int().describe('What is left to ordinary roles: maximum less reserved less used, never below zero'),
  usedByUser: z.record(z.string(), z.int()).describe('Client connections by role'),
})
export type Pool = z.infer<typeof Pool>

const Override = z.object({
  role: z.string().optional().describe('The role that it is set for; absent: all'),
  database: z.string().optional().describe('The database that it is set for; absent: all'),
  value: z.string().describe('The value there'),
})

export const SettingSource = z.object({
  value: z
    .string()
    .optional()
    .describe('Value in the session of this look, with unit as SHOW gives it; unread when the role may not read it'),
  source: z
    .string()
    .optional()
    .describe(
      'Where that came from: `default`, `configuration file`, `database`, `user`, `client` ...; unread when the role may not read it',
    ),
  overrides: findings(Override).describe('Values of their own for roles and databases (ALTER ROLE ... SET, ALTER DATABASE ... SET)'),
})
export type SettingSource = z.infer<typeof SettingSource>

const Statement = z.object({
  queryId: z.string().optional().describe('Its number in pg_stat_statements; absent when the role may not see it'),
  meanMs: z.number().describe('Mean time of execution, milliseconds'),
  maxMs: z.number().describe('Longest time of execution, milliseconds'),
  calls: z.int().describe('Times it was executed'),
  query: z
    .string()
    .optional()
    .describe(
      'Its text without values, at most 500 characters; of a statement that keeps its values only the first word; absent when the role may not see it',
    ),
})

export const Slow = z.object({
  overMs: z.number().describe('The threshold, milliseconds'),
  totalCalls: z.int().describe('Executions of all statements that were counted: with none, no slow one says nothing'),
  statsReset: z.string().optional().describe('Since when it counts, ISO 8601 UTC; absent before version 14'),
  statements: findings(Statement).optional().describe('The 50 slowest above the threshold; unread when nothing is counted'),
})
export type Slow = z.infer<typeof Slow>

export const Replication = z.object({
  inRecovery: z.boolean().describe('Whether this server is a standby itself'),
  walLevel: z.string().describe('Setting wal_level'),
  standbys: z.int().describe('Receivers that are connected'),
  streaming: z.int().describe('Those that keep up'),
  synchronous: z.int().describe('Those that a commit waits for'),
  maxLagBytes: z
    .int()
    .optional()
    .describe('How far the last of them is behind in replaying, bytes; absent without standbys; unread when one does not tell'),
  maxLagMs: z
    .number()
    .optional()
    .describe('How far the last of them is behind in time, milliseconds; absent without standbys; unread when one does not tell'),
})
export type Replication = z.infer<typeof Replication>
