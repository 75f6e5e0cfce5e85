import { expect, it } from 'vitest'
import type { Finding } from '../core/finding.ts'
import type { ItemResult, LookResult, StepResult } from '../core/report.ts'
import { item, look } from './fixtures/build.ts'
import { repeatLine } from './view.ts'

const step = (id: string, changes: Partial<StepResult> = {}): StepResult => ({
  id,
  summary: `GET ${id}`,
  repeat: `curl ${id}`,
  durationMs: 1,
  ...changes,
})
const finding = (text: string, values: readonly (readonly [string, string])[], changes: Partial<Finding> = {}): Finding => ({
  role: 'expect',
  text,
  result: 'false',
  values: values.map(([one, value]) => ({ text: one, value })),
  ...changes,
})

const silent = (id: string, summary: string): StepResult => ({ id, summary, durationMs: 1 })

const steps: readonly StepResult[] = [
  step('create', { summary: 'POST /register' }),
  silent('set', 'read Set-Cookie lines (nothing is sent)'),
  silent('audit', 'lines of logs'),
  step('weak', { repeat: 'curl short #"row short"\ncurl "a\nb" #"row common"' }),
  step('again'),
  step('discard', { summary: 'DELETE /test/users', failed: { reason: 'timeout', detail: 'the clean-up had no answer' } }),
]

const flow = look('item:flow', '5 steps', { probe: 'steps', effect: 'data', steps })
const page = look('page', 'GET /', { repeat: 'curl page' })

function lineOf(findings: readonly Finding[], changes: Partial<ItemResult> = {}, made: readonly LookResult[] = [flow]): string | undefined {
  const failing = item('a', 'A', { outcome: 'fail', findings, looks: made.map(({ id }) => id), ...changes })
  return repeatLine(failing, new Map(made.map((one) => [one.id, one])))
}

const ROWS: readonly (readonly [string, string | undefined, Finding])[] = [
  [
    'the step whose value made it false',
    'curl again',
    finding('steps.create.status == 201 && steps.again.status == 409', [
      ['steps.create.status == 201', 'true'],
      ['steps.create.status', '201'],
      ['steps.again.status == 409', 'false'],
    ]),
  ],
  [
    'a step whose answer another one only judges',
    'curl create',
    finding('steps.set.cookies.all(c, c.secure)', [['steps.set.cookies', '[]']]),
  ],
  ['no other step where the one that is read has no line', undefined, finding('steps.audit.count == 1', [['steps.audit.count', '0']])],
  ['nothing for a value that no step gave', undefined, finding('saved.user != ""', [['saved.user', '""']])],
  ['the row that is read', 'curl short #"row short"', finding('steps.weak.short.status == 422', [['steps.weak.short.status', '201']])],
  [
    'the row that a variable had',
    'curl "a\nb" #"row common"',
    finding('params.rows.all(r, steps.weak[r].status == 422)', [
      ['steps.weak[r].status', '201'],
      ['r', '"common"'],
    ]),
  ],
  [
    'no row for the name of another step',
    undefined,
    finding('steps.weak.all(r, r.ok) && steps.again.short', [
      ['steps.again.short == 1', 'true'],
      ['steps.weak', '{}'],
    ]),
  ],
  ['no row where none is known', undefined, finding('steps.weak.size() == 3', [['steps.weak.size()', '2']])],
  ['no step of the same beginning', undefined, finding('steps.agains.status == 200', [['steps.agains.status', '1']])],
]

it.each(ROWS)('the line repeats %s', (_, wanted, one) => {
  expect(lineOf([one])).toBe(wanted)
})

it('a failed clean-up is never what an item that failed is repeated with', () => {
  expect(lineOf([finding('steps.create.status == 201', [['steps.create.status', '500']])])).toBe('curl create')
  expect(lineOf([])).toBeUndefined()
})

it('an item that is unknown is repeated with the step that failed', () => {
  const detail = 'again: no answer in 5 s'
  const made = {
    ...flow,
    steps: flow.steps.map((one) =>
      one.id === 'again' ? { ...one, failed: { reason: 'timeout' as const, detail: 'no answer in 5 s' } } : one,
    ),
  }
  const unread = finding('steps.create.status == steps.again.status', [], { result: 'unread', detail })
  expect(lineOf([unread], { outcome: 'unknown', unknown: { reason: 'timeout', detail } }, [made])).toBe('curl again')
})

it('the look that a finding names is repeated, else the own one', () => {
  const named = look('login', 'GET /login', { name: 'login', repeat: 'curl login' })
  expect(lineOf([finding('looks.login.status == 200', [['looks.login.status', '500']])], {}, [page, named])).toBe('curl login')
  expect(
    lineOf([finding('looks.login.steps.again.status == 200', [['looks.login.steps.again.status', '500']])], {}, [
      page,
      { ...flow, name: 'login' },
    ]),
  ).toBe('curl again')
  expect(lineOf([finding('status == 200', [['status', '500']])], {}, [page, named])).toBe('curl page')
})

it('an item that passed is repeated with what its first expectation reads', () => {
  const holds = (text: string) => finding(text, [], { result: 'true' })
  const passed = { outcome: 'pass' as const }
  expect(lineOf([holds('steps.again.status == 409'), holds('steps.create.status == 201')], passed)).toBe('curl again')
  expect(lineOf([finding('steps.create.ok', [], { role: 'warn' }), holds('steps.again.ok')], passed)).toBe('curl again')
  expect(lineOf([holds('facts.ok')], passed)).toBeUndefined()
})
