import { expect, it } from 'vitest'
import { itemsOf } from '../../test/support/run.ts'
import { evaluate } from '../expression/index.ts'
import { contextFor, named, type Known } from './context.ts'
import { createFacts } from './facts.ts'
import type { Looked } from './types.ts'

const HEAD = `
params:
  platform: { type: string, default: render, description: Where it runs }
looks:
  app: { probe: http, with: { path: /app } }
  store: { probe: http, with: { path: /store } }
facts:
  single: "params.platform == 'render' || looks.app.status == 200"
  up: "looks.app.status == 200"
  both: "facts.up && looks.store.status == 200"
  share: "double(looks.app.json.used) / 2.0"
  clean: "looks.store.setCookie.all(c, c.contains('Secure'))"`

const sawStatus = (status: number, more: object = {}): Looked => ({
  ...base,
  seen: { observation: { status, ...more }, unread: [], saved: {}, notReached: [] },
})
const failed = (reason: 'timeout' | 'unauthorized'): Looked => ({ ...base, failed: { reason, detail: 'no answer' } })
const base: Looked = {
  result: { id: 'x', probe: 'http', effect: 'read', summary: 'GET', durationMs: 0, attempts: 1, retries: 0, polls: 0, steps: [] },
  leftBehind: [],
  withheld: [],
}

/** The facts and expectations of the checklist above, over looks that are given; tells which looks were asked for. */
async function setUp(looks: Record<string, Looked>, expectation: string, params = { platform: 'render' }) {
  const checklist = await itemsOf(`- { id: a, title: A, severity: high, expect: ${JSON.stringify(expectation)} }`, HEAD)
  const asked: string[] = []
  const known: Known = {
    roots: () => ({
      params,
      packs: {},
      environment: { name: 'test' },
      release: {},
      run: { id: 'r', startedAt: '2026-01-02T03:04:05.000Z' },
      now: new Date(0),
      env: {},
    }),
    look: async (id) => {
      asked.push(id)
      return looks[id] ?? failed('timeout')
    },
    fact: (name) => facts.get(name),
    showsNumbers: () => false,
  }
  const facts = createFacts(checklist, () => known)
  const program = checklist.items.get('a')?.expect[0]?.program
  if (!program) throw new Error('no expectation')
  const { result } = evaluate(program, await contextFor([program], known))
  return { result, asked, facts: await facts.results() }
}

it('makes no look for what is decided without it', async () => {
  expect(await setUp({}, 'facts.single')).toMatchObject({ result: { kind: 'true' }, asked: [] })
  expect(await setUp({ app: sawStatus(200) }, 'facts.single', { platform: 'own' })).toMatchObject({
    result: { kind: 'true' },
    asked: ['app'],
  })
})

it('makes of a choice only the look that is chosen', async () => {
  const seen = { app: sawStatus(200), store: sawStatus(500) }
  const choice = "params.platform == 'render' ? looks.app.status == 200 : looks.store.status == 200"
  const chosen = await setUp(seen, choice)
  expect([chosen.result.kind, ...new Set(chosen.asked)]).toEqual(['true', 'app'])
  const other = await setUp(seen, choice, { platform: 'own' })
  expect([other.result.kind, ...new Set(other.asked)]).toEqual(['false', 'store'])
  const either = "(params.platform == 'render' ? looks.app.status == 200 : false) || looks.store.status == 200"
  expect((await setUp({ app: failed('timeout'), store: sawStatus(200) }, either)).result.kind).toBe('true')
})

it('makes a look that is needed, and each fact once', async () => {
  const { result, asked, facts } = await setUp(
    { app: sawStatus(200), store: sawStatus(200) },
    'facts.both && facts.up && looks.app.status == 200',
  )
  expect(result.kind).toBe('true')
  expect(new Set(asked)).toEqual(new Set(['app', 'store']))
  expect(facts).toEqual([
    { name: 'up', text: 'looks.app.status == 200', value: 'true' },
    { name: 'both', text: 'facts.up && looks.store.status == 200', value: 'true' },
  ])
})

it('a look that saw nothing makes unknown what reads it, through facts too', async () => {
  const { result, facts } = await setUp({ app: failed('unauthorized'), store: sawStatus(200) }, 'facts.both')
  expect(result).toMatchObject({ kind: 'unread', reason: 'unauthorized' })
  expect(result.kind === 'unread' && result.why).toBe('both: up: app: no answer')
  expect(facts.map(({ name, unknown }) => [name, unknown?.reason])).toEqual([
    ['up', 'unauthorized'],
    ['both', 'unauthorized'],
  ])
})

it('a fact is decided without the part that could not be seen where the rest decides', async () => {
  expect((await setUp({ app: failed('timeout'), store: sawStatus(500) }, 'facts.both')).result.kind).toBe('false')
})

it('keeps half a look: only what reads the unread field is unknown', async () => {
  const half: Looked = {
    ...base,
    seen: { observation: { status: 200 }, unread: [{ path: ['json'], reason: 'malformed', detail: 'HTML' }], saved: {}, notReached: [] },
  }
  expect((await setUp({ app: half }, 'facts.up')).result.kind).toBe('true')
  expect((await setUp({ app: half }, 'facts.share > 0.1')).result).toMatchObject({ kind: 'unread', reason: 'malformed' })
})

it('a fact without a value is unknown, not false', async () => {
  const { result, facts } = await setUp({ app: sawStatus(200, { json: {} }) }, 'facts.share > 0.1')
  expect(result).toMatchObject({ kind: 'unread', reason: 'malformed' })
  expect(facts[0]?.unknown?.reason).toBe('malformed')
})

it('a fact that holds over an empty list only is insufficient', async () => {
  expect((await setUp({ store: sawStatus(200, { setCookie: [] }) }, 'facts.clean')).result).toMatchObject({
    kind: 'unread',
    reason: 'insufficient',
  })
})

it('knows the names under a root, each once, and no computed ones', () => {
  expect(named([['looks', 'a', 'b'], ['looks', 'a'], ['facts', 'c'], ['looks'], ['looks', 0]], 'looks')).toEqual(['a'])
})

it('makes no look for a computed name, and says that it cannot be told', async () => {
  const { result, asked } = await setUp({ app: sawStatus(200) }, 'looks[params.platform].status == 200', { platform: 'app' })
  expect(result).toMatchObject({ kind: 'unread', reason: 'unsupported' })
  expect(asked).toEqual([])
})
