import { formatDuration } from '../../core/duration.ts'
import { quoted } from '../../core/shell-word.ts'
import type { Description, Where } from '../contract.ts'
import { caOf, shellLine } from '../shell.ts'
import type { Params } from './schema.ts'

/** The queries in words, and the first one, or the rules, as a curl line. */
export function describe({ queries = {}, rules }: Params, where: Where): Description {
  const { target, address, headers = [], caFile } = where
  const texts = Object.values(queries).map((query) =>
    typeof query === 'string' ? query : `${query.query} over ${formatDuration(query.range)}`,
  )
  const [first] = Object.values(queries).map((query) => (typeof query === 'string' ? query : query.query))
  const line = shellLine(where)
  const base = typeof address === 'string' ? address.replace(/\/+$/, '') : line.text(address ?? line.need('PROMETHEUS_URL'))
  const call = first === undefined ? ['rules?type=alert'] : ['query', '--data-urlencode', quoted(`query=${first}`)]
  const [path, ...data] = call
  const sent = headers.flatMap(([name, value]) => ['-H', line.word(line.text(name, ': ', value))])
  return {
    summary: `${target ?? 'prometheus'}: ${[...texts, ...(rules === true ? ['alerting rules'] : [])].join('; ')}`,
    repeat: line.whole(['curl', '-sS', '-G', ...caOf(caFile, base), ...sent, line.word(`${base}/api/v1/${path}`), ...data].join(' ')),
  }
}
