import type { Environment } from '@marcbachmann/cel-js'
import { evaluationError } from '../ast.ts'

/** `percentile(list, p)`: the smallest value that at least p percent of the list do not exceed (nearest rank), p in 0..100. */
export function registerPercentile(environment: Environment): void {
  for (const item of ['int', 'double']) {
    for (const share of ['int', 'double']) {
      environment.registerFunction(`percentile(list<${item}>, ${share}): double`, percentile, { async: false })
    }
  }
}

function percentile(list: readonly unknown[], percent: number | bigint): number {
  const share = Number(percent)
  if (!(share >= 0 && share <= 100)) throw evaluationError('invalid_percentile', `percentile() takes 0 to 100, not ${share}`)
  if (list.length === 0) throw evaluationError('no_such_key', 'percentile() of an empty list')
  if (list.some((value) => typeof value !== 'number' && typeof value !== 'bigint')) {
    throw evaluationError('invalid_list_element_type', 'percentile() takes numbers only')
  }
  const sorted = list.map(Number).toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN
}
