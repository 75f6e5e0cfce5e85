import * as z from 'zod'
import { findings } from '../../fields.ts'

const Node = z.object({
  type: z.string().describe('What it does: `Seq Scan`, `Index Scan`, `Hash Join`'),
  relation: z.string().optional().describe('The table it reads; absent when it reads other nodes'),
  index: z.string().optional().describe('The index it uses; absent without one'),
  rows: z.int().describe('Rows that the planner expects of it'),
})

/** The plan of a statement that was not executed. */
export const Explained = z.object({
  generic: z
    .boolean()
    .describe('Whether it is the plan of a prepared statement for any values; false: for the given ones, or there are none to give'),
  rowEstimate: z
    .int()
    .optional()
    .describe('Rows of `table` as the planner estimates them; absent without `table`, unread when it was never analysed'),
  nodes: z.array(Node).optional().describe('All nodes of the plan, the outermost first'),
  usesIndex: z.array(z.string()).optional().describe('Names of the indexes that it uses'),
  seqScans: findings(z.string()).optional().describe('Tables that it reads from end to end, or an index of theirs'),
  totalCost: z.number().optional().describe('Cost as the planner counts it; only to compare plans of one server'),
})
export type Explained = z.infer<typeof Explained>
