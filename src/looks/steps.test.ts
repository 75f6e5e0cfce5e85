import { expect, it } from 'vitest'
import type { Problem } from '../core/problem.ts'
import { readDocument } from '../document/document.ts'
import { loadLook } from './load-look.ts'
import type { Look } from './model.ts'
import { observationOf, savedBy } from './observation.ts'
import { LookSchema } from './schema.ts'
import { createScopes } from './scopes.ts'
import { probeNamesIn, stock } from './shelf.ts'

async function load(yaml: string): Promise<{ look: Look | undefined; problems: Problem[]; shape: unknown; saved: unknown }> {
  const read = readDocument('c.yaml', new TextEncoder().encode(yaml))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const problems: Problem[] = []
  const raw = LookSchema.parse(read.value.value)
  const shelf = await stock(probeNamesIn(raw))
  const desk = { document: read.value, report: (problem: Problem) => void problems.push(problem), shelf, scopes: createScopes({}) }
  return { look: loadLook(desk, { id: 'l', named: true, path: [] }, raw), problems, shape: observationOf(raw, shelf), saved: savedBy(raw) }
}

it('keeps what each step says and lets saved values grow along the sequence', async () => {
  const { look, problems, saved } = await load(`
effect: session
steps:
  - id: login
    with: { method: POST, path: /login }
    jar: a
    save: { token: json.token, count: { value: json.n, public: true } }
  - id: use
    with: { path: "/x/\${saved.count}", headers: { Authorization: "Bearer \${saved.token}" } }
    until: json.done && json.n == saved.count
    within: 1m
    wait: 500ms
finally:
  - { id: logout, with: { method: DELETE, path: /login, headers: { T: "\${saved.token}" } } }
`)
  expect(problems).toEqual([])
  expect(look).toMatchObject({
    kind: 'steps',
    effect: 'session',
    steps: [
      {
        id: 'login',
        probe: 'http',
        jar: 'a',
        save: [
          { name: 'token', public: false },
          { name: 'count', public: true },
        ],
        spacingMs: 0,
        waitMs: 0,
      },
      { id: 'use', withinMs: 60_000, waitMs: 500 },
    ],
    finally: [{ id: 'logout' }],
  })
  expect(saved).toEqual({ token: { 'x-cel': 'secret' }, count: {} })
})

it('composes the observation: one, a list for copies and times, one per row of each', async () => {
  const { shape } = await load(`
steps:
  - { id: one, with: { path: / } }
  - { id: many, copies: 3, with: { path: / } }
  - { id: rows, each: { a: { x: 1 }, b: { x: 2 } }, with: { path: "/\${each.x}" } }
`)
  expect(shape).toMatchObject({
    properties: {
      steps: {
        required: ['one', 'many', 'rows'],
        properties: {
          one: { type: 'object' },
          many: { type: 'array' },
          rows: { properties: { a: { type: 'object' }, b: { type: 'object' } } },
        },
      },
    },
  })
})

const step = (text: string) => `effect: read\nsteps:\n  - { id: a, with: { path: / }, save: { t: json.t } }\n  - { id: b, ${text} }\n`

const wrong: readonly (readonly [title: string, yaml: string, code: string, marked: string])[] = [
  ['copies beside times', step('copies: 2, times: 3, with: { path: / }'), 'step-combination', 'times'],
  ['save from copies', step('copies: 2, with: { path: / }, save: { x: json.x }'), 'step-combination', 'save'],
  ['spacing without times', step('spacing: 1s, with: { path: / }'), 'step-combination', 'spacing'],
  ['within without until', step('within: 1s, with: { path: / }'), 'step-combination', 'within'],
  ['until that sees nothing', step('until: "1 == 1", with: { path: / }'), 'reads-nothing', '1 == 1'],
  ['a value that no step saves', step('with: { path: /, headers: { A: "${saved.u}" } }'), 'no-such-key', 'u'],
  [
    'a value that is saved only later',
    'steps:\n  - { id: a, with: { path: /, headers: { A: "${saved.t}" } } }\n  - { id: b, with: { path: / }, save: { t: json.t } }\n',
    'no-such-key',
    't',
  ],
  ['rows of different keys', step('each: { p: { x: 1, y: 1 }, q: { x: 2 } }, with: { path: "/${each.x}" }'), 'uneven-rows', 'q'],
  ['a step that is there twice', step('with: { path: / }').replace('id: b', 'id: a'), 'duplicate-id', 'a'],
  ['an unknown key of a step', step('wiht: { path: / }'), 'unknown-key', 'wiht'],
  [
    'an expression to save that became a map',
    step('with: { path: / }, save: { x: { json.a ? json.b : json.c } }'),
    'not-an-expression',
    '{ json.a ? json.b : json.c }',
  ],
  ['a step that changes something and does not say', 'steps:\n  - { id: a, with: { method: PUT, path: / } }\n', 'effect-missing', 'steps'],
  [
    'a clean-up that changes something and does not say',
    'steps:\n  - { id: a, with: { path: / } }\nfinally:\n  - { id: b, with: { method: PUT, path: / } }\n',
    'effect-missing',
    'steps',
  ],
  ['a target of a whole sequence', 'target: x\nsteps:\n  - { id: a, with: { path: / } }\n', 'misplaced-key', 'target'],
  [
    'a clean-up of a single look',
    'probe: http\nwith: { path: / }\nfinally:\n  - { id: b, with: { path: / } }\n',
    'misplaced-key',
    'finally',
  ],
  ['a probe beside steps', 'probe: http\nsteps:\n  - { id: a, with: { path: / } }\n', 'several-bodies', 'steps'],
  ['an unknown probe of a step', step('probe: redsi'), 'unknown-probe', 'redsi'],
]

it.each(wrong)('tells of %s', async (_, yaml, code, marked) => {
  const { problems } = await load(yaml)
  const found = problems.map(({ code: its, place }) => [its, place?.source.slice(place.column - 1, place.column - 1 + place.length)])
  expect(found).toContainEqual([code, marked])
})

it('refuses to save a list or an object as a secret, and takes it in public', async () => {
  const found = async (save: string) =>
    (
      await load(`steps:\n  - id: login\n    with: { path: /login }\n    save: { kept: "${save}" }`.replace(/"(\{.*\})"/, '$1'))
    ).problems.map(({ code }) => code)
  expect(await found('setCookie')).toEqual(['save-structure'])
  expect(await found('headers')).toEqual(['save-structure'])
  expect(await found('{ value: setCookie, public: true }')).toEqual([])
  expect(await found("headers['location']")).toEqual([])
})
