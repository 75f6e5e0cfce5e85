import { expect, it } from 'vitest'
import { cspOf } from './csp.ts'

const found = (...policies: string[]) => cspOf(policies.map((value) => ({ name: 'Content-Security-Policy', value }))).value

const STRICT = "default-src 'none'; script-src 'nonce-cmFuZG9tMTIz' 'strict-dynamic'; base-uri 'none'"

it('finds known bypasses behind hosts that look harmless', () => {
  expect(found("script-src 'self' https://www.google.com; object-src 'none'").findings).toContainEqual({
    severity: 'high',
    directive: 'script-src',
    description: expect.stringContaining('JSONP') as string,
  })
})

it('finds nothing grave in a strict policy', () => {
  expect(found(STRICT).findings.filter(({ severity }) => severity === 'high' || severity === 'medium')).toEqual([])
})

it('counts a missing directive where every policy lacks it alone', () => {
  const missing = (...policies: string[]) =>
    found(...policies)
      .findings.filter(({ description }) => /missing/i.test(description))
      .map(({ directive }) => directive)
  expect(missing("frame-ancestors 'none'")).toEqual(['object-src', 'script-src'])
  expect(missing(STRICT, "frame-ancestors 'none'")).toEqual([])
  expect(missing("script-src 'self'", "frame-ancestors 'none'")).toEqual(['object-src'])
})

it('tells a weakness once, however many policies have it', () => {
  const twice = found("script-src 'unsafe-inline'", "script-src 'unsafe-inline'").findings.map(({ description }) => description)
  expect(new Set(twice).size).toBe(twice.length)
  expect(twice.some((each) => each.includes('unsafe-inline'))).toBe(true)
})

it.each(['https://[', 'a..b:*', 'https://%', '*:*', '//', "'", '\u0001', 'http://a:99999', '*.*.*'])('survives the source %s', (source) => {
  expect(found(`script-src ${source}; object-src ${source}`)).toMatchObject({ present: true, allowsInlineScript: false })
})
