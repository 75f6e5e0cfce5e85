import { expect, it } from 'vitest'
import { preflightAnswer, simpleAnswer } from '../../src/probes/cors/answer.ts'
import { CORS_ROWS } from './cors-rows.ts'
import type { CorsRow } from './cors-rows.ts'

function judged({ request, answer, status = 200 }: CorsRow): Readonly<Record<string, unknown>> {
  const lines = answer.map(([name, value]) => ({ name, value }))
  const { origin, method, headers = [] } = request
  if (method === undefined || origin === undefined) return { ...simpleAnswer(status, lines, origin) }
  return { ...preflightAnswer(status, lines, origin, { method, headers }) }
}

it('holds at least 35 rows, each with its source, and no rule twice', () => {
  expect(CORS_ROWS.length).toBeGreaterThanOrEqual(35)
  expect(new Set(CORS_ROWS.map(({ rule }) => rule)).size).toBe(CORS_ROWS.length)
  expect(CORS_ROWS.filter(({ source }) => !/^(?:Fetch|MDN|HTML|RFC|OWASP)/.test(source))).toEqual([])
})

it.each(CORS_ROWS.map((row) => [row.rule, row.source, row] as const))('%s (%s)', (_, __, row) => {
  const found = judged(row)
  expect(Object.fromEntries(Object.keys(row.wanted).map((key) => [key, found[key]]))).toEqual(row.wanted)
})
