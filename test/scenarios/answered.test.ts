import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, type Folder } from './folder.ts'

const TOKEN = 'kD93-token-of-the-shop'
const ITEMS = `- { id: moved, title: Moved, severity: critical, probe: http, with: { path: /old }, expect: "status == 200" }
- { id: down, title: Down, severity: critical, probe: http, with: { path: /down }, expect: "status in [200, 204]" }
- { id: pages, title: Pages, severity: critical, probe: headers, with: { paths: [/, /old] }, expect: "pages.all(p, p.status == 200)" }
- id: order
  title: Order
  severity: critical
  steps:
    - { id: buy, probe: http, with: { path: /secret } }
  expect: "steps.buy.status == 200"`

let server: TestServer
let dir: Folder
beforeAll(async () => {
  server = await serve(({ path }, response) => {
    if (path === '/old') response.writeHead(302, { location: 'https://login.example.com/?next=/old' }).end()
    else if (path === '/down') response.writeHead(503, { 'content-type': 'text/plain' }).end('the catalogue is down\nand more')
    else if (path === '/secret') response.writeHead(500, { 'content-type': 'application/json' }).end(`{"error":"${TOKEN}"}`)
    else response.end('{}')
  })
  dir = await folder({
    'checklist.yaml': checklistWith(ITEMS),
    'readiness.yaml': configAt(
      server.url,
      `identities: { shop: { bearer: "\${secrets.token}" } }\nsecrets: { token: { env: SHOP_TOKEN } }`,
    ),
  })
})
afterAll(async () => {
  await server.close()
  await dir.remove()
})

it('a wrong status says where the answer points or how it begins, and again in a replay', async () => {
  const { stdout } = await dir.run(['check', '--record', 'run.json'], { SHOP_TOKEN: TOKEN })
  const seen = [
    /status = 302\n +answered 302 -> https:\/\/login\.example\.com\/\?next=\/old/,
    /status = 503\n +answered 503: the catalogue is down\n/,
    /\/old answered 302 -> https:/,
    /steps\.buy\.status = 500\n +answered 500: \[secret:secrets\.token\]\n/,
  ]
  for (const text of seen) expect(stdout).toMatch(text)
  const { stdout: replayed } = await dir.run(['replay', 'run.json'])
  for (const text of seen) expect(replayed).toMatch(text)
  expect(await readFile(join(dir.path, 'run.json'), 'utf8')).not.toContain(TOKEN)
})
