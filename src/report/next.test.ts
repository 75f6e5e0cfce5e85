import { expect, it } from 'vitest'
import type { ItemResult, Report } from '../core/report.ts'
import { caseReport } from './fixtures.ts'
import { item, report, section } from './fixtures/build.ts'
import { nextSteps, numbered, stepText } from './next.ts'

const part = (id: string, changes: Partial<ItemResult> = {}): ItemResult => item(id, id, { outcome: 'fail', ...changes })
const steps = (items: readonly ItemResult[], changes: Partial<Report> = {}): string[] =>
  nextSteps(report([section('S', items)], changes)).map(stepText)
const WHY = 'the certificate of 127.0.0.1:1 is not trusted: it has expired'
const unknown = (id: string, reason: 'refused' | 'unreachable', detail: string): ItemResult =>
  item(id, id, { outcome: 'unknown', unknown: { reason, detail }, settle: 'do this' })

it('names the parts that fail and their own fixes, however deep', () => {
  const inner = part('a.in', { fix: 'general', children: [part('a.in.1', { fix: 'Set X.' }), item('a.in.2', 'passes', { fix: 'no' })] })
  const all = steps([part('a', { fix: 'very general', children: [inner, part('a.out'), part('a.two', { fix: 'Set X.' })] })])
  expect(all.slice(0, 2)).toEqual(['a.in.1 and a.two: Set X.', 'a.out: very general'])
})

it('shows eight failures, critical ones first, and counts the rest', () => {
  const high = Array.from({ length: 8 }, (_, index) => part(`h${index}`, { fix: `high ${index}` }))
  const critical = Array.from({ length: 4 }, (_, index) => part(`c${index}`, { fix: `critical ${index}`, severity: 'critical' }))
  const all = steps([...high, ...critical])
  expect(all.slice(0, 5)).toEqual(['c0: critical 0', 'c1: critical 1', 'c2: critical 2', 'c3: critical 3', 'h0: high 0'])
  expect(all[8]).toBe('and 4 more failures, shown with their items')
  const numbers = numbered(nextSteps(report([section('S', [...high, ...critical])])))
  expect(numbers.slice(7)).toEqual(['8', undefined, '9'])
})

it.each([
  [
    'readiness check --env staging --release 4f2 --allow-exec',
    'readiness check --env staging --release 4f2 --allow-exec --record run.json',
  ],
  [`readiness check --config 'a b.yaml' --failed old.json --record new.json`, `readiness check --config 'a b.yaml' --failed new.json`],
  ['readiness check --failed run.json', 'readiness check --failed run.json --record again.json'],
  ['readiness replay run.json', 'readiness check --record run.json'],
])('gives the command of the run anew: %s', (command, wanted) => {
  const { run } = caseReport('no-go')
  expect(nextSteps({ ...caseReport('no-go'), run: { ...run, command } }).at(-1)?.command).toBe(wanted)
})

it('names the command that cleans up, with the files of the run', () => {
  const { run } = caseReport('go')
  const [first] = nextSteps({
    ...caseReport('go'),
    verdict: 'UNDETERMINED',
    leftBehind: ['a: b', 'c'],
    run: { ...run, id: 'r1', command: 'readiness check --config x.yaml --env e' },
  })
  expect(first && stepText(first)).toBe('Undo what was left behind (a: b and 1 more): readiness cleanup --config x.yaml --run r1')
})

it('puts a target that did not prove to be its environment first, with the items that it blocks', () => {
  const items = [
    part('f', { fix: 'Fix.' }),
    unknown('a', 'refused', `nothing was sent, because the target did not prove to be staging: ${WHY}`),
    unknown('b', 'unreachable', `look.step: ${WHY}`),
  ]
  const all = steps(items)
  expect(all[0]).toBe(`Mend this first, 2 items cannot be known before: the target did not prove to be staging: ${WHY}`)
  expect(all.filter((text) => text.includes(WHY))).toHaveLength(1)
  expect(all.join()).not.toContain('do this')
})

it('tells once what more than five items are unknown by', () => {
  const items = Array.from({ length: 6 }, (_, index) => unknown(`u${index}`, 'unreachable', 'nobody answers'))
  expect(steps(items)[0]).toBe('6 items: nobody answers: do this')
  expect(steps(items.slice(1))[0]).toBe('u1, u2, u3 and 2 more: do this')
})

it('gives the whole command that attests an item', () => {
  const { run } = caseReport('go')
  const missing = (id: string) =>
    item(id, id, { outcome: 'unknown', unknown: { reason: 'unattested', detail: 'no word' }, settle: 'have it attested by the role Lead' })
  const changes = { run: { ...run, command: 'readiness check --config x.yaml --env staging' } }
  expect(steps([missing('w')], changes)[0]).toBe(
    'w: have it attested by the role Lead: readiness attest w --config x.yaml --env staging --by "<name>" --evidence <link>',
  )
  expect(steps([missing('w'), missing('v')], changes)[0]).toMatch(/^w and v: .*, each with a command like this: readiness attest w /)
})
