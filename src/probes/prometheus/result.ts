import * as z from 'zod'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { QueryResult, RangeQuery } from './schema.ts'

/** Seconds since 1970 and the value as text, which may be NaN or infinite. */
const Point = z.tuple([z.number(), z.string()])
const Labels = z.record(z.string(), z.string())
const Data = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: Labels, value: Point })) }),
  z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: Labels, values: z.array(Point).min(1) })) }),
  z.object({ resultType: z.literal('scalar'), result: Point }),
])
type Point = z.infer<typeof Point>
interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly points: readonly Point[]
}

export interface Read {
  readonly result: QueryResult
  readonly unread: readonly Unread[]
}

const SERIES_CAP = 10_000

/** The result of one query. What is no finite number, or not one series where a single value is wanted, is unread. */
export function readResult(name: string, data: unknown, now: Date, range: RangeQuery | undefined): Read {
  const all = seriesOf(data)
  if (all.length > SERIES_CAP)
    throw new LookError('malformed', `the query gave ${all.length} series, more than ${SERIES_CAP}: aggregate in the query`)
  const unread = (fields: readonly (string | number)[], detail: string): Unread => ({
    path: ['queries', name, ...fields],
    reason: 'insufficient',
    detail,
  })
  const parts: Unread[] = []
  const series = all.map(({ labels, points }, index) => {
    const [time, text] = points.at(-1) ?? [0, 'NaN']
    const at = { labels, time: iso(time), ageSeconds: Math.round(now.getTime() - time * 1000) / 1000 }
    if (finite(text)) return { ...at, value: Number(text) }
    parts.push(unread(['series', index, 'value'], `the value is ${nameOf(text)}`))
    return at
  })
  const base = { series, seriesCount: series.length }
  const [only] = all
  const fields = range === undefined ? ['value'] : ['value', 'points', 'min', 'max', 'first', 'last', 'increase']
  const expected = range === undefined ? {} : { expectedPoints: Math.floor(range.range / range.step) + 1 }
  if (only === undefined || all.length > 1) {
    const detail = only === undefined ? 'the query gave no series: no data is not zero' : `${all.length} series where one is expected`
    return { result: { ...base, ...expected }, unread: [...parts, ...fields.map((field) => unread([field], detail))] }
  }
  const odd = only.points.find(([, text]) => !finite(text))
  if (odd !== undefined)
    return {
      result: { ...base, ...expected },
      unread: [...parts, ...fields.map((field) => unread([field], `a value is ${nameOf(odd[1])}`))],
    }
  const values = only.points.map(([, text]) => Number(text))
  const value = values.at(-1) ?? 0
  if (range === undefined) return { result: { ...base, value }, unread: parts }
  const result: QueryResult = { ...base, value, ...expected, ...overTime(only.points, values) }
  const left = openFields(only.points, now, range)
  for (const { field } of left) delete result[field]
  return { result, unread: [...parts, ...left.map(({ field, detail }) => unread([field], detail))] }
}

/** What few points do not tell: a rise takes two, and one that is older than a step is not the last value of a series that goes on. */
function openFields(points: readonly Point[], now: Date, { step }: RangeQuery): { field: 'increase' | 'value' | 'last'; detail: string }[] {
  const age = now.getTime() - (points.at(-1)?.[0] ?? 0) * 1000
  const ended = `the last point is ${Math.round(age / 1000)} s old: the series ended before the range`
  return [
    ...(points.length < 2 ? [{ field: 'increase' as const, detail: 'one point alone tells no increase' }] : []),
    ...(age > step ? (['value', 'last'] as const).map((field) => ({ field, detail: ended })) : []),
  ]
}

function overTime(points: readonly Point[], values: readonly number[]): Partial<QueryResult> {
  let increase = 0
  for (const [index, value] of values.entries()) {
    const before = values[index - 1]
    if (before !== undefined) increase += value >= before ? value - before : value
  }
  return {
    points: points.map(([time], index) => ({ time: iso(time), value: values[index] ?? 0 })),
    min: Math.min(...values),
    max: Math.max(...values),
    first: values[0] ?? 0,
    last: values.at(-1) ?? 0,
    increase,
  }
}

function seriesOf(data: unknown): readonly Series[] {
  const parsed = Data.safeParse(data)
  if (!parsed.success) throw new LookError('malformed', 'the answer of Prometheus holds no vector, matrix or scalar')
  if (parsed.data.resultType === 'scalar') return [{ labels: {}, points: [parsed.data.result] }]
  if (parsed.data.resultType === 'vector') return parsed.data.result.map(({ metric, value }) => ({ labels: metric, points: [value] }))
  return parsed.data.result.map(({ metric, values }) => ({ labels: metric, points: values }))
}

function iso(seconds: number): string {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) throw new LookError('malformed', 'a time in the answer of Prometheus is none')
  return date.toISOString()
}

const finite = (text: string): boolean => /^[+-]?\d/.test(text) && Number.isFinite(Number(text))
const nameOf = (text: string): string => (/^(NaN|[+-]?Inf)$/.test(text) ? text : 'no number')
