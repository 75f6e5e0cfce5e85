import * as z from 'zod'

const DatabasePrivileges = z.object({
  connect: z.boolean().describe('CONNECT'),
  create: z.boolean().describe('CREATE: may make schemas'),
  temporary: z.boolean().describe('TEMPORARY: may make temporary tables'),
})

const SchemaPrivileges = z.object({
  exists: z.boolean().describe('Whether there is such a schema'),
  usage: z.boolean().optional().describe('USAGE; absent when there is no such schema'),
  create: z.boolean().optional().describe('CREATE: may make tables; absent when there is no such schema'),
})

const TablePrivileges = z.object({
  exists: z.boolean().describe('Whether there is such a table'),
  select: z.boolean().optional().describe('SELECT on the whole table; absent, as are the others, when there is no such table'),
  insert: z.boolean().optional().describe('INSERT on the whole table'),
  update: z.boolean().optional().describe('UPDATE on the whole table'),
  delete: z.boolean().optional().describe('DELETE'),
  truncate: z.boolean().optional().describe('TRUNCATE'),
  owner: z.boolean().optional().describe('Whether the role is the owner, itself or as a member'),
})

/** One role: what it is, and what it may do in this database. With `exists` false nothing else is there. */
export const NamedRole = z.object({
  name: z.string().describe('Name of the role'),
  exists: z.boolean().describe('Whether there is such a role'),
  login: z.boolean().optional().describe('Whether it may log in'),
  superuser: z.boolean().optional().describe('Whether it is a superuser'),
  createDb: z.boolean().optional().describe('Whether it may create databases'),
  createRole: z.boolean().optional().describe('Whether it may create roles'),
  replication: z.boolean().optional().describe('Whether it may start replication'),
  bypassRls: z.boolean().optional().describe('Whether row-level security does not hold for it'),
  validUntil: z.string().optional().describe('Until when its password is valid, ISO 8601 UTC or `infinity`; absent without a limit'),
  connectionLimit: z.int().optional().describe('Connections that it may have; -1: no limit of its own'),
  memberOf: z.array(z.string()).optional().describe('Roles that it is a member of, directly or through others, by name'),
  superuserThroughRoles: z.boolean().optional().describe('Whether one of these is a superuser'),
  specialThroughRoles: z
    .boolean()
    .optional()
    .describe('Whether one of these may create databases or roles, replicate, or pass row-level security: SET ROLE gives it that too'),
  database: DatabasePrivileges.optional().describe('Privileges on the database of the address, with those of PUBLIC and of memberships'),
  schemas: z.record(z.string(), SchemaPrivileges).optional().describe('Privileges on schemas by name'),
  tables: z
    .record(z.string(), TablePrivileges)
    .optional()
    .describe(
      'Privileges on tables by name, also those that it has by SET ROLE only; without `tables` all of the schemas as `schema.table`; unread above 1,000',
    ),
  ownedTables: z
    .int()
    .optional()
    .describe('Number of tables in the database whose owner the role is, itself or as a member; all of them for a superuser'),
})
export type NamedRole = z.infer<typeof NamedRole>
