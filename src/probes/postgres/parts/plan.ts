import * as z from 'zod'
import { LookError } from '../../../core/look-error.ts'
import type { Row } from '../reader.ts'
import type { Explained } from '../shapes/explain.ts'

// EXPLAIN (FORMAT JSON): a list of { Plan } with nodes below `Plans`.
const Raw = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
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
  const names = (of: (node: Raw) => string | undefined) => [...new Set(all.flatMap((node) => of(node) ?? []))]
  return {
    nodes: all.map((node) => ({
      type: node['Node Type'],
      rows: Math.round(node['Plan Rows']),
      ...(node['Relation Name'] === undefined ? {} : { relation: node['Relation Name'] }),
      ...(node['Index Name'] === undefined ? {} : { index: node['Index Name'] }),
    })),
    usesIndex: names((node) => node['Index Name']),
    seqScans: names((node) => (node['Node Type'] === 'Seq Scan' ? node['Relation Name'] : undefined)),
    totalCost: answer.data.reduce((sum, { Plan }) => sum + Plan['Total Cost'], 0),
  }
}

const flat = (node: Raw): Raw[] => [node, ...(node.Plans ?? []).flatMap(flat)]
