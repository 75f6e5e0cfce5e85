import { expect, it } from 'vitest'
import { pageOf } from '../../src/probes/headers/page.ts'
import { CSP_ROWS } from './headers-csp-rows.ts'
import type { HeadersRow } from './headers-row.ts'
import { HEADERS_ROWS } from './headers-rows.ts'

const ROWS = [...HEADERS_ROWS, ...CSP_ROWS]

function judged({ lines, url = 'https://app.example.com/' }: HeadersRow) {
  const headerLines = lines.map((line) => ({ name: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(':') + 1) }))
  return pageOf('page', { url, status: 200, headerLines })
}

it('holds at least 60 rows, each with its source, and no rule twice', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(60)
  expect(new Set(ROWS.map(({ rule }) => rule)).size).toBe(ROWS.length)
  expect(ROWS.filter(({ source }) => !/^(?:CSP3|Fetch|HTML|MDN|OWASP|Permissions|Referrer|RFC|Secure|hstspreload)/.test(source))).toEqual(
    [],
  )
})

it.each(ROWS.map((row) => [row.rule, row.source, row] as const))('%s (%s)', (_, __, row) => {
  expect(judged(row)).toMatchObject(row.wanted)
})
