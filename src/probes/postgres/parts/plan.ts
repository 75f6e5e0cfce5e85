import * as z from 'zod'
import { LookError } from '../../../core/look-error.ts'
import type { Row } from '../reader.ts'
import type { Explained } from '../shapes/explain.ts'

// EXPLAIN (FORMAT JSON): a list of { Plan } with nodes below `Plans`.
const Raw = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Index Cond': z.string().optional(),
  'Order By': z.string().optional(),
  Filter: z.string().optional(),
  'Plan Rows': z.number(),
  'Total Cost': z.number(),
  get Plans() {
    return z.array(Raw).optional()
  },
})
type Raw = z.infer<typeof Raw>
const Answer = z.array(z.object({ Plan: Raw }))

/** The nodes of all plans of an answer. Throws LookError when it holds none (a utility statement has no plan). */
export function planOf(rows: readonly Row[]): Required<Pick<Explained, 'nodes' | 'usesIndex' | 'seqScans' | 'totalCost'>> {
  const answer = Answer.safeParse(rows[0]?.['QUERY PLAN'])
  if (!answer.success || answer.data.length === 0)
    throw new LookError('malformed', 'the server gave no plan: explain takes SELECT, INSERT, UPDATE, DELETE and MERGE')
  const all = answer.data.flatMap(({ Plan }) => flat(Plan))
  const names = (found: readonly (string | undefined)[]) => [...new Set(found.flatMap((name) => name ?? []))]
  return {
    nodes: all.map((node) => ({
      type: node['Node Type'],
      rows: Math.round(node['Plan Rows']),
      ...(node['Relation Name'] === undefined ? {} : { relation: node['Relation Name'] }),
      ...(node['Index Name'] === undefined ? {} : { index: node['Index Name'] }),
    })),
    usesIndex: names(all.map((node) => node['Index Name'])),
    seqScans: names(answer.data.flatMap(({ Plan }) => readWhole(Plan))),
    totalCost: answer.data.reduce((sum, { Plan }) => sum + Plan['Total Cost'], 0),
  }
}

const flat = (node: Raw): Raw[] => [node, ...(node.Plans ?? []).flatMap(flat)]

// What these pass on stops when a LIMIT above them has its rows.
const PASSING = new Set(['LockRows', 'Result', 'Subquery Scan', 'Append', 'Merge Append'])

/** Tables that are read from end to end, and those of which an index is: without a condition each of its entries is read. */
function readWhole(node: Raw, above: { readonly table?: string | undefined; readonly limited?: boolean } = {}): (string | undefined)[] {
  const type = node['Node Type']
  const table = node['Relation Name'] ?? above.table
  // The first rows in the order of the index are few, unless a filter drops most of them; the nearest ones have an order of their own.
  const few = above.limited === true && (node.Filter === undefined || node['Order By'] !== undefined)
  const byIndex = /^(?:Bitmap )?Index (?:Only )?Scan/.test(type) && node['Index Cond'] === undefined && !few
  const limited = type === 'Limit' || (above.limited === true && PASSING.has(type))
  return [...(type === 'Seq Scan' || byIndex ? [table] : []), ...(node.Plans ?? []).flatMap((part) => readWhole(part, { table, limited }))]
}
