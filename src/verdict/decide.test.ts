import { expect, it } from 'vitest'
import type { Outcome } from '../core/outcome.ts'
import { decide, type Circumstances } from './decide.ts'
import type { Counted, Rule } from './gate.ts'

const rule = (more: Partial<Rule> = {}): Rule => ({
  checklist: 'c',
  severity: 'high',
  atLeast: 100,
  reportOnly: false,
  emptyOk: false,
  speaks: ['staging'],
  refs: [],
  ...more,
})
const item = (outcome: Outcome, phase = 'staging', more: Partial<Counted> = {}): Counted => ({
  checklist: 'c',
  severity: 'high',
  phase,
  outcome,
  ...more,
})
const about = (more: Partial<Circumstances> = {}): Circumstances => ({
  environment: { name: 'staging' },
  release: { state: 'undeclared' },
  leftBehind: [],
  ...more,
})

it.each([
  ['GO with GO', ['pass', 'pass'], 'GO'],
  ['GO with UNDETERMINED', ['pass', 'unknown'], 'UNDETERMINED'],
  ['UNDETERMINED with NO-GO', ['unknown', 'fail'], 'NO-GO'],
] as const)('a run is the worst of its phases: %s', (_, [first, second], verdict) => {
  const { verdict: came, phases } = decide(['pre-deploy', 'staging'], [rule()], [item(first, 'pre-deploy'), item(second)], about())
  expect(came).toBe(verdict)
  expect(phases.map(({ phase }) => phase)).toEqual(['pre-deploy', 'staging'])
})

it('leaves out a phase that has neither items nor rules', () => {
  const { verdict, phases } = decide(['pre-deploy', 'staging'], [rule()], [item('pass')], about())
  expect(phases.map(({ phase }) => phase)).toEqual(['staging'])
  expect(verdict).toBe('GO')
})

it.each([
  ['it was ended early', { interrupted: 'SIGINT' }, /^the run was ended early: SIGINT$/],
  [
    'the target is another one',
    { environment: { name: 'staging', identified: { state: 'different', asked: 'GET /', detail: 'a == 1 did not hold' } } },
    /the target is not staging: a == 1 did not hold/,
  ],
  [
    'the target could not be asked what it is',
    { environment: { name: 'staging', identified: { state: 'unknown', asked: 'GET /', detail: 'GET /: nothing answered' } } },
    /whether the target is staging could not be told: GET \/: nothing answered/,
  ],
  ['the target answered with two releases', { release: { state: 'mixed', detail: 'a, b' } }, /more than one release: a, b/],
  ['the target runs another release', { release: { state: 'different', running: 'b', expected: 'a' } }, /runs b, not the release a/],
  ['the release could not be told', { release: { state: 'unknown', detail: 'no answer' } }, /could not be told: no answer/],
  ['something is left behind', { leftBehind: ['event ev_1'] }, /^left behind: event ev_1$/],
] as const)('a run that would be GO is UNDETERMINED when %s, and a NO-GO stays one', (_, more, why) => {
  const go = decide(['staging'], [rule()], [item('pass')], about(more))
  expect(go.verdict).toBe('UNDETERMINED')
  expect(go.because).toEqual([expect.stringMatching(why)])
  expect(decide(['staging'], [rule()], [item('fail')], about(more)).verdict).toBe('NO-GO')
})

it.each(['undeclared', 'observed', 'confirmed'] as const)('a release that is %s raises no doubt', (state) => {
  expect(decide(['staging'], [rule()], [item('pass')], about({ release: { state } }))).toMatchObject({ verdict: 'GO', because: [] })
})

it('a gate whose items all stand in phases that this run does not judge has nothing to say', () => {
  const rules = [rule(), rule({ severity: 'critical' }), rule({ severity: 'low', phases: ['post-deploy'] })]
  const { verdict, phases } = decide(['staging'], rules, [item('pass'), item('fail', 'post-deploy', { severity: 'critical' })], about())
  expect(verdict).toBe('GO')
  expect(phases.flatMap(({ gates }) => gates.map(({ severity }) => severity))).toEqual(['high'])
})

it('a gate that is made for a judged phase without such items is a doubt', () => {
  const { verdict, because } = decide(
    ['staging'],
    [rule(), rule({ severity: 'critical', phases: ['staging', 'later'], speaks: ['later'] })],
    [item('pass')],
    about(),
  )
  expect(verdict).toBe('UNDETERMINED')
  expect(because).toEqual(['staging: critical no applicable item, needs 100 %: nothing to judge it by'])
})

it('nothing at all is UNDETERMINED', () => {
  expect(decide([], [], [], about()).verdict).toBe('UNDETERMINED')
  expect(decide(['staging'], [], [item('pass')], about())).toMatchObject({
    verdict: 'UNDETERMINED',
    because: ['no gate speaks of the phase staging'],
  })
})

it('tells what failed before what is empty before what is open', () => {
  const items = [item('unknown'), item('fail', 'staging', { severity: 'low' }), item('not-applicable', 'staging', { severity: 'medium' })]
  const { because } = decide(['staging'], [rule(), rule({ severity: 'medium' }), rule({ severity: 'low' })], items, about())
  expect(because.map((text) => text.split(':')[1]?.trim().split(' ')[0])).toEqual(['low', 'medium', 'high'])
})

it.each([
  ['is never GO', {}, 'UNDETERMINED'],
  ['is GO where it says that nothing is fine', { emptyOk: true }, 'GO'],
  ['is GO where it is only reported', { reportOnly: true }, 'GO'],
] as const)('a gate without any item in the checklist %s', (_, more, verdict) => {
  const silent = rule({ severity: 'low', speaks: [], ...more })
  expect(decide(['staging'], [rule(), silent], [item('pass')], about()).verdict).toBe(verdict)
})
