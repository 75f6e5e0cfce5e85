import { expect, it } from 'vitest'
import type { Outcome } from '../core/outcome.ts'
import { judgeGate, judgePhase, type Counted, type Rule } from './gate.ts'

const rule = (more: Partial<Rule> = {}): Rule => ({
  checklist: 'c',
  severity: 'high',
  atLeast: 80,
  reportOnly: false,
  emptyOk: false,
  speaks: ['staging'],
  refs: [],
  ...more,
})
const outcomes = (counts: Partial<Record<Outcome, number>>): { outcome: Outcome }[] =>
  Object.entries(counts).flatMap(([outcome, count]) => Array.from({ length: count }, () => ({ outcome: outcome as Outcome })))
const stateOf = (counts: Partial<Record<Outcome, number>>, more?: Partial<Rule>) => judgeGate(rule(more), outcomes(counts)).state

it.each([
  ['12 of 15 are 80 %', { pass: 12, fail: 3 }, {}, 'met'],
  ['799 of 1000 are 79.9 %, which no rounding makes 80', { pass: 799, fail: 201 }, {}, 'failed'],
  ['4 of 6 are no 67 %', { pass: 4, fail: 2 }, { atLeast: 67 }, 'failed'],
  ['2 of 3 are 66 %', { pass: 2, fail: 1 }, { atLeast: 66 }, 'met'],
  ['a waived item counts as met', { pass: 11, waived: 1, fail: 3 }, {}, 'met'],
  ['items that do not apply are not counted', { pass: 4, fail: 1, 'not-applicable': 95 }, {}, 'met'],
  ['unknown items keep a gate open while they could still meet it', { pass: 11, unknown: 1, fail: 3 }, {}, 'open'],
  ['unknown items that cannot save a gate leave it failed', { pass: 11, unknown: 0, fail: 4 }, {}, 'failed'],
  ['a gate of unknown items alone is open', { unknown: 5 }, { atLeast: 100 }, 'open'],
  ['a met gate stays met whatever the unknown ones turn out', { pass: 8, unknown: 2 }, {}, 'met'],
  ['no applicable item is empty, not met', { 'not-applicable': 3 }, {}, 'empty'],
  ['no item at all is empty, not met', {}, { atLeast: 0 }, 'empty'],
  ['no applicable item is met where the rule says so', { 'not-applicable': 3 }, { emptyOk: true }, 'met'],
  ['all of them are wanted at 100 %', { pass: 99, fail: 1 }, { atLeast: 100 }, 'failed'],
  ['nothing is wanted at 0 %', { fail: 3 }, { atLeast: 0 }, 'met'],
] as const)('%s', (_, counts, more, state) => {
  expect(stateOf(counts, more)).toBe(state)
})

it('tells its arithmetic and never rounds up', () => {
  expect(judgeGate(rule(), outcomes({ pass: 799, fail: 200, unknown: 1 })).text).toBe('high 799 of 1000 = 79.9 %, 1 unknown, needs 80 %')
  expect(judgeGate(rule({ atLeast: 67 }), outcomes({ pass: 2, fail: 1 })).text).toBe('high 2 of 3 = 66.6 %, needs 67 %')
  expect(judgeGate(rule({ reportOnly: true }), []).text).toBe('high no applicable item, needs 80 %, reported only')
})

const item = (outcome: Outcome, more: Partial<Counted> = {}): Counted => ({
  checklist: 'c',
  severity: 'high',
  phase: 'staging',
  outcome,
  ...more,
})

it.each([
  ['GO when every gate is met', [item('pass')], 'GO'],
  ['NO-GO when one cannot be met', [item('fail'), item('pass', { severity: 'critical' })], 'NO-GO'],
  ['UNDETERMINED when one is open', [item('unknown')], 'UNDETERMINED'],
  ['NO-GO before UNDETERMINED', [item('fail'), item('unknown', { severity: 'critical' })], 'NO-GO'],
  ['UNDETERMINED when nothing applies', [item('not-applicable')], 'UNDETERMINED'],
  ['UNDETERMINED when no gate speaks of its items', [item('pass', { severity: 'low' })], 'UNDETERMINED'],
] as const)('a phase is %s', (_, items, verdict) => {
  expect(judgePhase('staging', [rule(), rule({ severity: 'critical', atLeast: 100 })], items).verdict).toBe(verdict)
})

it('does not gate on what is only reported, and never says GO with that alone', () => {
  const rules = [rule({ reportOnly: true }), rule({ severity: 'critical', atLeast: 100 })]
  expect(judgePhase('staging', rules, [item('fail'), item('pass', { severity: 'critical' })]).verdict).toBe('GO')
  expect(judgePhase('staging', rules, [item('pass')]).verdict).toBe('UNDETERMINED')
})

it('counts items of its own phase and checklist alone', () => {
  const { gates, verdict } = judgePhase(
    'staging',
    [rule()],
    [item('pass'), item('fail', { phase: 'post-deploy' }), item('fail', { checklist: 'other' })],
  )
  expect(gates.map(({ met, applicable }) => `${met}/${applicable}`)).toEqual(['1/1'])
  expect(verdict).toBe('GO')
})

it('a rule that names the phase is not met by its having no items', () => {
  const { gates, verdict } = judgePhase(
    'staging',
    [rule({ phases: ['staging', 'later'], speaks: ['later'] })],
    [item('pass', { severity: 'low' })],
  )
  expect(gates.map(({ state }) => state)).toEqual(['empty'])
  expect(verdict).toBe('UNDETERMINED')
})

it('a rule none of whose items was selected says nothing in a partial run', () => {
  const rules = [rule({ phases: ['staging'] }), rule({ severity: 'low', phases: ['staging'] })]
  const { gates, verdict } = judgePhase('staging', rules, [item('pass', { severity: 'low' })])
  expect([gates.map(({ severity }) => severity), verdict]).toEqual([['low'], 'GO'])
})
