import { expect, it } from 'vitest'
import type { ItemResult, Report, RuleSummary } from '../core/report.ts'
import { CASES } from '../report/fixtures.ts'
import { item, report, section } from '../report/fixtures/build.ts'
import { recount } from './recount.ts'

const rule = (severity: RuleSummary['severity'], atLeast: number): RuleSummary => ({
  severity,
  atLeast,
  reportOnly: false,
  emptyOk: false,
  speaks: ['staging'],
  refs: [],
})
const ITEMS = [item('a', 'A'), item('b', 'B', { outcome: 'fail' }), item('c', 'C', { severity: 'critical' })]

/** A report that adds up, its rules with it. */
function whole(items: readonly ItemResult[] = ITEMS, changes: Partial<Report> = {}): Report {
  const plain = report([section('S', items)])
  const gate = [rule('critical', 100), rule('high', 80)]
  return { ...plain, checklists: plain.checklists.map((one) => ({ ...one, gate })), ...changes }
}
const wrong = (changed: Report): readonly string[] => {
  const came = recount(changed)
  return 'wrong' in came ? came.wrong : []
}

it('gives back a report that adds up', () => {
  expect(recount(whole())).toEqual({ report: { ...whole(), because: ['staging: high 1 of 2 = 50 %, needs 80 %: cannot be met'] } })
})

it('tells the shares anew: no edited text is shown', () => {
  const { phases } = whole()
  const texts = phases.map((phase) => ({ ...phase, gates: phase.gates.map((gate) => ({ ...gate, text: 'high 2 of 2 = 100 %' })) }))
  expect(recount(whole(ITEMS, { phases: texts, because: [] }))).toEqual(recount(whole()))
})

it.each(['go', 'no-go', 'partial', 'interrupted', 'undetermined'])('takes an early report, which does not hold its rules: %s', (name) => {
  const early = CASES.find((one) => one.name === name)?.report
  expect(early && wrong({ ...early, ledger: { ...early.ledger, looks: early.looks.length } })).toEqual([])
})

it.each<[string, Report, string]>([
  ['the verdict', whole(ITEMS, { verdict: 'GO' }), 'the verdict: it says GO, its items and rules give NO-GO'],
  [
    'the verdict of a phase',
    whole(ITEMS, { phases: whole().phases.map((phase) => ({ ...phase, verdict: 'GO' })) }),
    'staging: it says GO, its items and rules give NO-GO',
  ],
  ['a phase', whole(ITEMS, { phases: [] }), 'staging: it says nothing of this phase, its items and rules give NO-GO'],
  [
    'a count',
    whole(ITEMS, { ledger: { ...whole().ledger, outcomes: { ...whole().ledger.outcomes, fail: 0 } } }),
    'items that are fail: it counts 0, there are 1',
  ],
  ['a look', whole(ITEMS, { ledger: { ...whole().ledger, looks: 9 } }), 'looks: it counts 9, there are 0'],
  ['an item that stands in it twice', whole([...ITEMS, item('a', 'A')]), 'the item event-deletion a stands in it twice'],
  ['a word of nobody', whole([item('w', 'W', { settledBy: 'attestation' })]), 'w is attested, but by nobody'],
  [
    'a pass without a part that passes',
    whole([item('p', 'P', { settledBy: 'children', children: [item('p.1', 'P', { outcome: 'fail' })] })]),
    'p is pass by its parts, but none of them is',
  ],
])('finds %s that does not add up', (_, changed, sentence) => {
  expect(wrong(changed)).toContain(sentence)
})

it('a mixed release cannot be GO', () => {
  const items = [item('a', 'A'), item('c', 'C', { severity: 'critical' })]
  expect(wrong(whole(items, { release: { state: 'mixed' } }))).toEqual(['the verdict: it says GO, its items and rules give UNDETERMINED'])
})
