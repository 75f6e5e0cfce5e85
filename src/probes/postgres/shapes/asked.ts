import * as z from 'zod'
import { secretText } from '../../fields.ts'

const RoleName = z.string().min(1).max(63)
const Relation = z.string().min(1).max(130)
/** A word that names one of several answers; expressions read it as a field. */
export const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'wants a name of letters, digits and _')
const Setting = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.]*$/)

/** A value of $1, $2 ...; it travels beside the text. */
export const SqlValue = z.union([secretText(), z.number(), z.boolean(), z.null()])

/** What the parts of a look are asked; a part that is not asked for sends nothing. */
export const ASKED = {
  backends: z
    .strictObject({
      application: z.string().max(63).optional().describe('Only connections with this application_name'),
      user: RoleName.optional().describe('Only connections of this role'),
      database: z.string().min(1).max(63).optional().describe('Only connections to this database; default: the one of the address'),
    })
    .optional()
    .describe('Counts the connections of the application, which of them are encrypted and what they do'),
  role: z
    .strictObject({
      name: RoleName.optional().describe('The role; default: the one of the address'),
      schemas: z.array(z.string().min(1).max(63)).max(50).optional().describe('Schemas to tell the privileges in; default: public'),
      tables: z
        .array(Relation)
        .max(100)
        .optional()
        .describe('Tables to tell the privileges on, `table` or `schema.table` as the catalog spells them; default: all of these schemas'),
    })
    .optional()
    .describe('Attributes, memberships and privileges of a role'),
  passwords: z
    .strictObject({
      user: RoleName.describe('The role whose password is tried'),
      tries: z
        .array(secretText())
        .min(1)
        .max(5)
        .optional()
        .describe('Passwords that must be refused; default: postgres, password, admin, changeme and the name of the role'),
    })
    .optional()
    .describe('Tries to log in with a random password and with these; such a look must say its effect'),
  tables: z.array(Relation).min(1).max(50).optional().describe('Tables to describe, `table` or `schema.table` as the catalog spells them'),
  explain: z
    .record(
      Name,
      z
        .strictObject({
          sql: z.string().min(1).max(20_000).describe('One SELECT, INSERT, UPDATE, DELETE or MERGE; it is planned, never executed'),
          params: z
            .array(SqlValue)
            .max(50)
            .optional()
            .describe('Values of $1, $2 ...: the plan is made for them; without: the generic plan of a prepared statement'),
          table: Relation.optional().describe('The table whose size makes the plan worth reading'),
          minRows: z
            .int()
            .min(1)
            .optional()
            .describe('Estimated rows of `table` below which the plan is unread: a small table is scanned whatever the index'),
        })
        .refine((one) => one.minRows === undefined || one.table !== undefined, 'wants `table` beside `minRows`'),
    )
    .optional()
    .describe('Statements by name to ask the planner about'),
  migrations: z
    .strictObject({
      tool: z.enum(['alembic', 'django', 'prisma', 'knex', 'flyway']).describe('The tool that keeps the table of migrations'),
      table: Relation.optional().describe('Its table when it is not called as usual'),
    })
    .optional()
    .describe('What the table of a migration tool says'),
  pool: z.boolean().optional().describe('`true`: connections that the server allows, reserves and has, by role'),
  settingSources: z
    .array(Setting)
    .min(1)
    .max(50)
    .optional()
    .describe('Settings to tell the origin of, and which roles and databases have their own value'),
  slow: z
    .strictObject({
      overMs: z.number().positive().describe('Statements above this are listed, milliseconds'),
      by: z.enum(['mean', 'max']).default('mean').describe('Which time of a statement is compared'),
      user: RoleName.optional().describe('Only statements of this role'),
    })
    .optional()
    .describe('Slow statements of this database from pg_stat_statements'),
  replication: z.boolean().optional().describe('`true`: standbys and how far they are behind'),
}
