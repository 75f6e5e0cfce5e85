import { beforeAll, expect, it } from 'vitest'
import { itemsOf } from '../../test/support/run.ts'
import type { Checklist } from '../checklist/model.ts'
import { othersOf, select, withChildren, type Selection } from './select.ts'

const look = 'severity: high, probe: http, with: { path: /a }, expect: "status == 200"'
let checklist: Checklist
beforeAll(async () => {
  checklist = await itemsOf(`
- { id: base, title: Base, phase: pre-deploy, refs: [woo.base], ${look} }
- { id: middle, title: Middle, phase: staging, needs: base, tags: [slow], ${look} }
- { id: top, title: Top, phase: staging, needs: [middle], ${look.replace('high', 'critical')} }
- id: whole
  title: Whole
  severity: low
  phase: staging
  all:
    - { id: whole.part, title: Part, needs: base, ${look} }
    - later
- { id: later, title: Later, phase: post-deploy, tags: [slow, night], ${look} }
`)
})

const chosen = (phases: string[], selection: Selection = {}) => {
  const { selected, needed } = select(checklist, new Set(phases), selection)
  return { selected: [...selected], needed: [...needed] }
}

it('selects the items of the phases, and runs beside them what they need or name in other phases', () => {
  expect(chosen(['pre-deploy'])).toEqual({ selected: ['base'], needed: [] })
  expect(chosen(['staging'])).toEqual({ selected: ['middle', 'top', 'whole'], needed: ['base', 'later'] })
  expect(chosen(['pre-deploy', 'staging', 'post-deploy']).needed).toEqual([])
})

it.each([
  ['an id', { only: (id: string) => id === 'top' }, ['top'], ['middle', 'base']],
  ['a requirement', { only: (id: string) => id.startsWith('woo.') }, ['base'], []],
  ['what is not skipped', { skip: (id: string) => id !== 'whole' }, ['whole'], ['base', 'later']],
  ['a severity', { severities: new Set(['critical'] as const) }, ['top'], ['middle', 'base']],
  ['a tag', { tags: new Set(['slow']) }, ['middle'], ['base']],
  ['what did not pass', { failed: new Set(['base', 'later']) }, ['base'], []],
  ['nothing', { only: () => false }, [], []],
] as const)('selects by %s, with everything that it needs through any number of steps', (_, selection, selected, needed) => {
  expect(chosen(['pre-deploy', 'staging'], selection)).toEqual({ selected, needed })
})

it('knows the items that an item needs and names, through children in place too', () => {
  expect(othersOf(checklist.items.get('whole') ?? fail())).toEqual(['base', 'later'])
  expect(withChildren(checklist.items.get('whole') ?? fail()).map(({ id }) => id)).toEqual(['whole', 'whole.part'])
})

function fail(): never {
  throw new Error('no such item')
}
