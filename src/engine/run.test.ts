import { afterEach, beforeEach, expect, it } from 'vitest'
import { environmentOf, itemsOf, run, NO_WORD, type RunOptions } from '../../test/support/run.ts'
import { serve, type Received, type TestServer } from '../../test/support/server.ts'
import type { RunEvent } from '../core/event.ts'
import type { ItemResult } from '../core/report.ts'
import { replay } from './replay.ts'
import type { Recording } from './record.ts'

let answer: (request: Received, index: number) => { status: number; json?: unknown; afterMs?: number } | 'drop'
let server: TestServer
beforeEach(async () => {
  answer = () => ({ status: 200 })
  server = await serve(async (request, response) => {
    const given = answer(request, server.requests.length - 1)
    if (given === 'drop') return void response.destroy()
    if (given.afterMs !== undefined) await new Promise((resolve) => void setTimeout(resolve, given.afterMs))
    response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.json ?? {}))
  })
})
afterEach(() => server.close())

async function runItems(
  items: string,
  { head = '', environment = '', ...options }: RunOptions & { head?: string; environment?: string } = {},
) {
  const checklist = await itemsOf(items.trim(), head)
  const made = await run(checklist, await environmentOf(`url: "${server.url}"\nphases: [staging]\n${environment}`), options)
  const all = (list: readonly ItemResult[]): ItemResult[] => list.flatMap((item) => [item, ...all(item.children)])
  const items_ = new Map(all(made.report.sections.flatMap((section) => section.items)).map((item) => [item.id, item]))
  return {
    ...made,
    checklist,
    item: (id: string) => items_.get(id),
    outcomes: Object.fromEntries([...items_].map(([id, { outcome, unknown }]) => [id, unknown ? `${outcome} ${unknown.reason}` : outcome])),
  }
}
const item = (id: string, more = '', path = '/', expectation = 'status == 200') =>
  `- { id: ${id}, title: T, severity: high, phase: staging, probe: http, with: { path: ${path} }, expect: "${expectation}"${more === '' ? '' : `, ${more}`} }\n`

it('makes equal reads once, for any number of items', async () => {
  const { report, outcomes, item: of } = await runItems(item('a') + item('b') + item('c', '', '/other'))
  expect(server.requests.map(({ path }) => path).sort()).toEqual(['/', '/other'])
  expect([report.ledger.planned, report.ledger.looks]).toEqual([3, 2])
  expect(Object.values(outcomes)).toEqual(['pass', 'pass', 'pass'])
  expect(['a', 'b', 'c'].map((id) => of(id)?.looks)).toEqual([['item:a'], ['item:a'], ['item:c']])
  expect(report.looks.map(({ id }) => id)).toEqual(['item:a', 'item:c'])
})

it('shows behind a fact that decided what decided the fact', async () => {
  answer = () => ({ status: 503 })
  const head = 'looks:\n  up: { probe: http, with: { path: /up }, retry: 0 }\nfacts: { fine: "looks.up.status == 200" }'
  const { item: of } = await runItems('- { id: a, title: T, severity: high, phase: staging, expect: "facts.fine" }', { head })
  expect(of('a')?.findings.flatMap(({ values }) => values.map(({ text, value }) => `${text} = ${value}`))).toEqual([
    'facts.fine = false',
    'looks.up.status = 503',
  ])
})

it('tries a read again when nothing could be seen, and tells the attempts', async () => {
  answer = (_, index) => (index < 1 ? 'drop' : { status: 200 })
  const { report, outcomes } = await runItems(item('a'))
  expect(outcomes).toEqual({ a: 'pass' })
  expect(report.looks[0]).toMatchObject({ attempts: 2, retries: 1 })
})

it('gives up after the attempts that it has', async () => {
  answer = () => 'drop'
  const { report, outcomes } = await runItems(item('a', 'retry: 2'))
  expect(outcomes).toEqual({ a: 'unknown unreachable' })
  expect(report.looks[0]).toMatchObject({ attempts: 3, retries: 2 })
  expect(report.verdict).toBe('UNDETERMINED')
})

