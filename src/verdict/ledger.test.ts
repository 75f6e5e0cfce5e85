import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OUTCOMES, SETTLED_BY, type Outcome, type SettledBy } from '../core/outcome.ts'
import { SEVERITIES } from '../core/severity.ts'
import { decide } from './decide.ts'
import { account } from './ledger.ts'

const result = (id: string, outcome: Outcome = 'pass', settledBy: SettledBy = 'look', checklist = 'c') => ({
  checklist,
  item: { id, outcome, settledBy },
})

const look = (attempts: number, probe = 'http') => ({ attempts, probe })

it('counts what became of everything planned, and how', () => {
  const ledger = account(
    ['c a', 'c b', 'd a'],
    [result('a'), result('b', 'fail', 'children'), result('a', 'unknown', 'attestation', 'd')],
    [look(1), look(0), look(0, 'steps')],
  )
  expect(ledger).toEqual({
    planned: 3,
    looks: 2,
    outcomes: { pass: 1, fail: 1, unknown: 1, waived: 0, 'not-applicable': 0 },
    settledBy: { look: 1, attestation: 1, children: 1 },
  })
})

it.each([
  ['an item is lost', ['c a', 'c b'], [result('a')], /2 planned, 1 results, lost: c b/],
  ['an item was never planned', ['c a'], [result('a'), result('b')], /1 planned, 2 results/],
  ['an item stands twice in place of another', ['c a', 'c b'], [result('a'), result('a')], /lost: c b/],
  ['an item of another checklist stands in for it', ['c a'], [result('a', 'pass', 'look', 'd')], /lost: c a/],
  ['two items have the same name', ['c a', 'c a'], [result('a'), result('a')], /does not add up/],
] as const)('throws when %s', (_, planned, results, message) => {
  expect(() => account(planned, results, [])).toThrow(message)
})

const severity = fc.constantFrom(...SEVERITIES)
const phase = fc.constantFrom('pre-deploy', 'staging')
const anItem = fc.record({
  checklist: fc.constantFrom('c', 'd'),
  severity,
  phase,
  outcome: fc.constantFrom(...OUTCOMES),
  settledBy: fc.constantFrom(...SETTLED_BY),
})
const aRule = fc
  .record({
    checklist: fc.constantFrom('c', 'd'),
    severity,
    atLeast: fc.integer({ min: 0, max: 100 }),
    reportOnly: fc.boolean(),
    emptyOk: fc.boolean(),
    speaks: fc.constant(['pre-deploy', 'staging']),
    refs: fc.constant([]),
    phases: fc.option(fc.subarray(['pre-deploy', 'staging', 'post-deploy'], { minLength: 1 }), { nil: undefined }),
  })
  .map(({ phases, ...rest }) => ({ ...rest, ...(phases ? { phases } : {}) }))

it('adds up whatever the outcomes are, and says GO only when every gate that counts is met by items that were settled', () => {
  let goes = 0
  fc.assert(
    fc.property(
      fc.array(anItem, { minLength: 1, maxLength: 12 }),
      fc.array(aRule, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (items, rules, isPartial) => {
        const ledger = account(
          items.map(({ checklist }, index) => `${checklist} ${index}`),
          items.map((item, index) => ({ checklist: item.checklist, item: { ...item, id: String(index) } })),
          [],
        )
        const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0)
        expect([sum(ledger.outcomes), sum(ledger.settledBy)]).toEqual([items.length, items.length])

        const about = {
          environment: { name: 'staging' },
          release: { state: 'observed' as const },
          leftBehind: [],
          ...(isPartial ? { partial: '--only x' } : {}),
        }
        const { verdict, because, phases } = decide(['pre-deploy', 'staging'], rules, items, about)
        if (verdict !== 'GO') {
          expect(because.length).toBeGreaterThan(0)
          return
        }
        goes += 1
        for (const { gates } of phases) {
          const counted = gates.filter(({ reportOnly }) => !reportOnly)
          expect(counted.length).toBeGreaterThan(0)
          for (const gate of counted) expect(gate.applicable === 0 || gate.met * 100 >= gate.atLeast * gate.applicable).toBe(true)
        }
        for (const rule of rules.filter(({ reportOnly, emptyOk, atLeast }) => !reportOnly && !emptyOk && atLeast === 100)) {
          const own = items.filter(
            (item) => item.checklist === rule.checklist && item.severity === rule.severity && (rule.phases?.includes(item.phase) ?? true),
          )
          expect(own.map(({ outcome }) => outcome).filter((outcome) => outcome === 'fail' || outcome === 'unknown')).toEqual([])
        }
      },
    ),
    { numRuns: 3000 },
  )
  expect(goes).toBeGreaterThan(20)
})

it('turning an unknown item into a pass never makes a verdict worse, and into a fail never better', () => {
  const rank = { 'NO-GO': 0, UNDETERMINED: 1, GO: 2 }
  fc.assert(
    fc.property(fc.array(anItem, { minLength: 1, maxLength: 8 }), fc.array(aRule, { minLength: 1, maxLength: 3 }), (items, rules) => {
      const withFirst = (outcome: Outcome) =>
        rank[
          decide(
            ['pre-deploy', 'staging'],
            rules,
            items.map((item, index) => (index === 0 ? { ...item, outcome } : item)),
            { environment: { name: 'staging' }, release: { state: 'observed' }, leftBehind: [] },
          ).verdict
        ]
      expect(withFirst('pass')).toBeGreaterThanOrEqual(withFirst('unknown'))
      expect(withFirst('fail')).toBeLessThanOrEqual(withFirst('unknown'))
      expect(withFirst('waived')).toBe(withFirst('pass'))
    }),
    { numRuns: 2000 },
  )
})
