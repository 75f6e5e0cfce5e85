import { expect, it } from 'vitest'
import type { Problem } from '../core/problem.ts'
import { readDocument } from '../document/document.ts'
import { completeLook } from './complete.ts'
import { loadLook } from './load-look.ts'
import type { Look } from './model.ts'
import { LookSchema } from './schema.ts'
import { createScopes, objectOf } from './scopes.ts'
import { probeNamesIn, stock } from './shelf.ts'

const text = { type: 'string' }
const scopes = createScopes({
  params: objectOf(
    { label: text, other: text, target: text, period: text, seconds: { type: 'integer' }, list: { type: 'array', items: {} } },
    ['label', 'other', 'target', 'period', 'seconds', 'list'],
  ),
  run: objectOf({ id: text }, ['id']),
  looks: objectOf({}),
})

async function load(yaml: string): Promise<{ look: Look | undefined; problems: Problem[] }> {
  const read = readDocument('c.yaml', new TextEncoder().encode(yaml))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const problems: Problem[] = []
  const raw = LookSchema.parse(read.value.value)
  const desk = {
    document: read.value,
    report: (problem: Problem) => void problems.push(problem),
    shelf: await stock(probeNamesIn(raw)),
    scopes,
  }
  return { look: loadLook(desk, { id: 'l', named: true, path: [] }, raw), problems }
}

async function completed(yaml: string, params: Record<string, unknown>): Promise<{ look: Look; problems: Problem[] }> {
  const { look, problems } = await load(yaml)
  if (!look || problems.length > 0) throw new Error(JSON.stringify(problems))
  const found: Problem[] = []
  return { look: completeLook(look, { context: { values: { params } }, report: (problem) => void found.push(problem) }), problems: found }
}

const marked = ({ code, place, message }: Problem) => [
  code,
  place?.source.slice(place.column - 1, place.column - 1 + place.length),
  message,
]
const PROBE = 'probe: http\nwith: { path: / }\n'

it('puts parameters into labels, target and time-out of a look, beside those that are known', async () => {
  const { look, problems } = await completed(
    `${PROBE}target: "\${params.target}"\ntimeout: "\${params.seconds}s"\ntouches: { refresh: 2, "\${params.label}": all, "per_\${params.other}": 3 }\n`,
    { target: 'api', seconds: 7, label: 'login', other: 'day' },
  )
  expect(problems).toEqual([])
  expect(look).toMatchObject({ target: 'api', timeoutMs: 7000, touches: { refresh: 2, login: 'all', per_day: 3 } })
  expect(look).not.toHaveProperty('late')
})

it('puts parameters into the steps of a look, those that clean up too', async () => {
  const { look, problems } = await completed(
    `touches: { "\${params.label}": 1 }
steps:
  - { id: a, with: { path: / }, target: "\${params.target}", until: status == 200, within: "\${params.seconds}s", wait: "\${params.period}", timeout: "\${params.period}" }
  - { id: b, with: { path: / }, times: 2, spacing: "\${params.seconds}ms" }
finally:
  - { id: c, with: { path: / }, wait: "\${params.seconds}m" }
`,
    { target: 'api', seconds: 2, period: '90s', label: 'login' },
  )
  expect(problems).toEqual([])
  expect(look).toMatchObject({
    touches: { login: 1 },
    steps: [{ target: 'api', withinMs: 2000, waitMs: 90_000, timeoutMs: 90_000 }, { spacingMs: 2 }],
    finally: [{ waitMs: 120_000 }],
  })
  expect(JSON.stringify(look)).not.toContain('late')
})

it('leaves a look in which nothing waits as it is', async () => {
  const { look } = await load(`${PROBE}touches: { login: 1 }\ntimeout: 2s\n`)
  expect(look && completeLook(look, { context: { values: {} }, report: () => {} })).toBe(look)
})

