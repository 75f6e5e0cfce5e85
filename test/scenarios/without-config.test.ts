import { afterAll, beforeAll, expect, it } from 'vitest'
import { checklistWith, folder, HEALTH, type Folder } from './folder.ts'

let dir: Folder

/** An item of two parts beside one without any. */
const COMPOSED = `${HEALTH}
- id: shop.orders
  title: Orders can be made and taken back, and whoever made one is told of it, in the words that the shop uses everywhere else too
  severity: high
  lines: 3
  all:
    - { id: orders.made, title: An order can be made, probe: http, with: { path: /orders }, expect: "status == 200" }
    - { id: orders.undone, title: An order can be taken back, probe: http, with: { path: /undone }, expect: "status == 200" }`

beforeAll(async () => {
  dir = await folder({ 'checklist.yaml': checklistWith(COMPOSED), 'broken.yaml': 'readiness: 1\nid: shop\n', 'text.md': '# no JSON' })
})

afterAll(() => dir.remove())

const alone = (...line: string[]) => dir.run([...line, '--checklist', 'checklist.yaml'])

it('validate loads a checklist where there is no readiness.yaml, and says what it could not check', async () => {
  const { status, stdout } = await alone('validate')
  expect([status, stdout]).toEqual([0, expect.stringContaining('names of environments and secrets could not be checked')])
})

it('list shows the items of a checklist alone, and with --parts what they are composed of', async () => {
  const short = await alone('list')
  expect([short.status, short.stdout]).toEqual([
    0,
    expect.stringContaining('2 parts of these items are not shown; readiness list --parts shows them'),
  ])
  expect(short.stdout).not.toContain('orders.made')
  const whole = await alone('list', '--parts')
  expect(whole.stdout).toMatch(/^ {2}shop\.orders .*\n(?: {20,}.*\n)* {4}orders\.made +high/m)
  expect(whole.stdout).not.toContain('not shown')
})

it('list and explain keep to the width of the terminal', async () => {
  for (const { stdout } of [await alone('list'), await alone('explain', 'shop.orders'), await alone('explain', 'http')]) {
    const prose = stdout.split('\nExample:')[0] ?? ''
    expect(Math.max(...prose.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100)
  }
})

it.each([
  ['orders.made', 'An order can be made'],
  ['shop.orders', 'source   line 3 of'],
  ['refused', 'settle   run it in an environment that allows this effect'],
  ['unknown', 'insufficient  what was seen is too little'],
])('explain %s needs no readiness.yaml', async (word, text) => {
  const { status, stdout } = await alone('explain', word)
  expect([status, stdout]).toEqual([0, expect.stringContaining(text)])
})

it.each([
  [['explain', 'ordrs', '--checklist', 'checklist.yaml'], 'did you mean orders.made, orders.undone or shop.orders?'],
  [['explain', 'nothing.such', '--checklist', 'checklist.yaml'], 'readiness list --parts shows every item'],
  [['validate'], 'for this command --checklist <file> is enough'],
  [['list', '--env', 'staging'], 'list has no --env; it is an option of check, plan, attest'],
  [['render', 'nope.json'], 'error: nope.json cannot be read: it does not exist'],
  [['render', 'text.md'], 'error: text.md is no JSON [usage]'],
  [['validate', '--checklist', 'nope.yaml'], 'error: nope.yaml cannot be read: it does not exist'],
])('%j exits 2 and says what to do, once', async (line, text) => {
  const { status, stderr } = await dir.run(line)
  expect([status, stderr]).toEqual([2, expect.stringContaining(text)])
  expect(stderr.match(/it does not exist/g)?.length ?? 1).toBe(1)
})

it('explain tells first why no checklist could be loaded, and not that nothing is called so', async () => {
  const { status, stderr } = await dir.run(['explain', 'orders.made', '--checklist', 'broken.yaml'])
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^broken\.yaml/)])
  expect(stderr).toContain('whether an item is called so cannot be told')
  expect(stderr).not.toContain('nothing is called')
})

it('check needs a readiness.yaml all the same', async () => {
  const { status, stderr } = await alone('check')
  expect([status, stderr]).toEqual([2, expect.stringContaining('there is no readiness.yaml here')])
})
