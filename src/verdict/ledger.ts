import { OUTCOMES, SETTLED_BY, type Outcome, type SettledBy } from '../core/outcome.ts'
import type { ItemResult, Ledger, LookResult } from '../core/report.ts'

/** The result of an item; its id is unique within its checklist only. */
interface Accounted {
  readonly checklist: string
  readonly item: Pick<ItemResult, 'id' | 'outcome' | 'settledBy'>
}

/** As much of a look as tells whether it was made. */
type Made = Pick<LookResult, 'attempts' | 'probe'>

/**
 * Accounts for everything planned (design 3.3), named as `checklist item`. Throws when a planned item has no result or a
 * result was not planned: that is an internal fault and must never become a verdict.
 */
export function account(planned: readonly string[], results: readonly Accounted[], looks: readonly Made[]): Ledger {
  const seen = new Set(results.map(({ checklist, item }) => `${checklist} ${item.id}`))
  const lost = planned.filter((name) => !seen.has(name))
  if (lost.length > 0 || results.length !== planned.length || seen.size !== results.length) {
    throw new Error(
      `the ledger does not add up: ${planned.length} planned, ${results.length} results${lost.length > 0 ? `, lost: ${lost.join(', ')}` : ''}`,
    )
  }
  return {
    planned: planned.length,
    outcomes: count<Outcome>(
      OUTCOMES,
      results.map(({ item }) => item.outcome),
    ),
    settledBy: count<SettledBy>(
      SETTLED_BY,
      results.map(({ item }) => item.settledBy),
    ),
    looks: looks.filter(({ attempts, probe }) => attempts > 0 || probe === 'steps').length,
  }
}

function count<T extends string>(names: readonly T[], values: readonly T[]): Record<T, number> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>
  for (const value of values) counts[value] += 1
  return counts
}
