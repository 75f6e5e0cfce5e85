import { expect, it } from 'vitest'
import type { Counted, Rule } from './gate.ts'
import { uncounted } from './uncounted.ts'

const rule = (more: Partial<Rule>): Rule => ({
  checklist: 'c',
  severity: 'critical',
  atLeast: 100,
  reportOnly: false,
  emptyOk: false,
  speaks: ['staging'],
  refs: [],
  ...more,
})
const item = (id: string, more: Partial<Counted> = {}) => ({
  id,
  checklist: 'c',
  severity: 'medium' as const,
  phase: 'staging',
  outcome: 'fail' as const,
  ...more,
})

it('names what failed or is unknown and no rule counts, the heaviest first', () => {
  const items = [item('a'), item('b', { outcome: 'unknown' }), item('c', { outcome: 'pass' }), item('d'), item('e', { severity: 'high' })]
  expect(uncounted([rule({})], items)).toEqual([
    '1 high item that failed is counted by no rule: e',
    '2 medium items that failed are counted by no rule: a, d',
    '1 medium item that is unknown is counted by no rule: b',
  ])
})

it('says nothing of items that a rule counts or reports', () => {
  expect(uncounted([rule({ severity: 'medium', reportOnly: true })], [item('a')])).toEqual([])
})

it('a rule for another phase or checklist counts none of these', () => {
  const rules = [rule({ severity: 'medium', phases: ['day1'] }), rule({ severity: 'medium', checklist: 'other' })]
  expect(uncounted(rules, [item('a')])).toEqual(['1 medium item that failed is counted by no rule: a'])
})
