import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, type Folder } from './folder.ts'

let shop: TestServer
let dir: Folder
let broken = true

const item = (id: string, path: string, more = '') =>
  `- { id: ${id}, title: ${id}, severity: critical, probe: http, with: { path: ${path} }, expect: "status == 200"${more} }`

beforeAll(async () => {
  shop = await serve((request, response) => void response.writeHead(broken && request.path === '/open' ? 503 : 200).end('{}'))
  dir = await folder({
    'readiness.yaml': configAt(shop.url).replace('[pre-deploy]', '[pre-deploy, staging]'),
    'checklist.yaml': checklistWith(
      `${item('first', '/open', ', tags: [door]')}\n${item('other', '/ok').replace('critical', 'high')}\n${item('later', '/ok', ', phase: staging')}`,
      `gate:
  - { severity: critical, at-least: 100%, phases: [pre-deploy, staging] }
  - { severity: high, at-least: 100%, phases: [pre-deploy] }`,
    ),
  })
})

afterAll(async () => {
  await dir.remove()
  await shop.close()
})

it('what did not pass can end GO after it was fixed, and the other phase is named as not judged', async () => {
  broken = true
  expect((await dir.run(['check', '--record', 'run.json'])).status).toBe(1)
  broken = false
  const { status, stdout } = await dir.run(['check', '--failed', 'run.json', '--record', 'again.json'])
  expect([status, stdout]).toEqual([0, expect.stringMatching(/Not in this partial run: staging\n/)])
  expect(stdout).toMatch(/ GO +for pre-deploy\n/)
  const replayed = await dir.run(['replay', 'again.json'])
  expect([replayed.status, replayed.stdout]).toEqual([0, expect.stringContaining('Not in this partial run: staging')])
})

it.each([
  [['--skip', 'later'], 0],
  [['--tag', 'door'], 0],
  [['--only', 'first'], 0],
  [['--severity', 'high'], 0],
])('%j judges only the phases that have a selected item', async (flags, wanted) => {
  broken = false
  const { status, stdout } = await dir.run(['check', ...flags])
  expect([status, stdout]).toEqual([wanted, expect.stringContaining('Not in this partial run: staging')])
})

it('a run of selected items that fail is no GO', async () => {
  broken = true
  expect((await dir.run(['check', '--tag', 'door'])).status).toBe(1)
})
