import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkFaults, faultList } from '../../fixtures/run/fault-list.ts'
import { SYSTEM_NAMES, systemNamed } from '../../fixtures/run/systems.ts'
import { checklistWith, configAt, folder, HEALTH, type Folder } from './folder.ts'

let dir: Folder

const ITEMS = `${HEALTH}
- id: shop.store
  title: The store keeps what it is given
  severity: high
  probe: redis
  expect: "authenticated"
- id: shop.crowd
  title: The shop is made for so many
  severity: high
  probe: http
  with: { path: "/for/\${params.users}" }
  expect: "status == 200"
- include: ./pack.yaml
  as: crowd
  with: { size: "\${params.users + 1}" }`

const PACK = `readiness: 1
pack: crowd
title: Crowds
params: { size: { type: int, description: How many } }
items:
  - id: small
    title: The crowd is small
    severity: high
    probe: http
    with: { path: "/crowd/\${params.size}" }
    expect: "status == 200"
`

beforeAll(async () => {
  dir = await folder({
    'pack.yaml': PACK,
    'readiness.yaml': configAt(
      'http://127.0.0.1:1',
      'secrets: { store: { env: SHOP_STORE_URL } }\ntargets: { store: { kind: redis, url: "${secrets.store}" } }',
    ),
    'checklist.yaml': checklistWith(ITEMS, 'gate: { critical: 100% }\nparams: { users: { type: int, default: 10, description: Users } }'),
  })
})

afterAll(() => dir.remove())

it('a declared secret without a value is settled by setting its variable', async () => {
  const { stdout } = await dir.run(['check', '-f', 'json', '--only', 'shop.store'])
  expect(stdout).toContain('"set SHOP_STORE_URL where readiness runs, and run again"')
})

it('a wrong parameter is one problem', async () => {
  const { status, stderr } = await dir.run(['check', '--param', 'users=abc'])
  expect(stderr).toMatch(/^1 problem; nothing was looked at/m)
  expect([status, stderr]).toEqual([2, expect.stringContaining('the parameter users wants a whole number; came "abc"')])
})

it.each([
  [{ pid: process.pid }, 'this run still goes on'],
  [{}, 'should this run still go on'],
  [{ pid: 2 ** 22 + 1 }, ': made\n'],
])('cleanup --list tells of a run with %j whether it still goes on', async (owner, text) => {
  const record = {
    schema: 'readiness.journal/1',
    run: 'r1',
    ...owner,
    startedAt: '2026-01-02T03:04:05.000Z',
    environment: 'staging',
    checklist: 'checklist.yaml',
    look: 'made',
    params: {},
    saved: {},
  }
  await dir.write('.readiness/journal/r1-1.json', JSON.stringify(record))
  const { stdout } = await dir.run(['cleanup', '--list'])
  expect(stdout).toContain(text)
})

it.each(SYSTEM_NAMES)(
  'every fault of %s is listed once with a sentence, and a misspelt one is answered with the one that is meant',
  async (name) => {
    const system = await systemNamed(name)
    const list = faultList(system)
    for (const id of system.faults) expect(list.match(new RegExp(`^  ${id} +\\S.{5,}$`, 'gm'))).toHaveLength(1)
    const [id = ''] = system.faults
    expect(() => checkFaults(system, [id, `${id}x`])).toThrow(`did you mean ${id}?`)
    expect(() => checkFaults(system, system.faults)).not.toThrow()
  },
)