it('never tries again after a clean no', async () => {
  answer = () => ({ status: 503 })
  const { report, outcomes } = await runItems(item('a', 'retry: 3'))
  expect(outcomes).toEqual({ a: 'fail' })
  expect([server.requests.length, report.verdict]).toEqual([1, 'NO-GO'])
})

it('never tries again what is no read', async () => {
  answer = () => 'drop'
  const { outcomes } = await runItems(
    '- { id: a, title: A, severity: high, phase: staging, probe: http, effect: session, with: { method: POST, path: / }, expect: "status == 200" }',
    { environment: 'allow: [session]' },
  )
  expect(outcomes).toEqual({ a: 'unknown unreachable' })
  expect(server.requests.length).toBe(1)
})

it('blocks what needs a failed item, through any number of steps, and names the root', async () => {
  answer = ({ path }) => ({ status: path === '/bad' ? 500 : 200 })
  const { outcomes, item: of } = await runItems(
    item('c', 'needs: b') +
      item('b', 'needs: a') +
      item('a', '', '/bad') +
      item('d', 'needs: e') +
      item('e', 'when: "environment.name == \'prod\'"'),
  )
  expect(outcomes).toEqual({ a: 'fail', b: 'unknown blocked', c: 'unknown blocked', d: 'pass', e: 'not-applicable' })
  expect([of('b')?.unknown?.root, of('c')?.unknown?.root]).toEqual(['a', 'a'])
  expect(server.requests.map(({ path }) => path)).not.toContain('/c')
})

it('an item whose condition cannot be told is unknown, and its own look is not made', async () => {
  answer = ({ path }) => (path === '/which' ? 'drop' : { status: 200 })
  const { outcomes } = await runItems(item('a', 'when: "facts.own"', '/own'), {
    head: 'looks:\n  which: { probe: http, with: { path: /which }, retry: 0 }\nfacts: { own: "looks.which.status == 200" }',
  })
  expect(outcomes).toEqual({ a: 'unknown unreachable' })
  expect(server.requests.map(({ path }) => path)).toEqual(['/which'])
})

it('sends no effect to a target that does not prove to be the environment, and reads it all the same', async () => {
  answer = ({ path }) => ({ status: 200, json: path === '/environment' ? { name: 'production' } : {} })
  const effect =
    '- { id: e, title: E, severity: high, phase: staging, probe: http, effect: data, with: { method: POST, path: /create }, expect: "status == 200" }\n'
  const { outcomes, item: of } = await runItems(effect + item('a'), {
    environment: 'allow: [data]\nidentify: { probe: http, with: { path: /environment }, expect: "json.name == \'test\'" }',
  })
  expect(outcomes).toEqual({ e: 'unknown refused', a: 'pass' })
  expect(of('e')?.unknown?.detail).toContain('did not prove to be test')
  expect(server.requests.map(({ path }) => path)).not.toContain('/create')
})

it('a word settles what was refused, and nothing that was looked at', async () => {
  answer = () => ({ status: 500 })
  const word = { role: 'Owner', person: 'Ada', at: '2026-01-01T00:00:00Z' }
  const refused =
    '- { id: e, title: E, severity: high, phase: staging, probe: http, effect: data, with: { method: POST, path: / }, expect: "status == 200", attest: { role: Owner } }\n'
  const { outcomes, item: of } = await runItems(refused + item('a', 'attest: { role: Owner }'), {
    wordOf: () => ({ ok: true, attestation: word }),
  })
  expect(outcomes).toEqual({ e: 'pass', a: 'fail' })
  expect(of('e')).toMatchObject({ settledBy: 'attestation', attestation: word })
  expect((await runItems(refused, { wordOf: NO_WORD })).outcomes).toEqual({ e: 'unknown refused' })
})

