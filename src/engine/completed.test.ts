import { afterEach, beforeEach, expect, it } from 'vitest'
import { environmentOf, gearOf, itemsOf, NO_WORD, planOf, run } from '../../test/support/run.ts'
import { serve, type TestServer } from '../../test/support/server.ts'
import { loadChecklist } from '../checklist/load.ts'
import type { Checklist } from '../checklist/model.ts'
import type { RunEvent } from '../core/event.ts'
import { bind } from './bind.ts'
import { check } from './check.ts'
import { createJournal } from './journal.ts'
import { planLooks } from './plan-text.ts'
import { replay } from './replay.ts'

let server: TestServer
beforeEach(async () => {
  server = await serve((_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
})
afterEach(() => server.close())

const environment = (more = '') => environmentOf(`url: "${server.url}"\nphases: [staging]\n${more}`)
const HEAD = `params:
  label: { type: string, default: login, description: The limit }
  seconds: { type: int, default: 2, description: How long }
  target: { type: string, default: other, description: Whom to ask }`
const LIMITED =
  '- { id: a, title: A, severity: high, phase: staging, probe: http, with: { path: / }, touches: { "${params.label}": 2 }, expect: "status == 200" }'

const PACK = `readiness: 1
pack: limited
title: Limited
params:
  label: { type: string, default: calls, description: The limit }
  wait: { type: string, default: 1s, description: How long }
looks:
  limited: { probe: http, with: { path: / }, touches: { "\${params.label}": all } }
items:
  - { id: one, title: One, look: limited, eventually: "\${params.wait}", expect: "status == 200" }
`

async function withPack(includes: string): Promise<Checklist> {
  const list = `readiness: 1\nid: list\ntitle: List\nparams: { which: { type: string, default: login, description: The limit } }\nsections:\n  - title: S\n    phase: staging\n    items:\n${includes.trim().replaceAll(/^/gm, '      ')}`
  const loaded = await loadChecklist('list.yaml', Buffer.from(list), {
    readPack: async () => ({ file: 'pack.yaml', bytes: Buffer.from(PACK) }),
  })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.value
}
const INCLUDES = `
- { include: ./pack.yaml, as: first, severity: high, with: { label: "\${params.which}", wait: 3s } }
- { id: both, title: Both, severity: high, all: [{ include: ./pack.yaml, as: second, with: { label: register } }] }
- { include: ./pack.yaml, as: third, severity: high }`

it('gives each use of a pack its own labels and times, and keeps every item one object', async () => {
  const {
    checklists: [bound],
  } = planOf(await withPack(INCLUDES), await environment())
  expect([...(bound?.checklist.looks.values() ?? [])].map(({ id, touches }) => [id, touches])).toEqual([
    ['first.limited', { login: 'all' }],
    ['second.limited', { register: 'all' }],
    ['third.limited', { calls: 'all' }],
  ])
  const { items, sections } = bound?.checklist ?? { items: new Map(), sections: [] }
  expect(['first.one', 'second.one'].map((id) => items.get(id)?.eventuallyMs)).toEqual([3000, 1000])
  expect(sections[0]?.items[0]).toBe(items.get('first.one'))
  const both = sections[0]?.items[1]
  expect(both).toBe(items.get('both'))
  expect(both?.body.kind === 'children' && both.body.children[0]?.kind === 'item' && both.body.children[0].item).toBe(
    items.get('second.one'),
  )
})

it('does not bind a pack to an empty label, and says where and which parameter', async () => {
  const checklist = await withPack('- { include: ./pack.yaml, as: first, severity: high, with: { label: "", wait: soon } }')
  const bound = bind([checklist], await environment(), '/base', { phases: ['staging'], params: new Map(), selection: {} })
  expect(
    bound.ok ? [] : bound.problems.map(({ code, message, hint, place }) => [code, message, hint, `${place?.file}:${place?.line}`]),
  ).toEqual([
    ['param', 'touches of the look first.limited wants text; came none', 'it comes from params.label', 'pack.yaml:8'],
    [
      'param',
      'eventually of the item first.one wants a duration with a unit between 1ms and 24h, for example 20s; came "soon"',
      'it comes from params.wait',
      'pack.yaml:10',
    ],
  ])
})

it('waits for the limit that the parameter names', async () => {
  const heard: RunEvent[] = []
  const two = `${LIMITED}\n${LIMITED.replace('id: a, title: A', 'id: b, title: B').replace('path: /', 'path: /b')}`
  const made = await run(await itemsOf(two, HEAD), await environment('limits: { login: { max: 2, per: 300ms } }'), {
    listen: (event) => void heard.push(event),
  })
  expect(made.report.ledger.outcomes.pass).toBe(2)
  expect(heard.filter(({ type }) => type === 'look-waiting')).toMatchObject([{ limit: 'login' }])
})

it('never makes a look whose label was not completed', async () => {
  const checklist = await itemsOf(LIMITED, HEAD)
  const target = await environment()
  const plan = {
    ...planOf(checklist, target),
    checklists: [{ checklist, params: { label: 'login' }, selected: new Set(['a']), needed: new Set<string>() }],
  }
  const gear = gearOf(target)
  const { report } = await check({ plan, gear, notes: [], recordFull: false, journal: createJournal('unused'), wordOf: NO_WORD })
  gear.close()
  expect(report.sections[0]?.items[0]).toMatchObject({ outcome: 'unknown', unknown: { reason: 'internal' } })
  expect(server.requests).toEqual([])
})

it('asks the target that the parameter names', async () => {
  const other = await serve((_, response) => void response.writeHead(204).end())
  const target = await environmentOf(`origins: { main: "${server.url}", other: "${other.url}" }\nphases: [staging]`)
  const checklist = await itemsOf(
    '- { id: a, title: A, severity: high, phase: staging, probe: http, target: "${params.target}", with: { path: / }, expect: "status == 204" }',
    HEAD,
  )
  const { report } = await run(checklist, target)
  await other.close()
  expect([report.ledger.outcomes.pass, server.requests.length]).toEqual([1, 0])
})

it('shows in the plan what came of the parameters', async () => {
  const checklist = await itemsOf(
    `- id: a
  title: A
  severity: high
  phase: staging
  touches: { "\${params.label}": 1 }
  steps:
    - { id: s, with: { path: / }, target: "\${params.target}", until: status == 200, within: "\${params.seconds}s", wait: "\${params.seconds}ms" }
  expect: "steps.s.status == 200"`,
    HEAD,
  )
  const [look] = await planLooks(
    planOf(checklist, await environmentOf(`origins: { main: "${server.url}", other: "http://127.0.0.1:1" }\nphases: [staging]`)),
    { values: {} },
  )
  expect(look?.touches).toEqual({ login: 1 })
  expect(look?.lines).toEqual(['GET http://127.0.0.1:1/, after 2 ms, again until status == 200, for at most 2.0 s'])
})

it('judges polls of a recording again when their time came from a parameter', async () => {
  const checklist = await itemsOf(
    '- { id: a, title: A, severity: high, phase: staging, probe: http, with: { path: / }, throughout: "${params.seconds}00ms", expect: "status == 200" }',
    HEAD,
  )
  const made = await run(checklist, await environment())
  expect(made.report.sections[0]?.items[0]).toMatchObject({ outcome: 'pass' })
  expect(server.requests.length).toBeGreaterThanOrEqual(3)
  const again = await replay(made.recording(), [checklist], '0.0.0-test', NO_WORD)
  expect(again.sections[0]?.items[0]).toMatchObject({ outcome: 'pass' })
})
