import { expect, it } from 'vitest'
import { explainingFacts } from './facts.ts'
import { item, report, section } from './fixtures/build.ts'
import { renderPretty } from './pretty/pretty.ts'

const FACTS = [
  { name: 'multi', text: 'looks.a.size() > 1', value: 'true' },
  { name: 'limit.exact', text: 'looks.b.exact', unknown: { reason: 'malformed', detail: 'looks.b.exact is not there' } },
  { name: 'exact', text: 'true', value: 'true' },
] as const
const finding = (role: 'expect' | 'when', text: string, result: 'true' | 'false' | 'unread') => ({ role, text, result, values: [] })
const given = (...items: readonly ReturnType<typeof item>[]) => ({ ...report([section('S', items)]), facts: FACTS })
const names = (...items: readonly ReturnType<typeof item>[]) => explainingFacts(given(...items)).map(({ name }) => name)

it('is what an item read that failed, is unknown or does not apply', () => {
  expect(names(item('a', 'A', { findings: [finding('expect', 'facts.multi', 'true')] }))).toEqual([])
  expect(names(item('a', 'A', { outcome: 'fail', findings: [finding('expect', '!facts.multi', 'false')] }))).toEqual(['multi'])
  expect(names(item('a', 'A', { outcome: 'not-applicable', findings: [finding('when', 'facts.multi', 'false')] }))).toEqual(['multi'])
  const child = item('a.b', 'B', { outcome: 'fail', findings: [finding('expect', 'facts.multiple || facts.multi', 'false')] })
  expect(names(item('a', 'A', { outcome: 'fail', children: [child] }))).toEqual(['multi'])
})

it('keeps a fact of a pack apart from one of the same name outside', () => {
  const unread = [finding('expect', 'facts.exact', 'unread')]
  const unknown = { outcome: 'unknown', unknown: { reason: 'malformed', detail: 'exact: no' }, findings: unread } as const
  expect(names(item('limit.announced', 'A', unknown))).toEqual(['limit.exact', 'exact'])
  expect(names(item('other', 'A', unknown))).toEqual(['exact'])
})

it('stands in the report for the terminal where it explains something, and with --verbose', () => {
  const style = { width: 80, color: 0 as const, unicode: true, verbose: false, quiet: false }
  const passing = given(item('a', 'A', { findings: [finding('expect', 'facts.multi', 'true')] }))
  expect(renderPretty(passing, style)).not.toContain('Facts')
  expect(renderPretty(passing, { ...style, verbose: true })).toMatch(/Facts\n.*multi = true\n.*limit\.exact = unknown, malformed: looks/)
})
