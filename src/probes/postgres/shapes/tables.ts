import * as z from 'zod'

const Column = z.object({
  type: z.string().describe('Type as SQL spells it: `timestamp with time zone`, `character varying(255)`'),
  nullable: z.boolean().describe('Whether it takes NULL'),
  default: z.string().optional().describe('Its default as an SQL expression; absent when it has none'),
})

const ForeignKey = z.object({
  name: z.string().describe('Name of the constraint'),
  columns: z.array(z.string()).describe('Columns of this table'),
  references: z.string().describe('The other table as `schema.table`'),
  referencedColumns: z.array(z.string()).describe('Columns of the other table'),
  validated: z.boolean().describe('Whether the rows that were there before it have been checked'),
  enforced: z.boolean().describe('Whether writes are checked: the triggers that do it are on'),
})

const Trigger = z.object({
  name: z.string().describe('Name of the trigger'),
  function: z.string().describe('What it calls, as `schema.function`'),
  enabled: z.boolean().describe('Whether it fires in ordinary sessions'),
})

const Index = z.object({
  name: z.string().describe('Name of the index'),
  method: z.string().describe('Access method: `btree`, `hash`, `gin`, `gist`, `brin` ...'),
  definition: z.string().describe('The CREATE INDEX statement that makes it again'),
  columns: z.array(z.string()).describe('Its keys in order: column names, or the expression'),
  unique: z.boolean().describe('Whether it is unique'),
  primary: z.boolean().describe('Whether it is of the primary key'),
  predicate: z.string().optional().describe('Condition of a partial index; absent when it covers all rows'),
  valid: z.boolean().describe('Whether queries may use it: false after CREATE INDEX CONCURRENTLY failed'),
  ready: z.boolean().describe('Whether writes keep it up to date'),
  scans: z.int().describe('Uses since the statistics were reset'),
  sizeBytes: z.int().describe('Size on disk, bytes; of all partitions'),
})

/** One table from the catalog, which shows it to every role. With `exists` false nothing else is there. */
export const Table = z.object({
  exists: z.boolean().describe('Whether there is such a table, view or materialized view'),
  schema: z.string().optional().describe('The schema it was found in'),
  kind: z.enum(['table', 'partitioned', 'view', 'materialized-view', 'foreign']).optional().describe('What it is'),
  owner: z.string().optional().describe('The role that owns it'),
  columns: z.record(z.string(), Column).optional().describe('Columns by name'),
  primaryKey: z.array(z.string()).optional().describe('Columns of the primary key; empty without one'),
  foreignKeys: z.array(ForeignKey).optional().describe('Foreign keys by name'),
  triggers: z.array(Trigger).optional().describe('Triggers of users, not those of constraints'),
  indexes: z.array(Index).optional().describe('Indexes by name'),
  rowEstimate: z.int().optional().describe('Rows as the planner estimates them; unread when the table has never been analysed'),
  sequentialScans: z
    .int()
    .optional()
    .describe('Scans of the whole table since the statistics were reset, of all partitions; unread for what keeps no statistics'),
  sizeBytes: z.int().optional().describe('Size on disk with indexes and long values, bytes; of all partitions'),
  lastAnalyze: z.string().optional().describe('When it was last analysed, ISO 8601 UTC; absent when never or before a crash'),
})
export type Table = z.infer<typeof Table>
