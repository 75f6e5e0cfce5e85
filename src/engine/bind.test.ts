import { expect, it } from 'vitest'
import { environmentOf, itemsOf } from '../../test/support/run.ts'
import { bind, type Choice } from './bind.ts'

const HEAD = `
params:
  event: { type: string, description: An event }
  count: { type: int, default: 3, description: How many }
  share: { type: double, default: 0.5, description: A share }
  strict: { type: bool, default: false, description: Whether }
  hosts: { type: list, default: [a], description: Hosts }`
const ITEM =
  '- { id: a, title: A, severity: high, phase: staging, probe: http, with: { path: "/${params.event}" }, expect: "status == 200" }'

async function bound(environment: string, choice: Partial<Omit<Choice, 'params'>> & { params?: Record<string, string> } = {}) {
  const checklist = await itemsOf(ITEM, HEAD)
  return bind([checklist], await environmentOf(`url: "http://127.0.0.1:1"\n${environment}`), '/base', {
    phases: choice.phases ?? ['staging'],
    selection: choice.selection ?? {},
    params: new Map(Object.entries(choice.params ?? {})),
    ...(choice.partial === undefined ? {} : { partial: choice.partial }),
  })
}
const problemsOf = (result: Awaited<ReturnType<typeof bound>>) =>
  result.ok ? [] : result.problems.map(({ code, message, hint }) => [code, message, hint].join(' | '))

it('takes the command line before the environment before the default', async () => {
  const plan = await bound('params: { event: ev_1, count: 7 }', { params: { count: '9', strict: 'true', share: '-2.5', hosts: 'x,y' } })
  expect(plan.ok && plan.value.checklists[0]?.params).toEqual({ event: 'ev_1', count: 9, share: -2.5, strict: true, hosts: ['x', 'y'] })
})

it('wants a value for each parameter without a default, and tells where to give it', async () => {
  expect(problemsOf(await bound(''))).toEqual([
    'param | the parameter event wants text; it has no value | give it under params: of the environment test, or with --param event=...',
  ])
})

it.each([
  ['count', '1.5', 'a whole number'],
  ['count', '', 'a whole number'],
  ['count', '0x10', 'a whole number'],
  ['count', '99999999999999999999', 'a whole number'],
  ['share', '1e3', 'a number'],
  ['share', 'NaN', 'a number'],
  ['strict', 'yes', 'true or false'],
  ['strict', 'toString', 'true or false'],
])('does not take --param %s=%s for %s', async (name, value, wanted) => {
  const [problem] = problemsOf(await bound('params: { event: e }', { params: { [name]: value } }))
  expect(problem).toContain(`the parameter ${name} wants ${wanted}; came ${JSON.stringify(value)}`)
})

it('refuses values of the wrong kind from the environment', async () => {
  expect(problemsOf(await bound('params: { event: 5, count: "7" }')).map((text) => text.split(' | ')[1])).toEqual([
    'the parameter event wants text; came 5',
    'the parameter count wants a whole number; came "7"',
  ])
})

it('knows a parameter that no checklist declares, and the one that was meant', async () => {
  expect(problemsOf(await bound('params: { event: e, cuont: 1 }', { params: { hots: 'a' } }))).toEqual([
    'unknown-param | the environment test sets the parameter cuont, which no checklist declares | did you mean count?',
    'unknown-param | --param sets the parameter hots, which no checklist declares | did you mean hosts?',
  ])
})

it('collects the problems of parameters and phases together', async () => {
  expect(problemsOf(await bound('params: { cuont: 1 }', { phases: ['moon'] })).map((text) => text.split(' | ')[0])).toEqual([
    'unknown-param',
    'unknown-phase',
    'param',
  ])
})

it('takes a phase without items beside one that has some, but not a misspelt one', async () => {
  expect((await bound('params: { event: e }', { phases: ['staging', 'rollback'] })).ok).toBe(true)
  expect(problemsOf(await bound('params: { event: e }', { phases: ['staging', 'stagign'] }))).toEqual([
    'unknown-phase | no item is of the phase stagign | did you mean staging?',
  ])
  expect(problemsOf(await bound('params: { event: e }', { phases: ['rollback'] }))[0]).toContain('no item is of the phase rollback')
})

it('never runs a selection that matches nothing', async () => {
  const none = await bound('params: { event: e }', { selection: { only: () => false }, partial: "--only 'x'" })
  expect(problemsOf(none)[0]).toContain("empty-selection | nothing to judge: no item matches --only 'x'")
})

it('carries what makes a run partial', async () => {
  const plan = await bound('params: { event: e }', { partial: '--only a' })
  expect(plan).toMatchObject({ ok: true, value: { partial: '--only a', baseDir: '/base', phases: ['staging'] } })
})

it('knows a limit that no environment declares by the one of nearly the same name, and leaves other labels alone', async () => {
  const limited = await itemsOf(ITEM.replace('expect:', 'touches: { login: 1 }, expect:'), HEAD)
  const choice = { phases: ['staging'], selection: {}, params: new Map([['event', 'e']]) }
  const withLimits = async (limits: string) =>
    problemsOf(bind([limited], await environmentOf(`url: "http://127.0.0.1:1"\nlimits: ${limits}`), '/base', choice))
  expect(await withLimits('{ logn: { max: 5, per: 60s } }')).toEqual([
    'unknown-limit | the look touches the limit login; the environment test declares logn, which nothing touches | did you mean logn?',
  ])
  for (const fine of ['{}', '{ login: { max: 5, per: 60s }, logn: { max: 5, per: 60s } }', '{ refresh: { max: 5, per: 60s } }'])
    expect(await withLimits(fine)).toEqual([])
})
