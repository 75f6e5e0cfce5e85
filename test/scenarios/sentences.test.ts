import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, type Folder } from './folder.ts'

const HEAD = `gate: { critical: 100% }
looks:
  stock: { probe: http, with: { path: /stock } }`
const ITEMS = `- id: shop.orders
  title: Orders are taken
  severity: critical
  probe: http
  with: { path: /orders }
  expect:
    expression: "json.open"
    message: The shop takes orders
    show: { why not: json.reason, in stock: "looks.stock.json.pieces", until: json.until }`

let server: TestServer
let dir: Folder
beforeAll(async () => {
  server = await serve(({ path }, response) => {
    const body = path === '/orders' ? { open: false, reason: 'stocktaking' } : path === '/stock' ? { pieces: 1234567.8 } : { name: 'other' }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  dir = await folder({ 'readiness.yaml': configAt(server.url), 'checklist.yaml': checklistWith(ITEMS, HEAD) })
})
afterAll(async () => {
  await server.close()
  await dir.remove()
})

it('a failure says in words what was wanted, and shows what no expression reads, in a replay too', async () => {
  const said = /wanted {2}The shop takes orders\n +seen {4}why not: stocktaking\n +in stock: 1234568\n/
  const { stdout, status } = await dir.run(['check', '--record', 'run.json'])
  expect([status, stdout]).toEqual([1, expect.stringMatching(said)])
  expect(stdout).not.toContain('until')
  expect((await dir.run(['replay', 'run.json'])).stdout).toMatch(said)
})

it('explain tells the sentence and the expression', async () => {
  expect((await dir.run(['explain', 'shop.orders'])).stdout).toMatch(/expects +The shop takes orders\n +json\.open\n/)
})

it('identify speaks in its sentence', async () => {
  const expectation = `{ expression: "json.name == 'staging'", message: The target says that it is staging, show: { it says: json.name } }`
  const identify = `identify: { probe: http, with: { path: /environment }, expect: ${expectation} }`
  await dir.write('other.yaml', configAt(server.url, identify))
  const { stdout } = await dir.run(['check', '--config', 'other.yaml'])
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('The target says that it is staging did not hold (it says: other)')
})