const wrongAtLoad: readonly (readonly [title: string, yaml: string, code: string, marked: string])[] = [
  ['a label from a look', `${PROBE}touches: { "\${looks.a.json}": 1 }`, 'unknown-variable', '"${looks.a.json}"'],
  ['a label from a saved value', `${PROBE}touches: { "\${saved.a}": 1 }`, 'unknown-variable', '"${saved.a}"'],
  ['a label from a secret', `${PROBE}touches: { "\${secrets.a}": 1 }`, 'unknown-variable', '"${secrets.a}"'],
  ['a label from a parameter that is not there', `${PROBE}touches: { "\${params.labl}": 1 }`, 'no-such-key', '"${params.labl}"'],
  ['a label that is no text', `${PROBE}touches: { "\${params.seconds}": 1 }`, 'wrong-type', '"${params.seconds}"'],
  ['a label that is not closed', `${PROBE}touches: { "\${params.label": 1 }`, 'unclosed', '"${params.label"'],
  ['a target from the run', `${PROBE}target: "\${run.id}"`, 'unknown-variable', 'run'],
  ['a time-out that is a number', `${PROBE}timeout: "\${params.seconds}"`, 'wrong-type', '"${params.seconds}"'],
  [
    'a time of a step from a saved value',
    'steps:\n  - { id: a, with: { path: / }, save: { t: json.t } }\n  - { id: b, with: { path: / }, wait: "${saved.t}" }\n',
    'unknown-variable',
    'saved',
  ],
]

it.each(wrongAtLoad)('tells at load of %s', async (_, yaml, code, at) => {
  expect((await load(yaml)).problems.map((problem) => marked(problem).slice(0, 2))).toEqual([[code, at]])
})

const GOOD = { label: 'login', other: 'login', target: 'api', period: '90s', seconds: 3, list: [] }
const wrongValues: readonly (readonly [title: string, yaml: string, params: Record<string, unknown>, marked: string, message: string])[] = [
  [
    'an empty label',
    'touches: { "${params.label}": 1 }',
    { label: '' },
    '"${params.label}"',
    'touches of the look l wants text; came none',
  ],
  [
    'a blank label',
    'touches: { "${params.label}": 1 }',
    { label: '  ' },
    '"${params.label}"',
    'touches of the look l wants text; came "  "',
  ],
  [
    'a label that is no name',
    'touches: { "${params.label}": 1 }',
    { label: 'a b' },
    '"${params.label}"',
    'touches of the look l wants the label of a limit, a name such as login; came "a b"',
  ],
  [
    'a label that is no text',
    'touches: { "${params.list[0]}": 1 }',
    { list: [7] },
    '"${params.list[0]}"',
    'touches of the look l wants text; came 7',
  ],
  [
    'a label that is there already',
    'touches: { login: 1, "${params.label}": 2 }',
    {},
    '"${params.label}"',
    'touches of the look l names the limit login twice',
  ],
  [
    'two labels that come out the same',
    'touches: { "${params.label}": 1, "${params.other}": 2 }',
    {},
    '"${params.other}"',
    'touches of the look l names the limit login twice',
  ],
  ['an empty target', 'target: "${params.target}"', { target: '' }, '"${params.target}"', 'target of the look l wants text; came none'],
  [
    'a negative time',
    'timeout: "${params.seconds}s"',
    { seconds: -3 },
    '"${params.seconds}s"',
    'timeout of the look l wants a duration with a unit between 1ms and 24h, for example 20s; came "-3s"',
  ],
  [
    'no time at all',
    'timeout: "${params.seconds}s"',
    { seconds: 0 },
    '"${params.seconds}s"',
    'timeout of the look l wants a duration with a unit between 1ms and 24h, for example 20s; came "0s"',
  ],
  [
    'a time without its unit',
    'timeout: "${params.period}"',
    { period: '90' },
    '"${params.period}"',
    'timeout of the look l wants a duration with a unit between 1ms and 24h, for example 20s; came "90"',
  ],
]

it.each(wrongValues)('tells before anything is sent of %s, and of the parameter', async (_, yaml, params, at, message) => {
  const { problems } = await completed(`${PROBE}${yaml}\n`, { ...GOOD, ...params })
  expect(problems.map(marked)).toEqual([['param', at, message]])
  expect(problems[0]?.hint).toMatch(/^it comes from params\.\w+$/)
})