it('looks again until the expectations hold, and as long as they must', async () => {
  answer = (_, index) => ({ status: index >= 2 ? 200 : 503 })
  const { outcomes, report } = await runItems(item('a', 'eventually: 20s'))
  expect(outcomes).toEqual({ a: 'pass' })
  expect(report.looks[0]?.polls).toBe(3)
  answer = () => ({ status: 200 })
  expect((await runItems(item('b', 'throughout: 300ms', '/b'))).report.looks[0]?.polls).toBeGreaterThanOrEqual(3)
  const from = server.requests.length
  answer = (_, index) => ({ status: index === from + 1 ? 503 : 200 })
  expect((await runItems(item('c', 'throughout: 20s', '/c'))).outcomes).toEqual({ c: 'fail' })
  expect(server.requests.length).toBe(from + 2)
})

it('looks throughout the whole time, however long it waited for its turn', async () => {
  const at: number[] = []
  answer = ({ path }) => {
    if (path === '/b') at.push(performance.now())
    return { status: 200, ...(path === '/a' ? { afterMs: 900 } : {}) }
  }
  const { outcomes } = await runItems(item('a') + item('b', 'throughout: 800ms', '/b'), { concurrency: 1 })
  expect(outcomes).toEqual({ a: 'pass', b: 'pass' })
  expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(700)
})

it('tells what it does as events, one for each item and look', async () => {
  const events: RunEvent[] = []
  await runItems(item('a') + item('b', '', '/b'), { listen: (event) => events.push(event) })
  const count = (type: RunEvent['type']) => events.filter((event) => event.type === type).length
  expect([count('started'), count('look-started'), count('look-ended'), count('item')]).toEqual([1, 2, 2, 2])
})

it('judges a recording to the same report', async () => {
  answer = ({ path }, index) =>
    path === '/gone' ? 'drop' : { status: path === '/bad' ? 500 : 200, json: { n: 3, list: [1, 2], token: 'tok-9f8e7d6c5b4a', index } }
  const items = [
    item('a', '', '/', 'json.n == 3 && json.list.exists(x, x == 2)'),
    item('b', '', '/bad'),
    item('c', 'retry: 0', '/gone'),
    item('d', 'needs: c'),
    item('f', 'eventually: 300ms', '/bad', 'status == 200'),
    item('g', '', '/', 'json.list.all(x, x > 0)'),
    '- id: s\n  title: S\n  severity: high\n  phase: staging\n  effect: session\n  steps:\n    - { id: one, with: { method: POST, path: /one }, save: { token: json.token } }\n    - { id: two, with: { path: "/two", headers: { X: "${saved.token}" } } }\n    - { id: three, with: { path: "/bad" }, save: { x: json.none } }\n    - { id: four, with: { path: /four } }\n  expect: ["steps.two.status == 200", "steps.four.status == 200"]\n',
    '- { id: k, title: K, severity: low, phase: staging, any: [a, b] }\n',
    '- { id: m, title: M, severity: low, phase: staging, attest: { role: Owner } }\n',
    item('w', '', '/', "release.running == '3'"),
  ].join('')
  const environment = 'allow: [session]\nrelease: { probe: http, with: { path: /version }, value: "string(json.n)" }'
  const { report, recording, checklist } = await runItems(items, { environment, release: '3' })
  const again = JSON.parse(JSON.stringify(recording())) as Recording
  const replayed = await replay(again, [checklist], report.tool.version, NO_WORD)
  const { replayOf, ...about } = replayed.run
  expect(replayOf).toEqual({ id: report.run.id, startedAt: report.run.startedAt })
  expect({ ...replayed, run: about }).toEqual(JSON.parse(JSON.stringify(report)))
  expect(report.verdict).toBe('NO-GO')
  expect(new Set(report.sections[0]?.items.map(({ outcome }) => outcome))).toEqual(new Set(['pass', 'fail', 'unknown']))
  expect(JSON.stringify(recording())).not.toContain('tok-9f8e7d6c5b4a')
})
