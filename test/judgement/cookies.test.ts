import { expect, it } from 'vitest'
import { cookieOf } from '../../src/probes/cookies/cookie.ts'
import { COOKIES_ROWS } from './cookies-rows.ts'

const NOW = new Date('2026-01-01T00:00:00Z')

it('holds at least 40 rows, each with its source, and no rule twice', () => {
  expect(COOKIES_ROWS.length).toBeGreaterThanOrEqual(40)
  expect(new Set(COOKIES_ROWS.map(({ rule }) => rule)).size).toBe(COOKIES_ROWS.length)
  expect(COOKIES_ROWS.filter(({ source }) => !/^(?:RFC|MDN|OWASP)/.test(source))).toEqual([])
})

it.each(COOKIES_ROWS.map((row) => [row.rule, row.source, row] as const))(
  '%s (%s)',
  (_, __, { line, url = 'https://app.example.com/auth/login', wanted }) => {
    expect(cookieOf(line, new URL(url), NOW)).toMatchObject(wanted)
  },
)
