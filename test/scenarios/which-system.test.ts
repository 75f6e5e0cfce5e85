import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, type Folder } from './folder.ts'

const ITEMS = `- id: shop.admin
  title: The admin page
  severity: critical
  probe: http
  as: admin
  with: { path: /admin }
  expect: "status == 200 && json.admin"
- id: shop.closed
  title: The admin page is closed
  severity: critical
  probe: http
  with: { path: /admin, anonymous: true }
  expect: "status == 401"
- id: shop.node
  title: Node is there
  severity: critical
  probe: command
  effect: read
  with: { command: [node, --version] }
  expect: "exitCode == 0 && stdout.contains('v')"
- id: shop.restore
  title: The restore was practised
  severity: critical
  attest: { role: Lead, valid: 30d }`
const ENVIRONMENT = `identify: { probe: http, with: { path: /environment }, expect: "json.name == 'staging'" }
identities: { none: {}, admin: { bearer: "\${secrets.token}" } }
secrets: { token: { env: SHOP_TOKEN } }`
const TOKEN = { SHOP_TOKEN: 'kD93-expired-token-of-the-shop' }

let server: TestServer
let dir: Folder
beforeAll(async () => {
  server = await serve(({ path }, response) => {
    const [status, type, body] =
      path === '/environment'
        ? [200, 'application/json', '{"name":"staging"}']
        : path === '/page'
          ? [200, 'text/html', '<!doctype html><title>Shop</title>']
          : path === '/admin'
            ? [401, 'application/json', '{}']
            : [404, 'application/json', '{}']
    response.writeHead(status as number, { 'content-type': type as string }).end(body)
  })
  dir = await folder({ 'checklist.yaml': checklistWith(ITEMS) })
  await configured('/version')
})
afterAll(async () => {
  await server.close()
  await dir.remove()
})

const configured = (path: string) =>
  dir.write('readiness.yaml', configAt(server.url, `release: { probe: http, with: { path: ${path} }, value: json.commit }\n${ENVIRONMENT}`))
const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

it('a report says beside the environment that identify holds, and what was asked', async () => {
  const { stdout } = await dir.run(['check', '-o', 'json:report.json'], TOKEN)
  expect(flat(stdout)).toContain(`staging at ${server.url} (identify holds: GET ${server.url}/environment)`)
  const { environment } = JSON.parse(await readFile(join(dir.path, 'report.json'), 'utf8')) as { environment: { identified: unknown } }
  expect(environment.identified).toEqual({ state: 'proven', asked: `GET ${server.url}/environment` })
})

it.each([
  ['/version', '/version answered 404 Not Found, 2 bytes: json.commit is not there'],
  ['/page', '/page answered 200 OK, 34 bytes: the body is HTML, not JSON'],
])('a release that %s does not name says what was answered', async (path, says) => {
  await configured(path)
  expect(flat((await dir.run(['check'], TOKEN)).stdout)).toContain(`GET ${server.url}${says}`)
})

it('an identity that the target refuses is named with its secret, in the failure, in what to do next and in a replay', async () => {
  const says = 'the target refused the identity admin (SHOP_TOKEN): 401'
  const { stdout } = await dir.run(['check', '--record', 'run.json'], TOKEN)
  expect(stdout).toContain(`            ${says}\n`)
  expect(flat(stdout)).toContain(`1 shop.admin: ${says}; renew its secret, or give it the right`)
  expect(stdout).toMatch(/✓ The admin page is closed/)
  expect(stdout.match(/refused the identity/g)).toHaveLength(2)
  expect((await dir.run(['replay', 'run.json'])).stdout).toContain(says)
})

it('plan shows what every run asks of the environment itself, and marks programs that would not be run', async () => {
  await configured('/version')
  const { stdout } = await dir.run(['plan'])
  expect(stdout).toContain(`  environment:identify (read)\n    GET ${server.url}/environment (once, when a run begins)\n`)
  expect(stdout).toContain(`GET ${server.url}/version (3 times when a run begins, 3 times when it ends)`)
  expect(stdout).toContain('! item:shop.node (read, refused: programs run only with --allow-exec)')
  expect((await dir.run(['plan', '--allow-exec'])).stdout).toContain('  item:shop.node (read)\n')
  const { proofs, looks } = JSON.parse((await dir.run(['plan', '--json'])).stdout) as {
    proofs: { id: string }[]
    looks: { id: string; allowed: boolean }[]
  }
  expect(proofs.map(({ id }) => id)).toEqual(['environment:identify', 'environment:release'])
  expect(looks.find(({ id }) => id === 'item:shop.node')?.allowed).toBe(false)
})

it.each([
  [['check', '--release', '']],
  [['check', '--release', ' ']],
  [['plan', '--release', '']],
  [['attest', 'shop.restore', '-e', 'staging', '--by', 'Ada', '--yes', '--release', '']],
])('%j: a release that is blank is a mistake', async (line) => {
  const { status, stderr } = await dir.run(line, TOKEN)
  expect([status, flat(stderr)]).toEqual([2, expect.stringContaining('--release is empty [usage] = is the variable set?')])
})

it('blanks around a release do not count', async () => {
  const { stdout } = await dir.run(['check', '--release', ' abc1234 ', '-f', 'json'], TOKEN)
  expect(JSON.parse(stdout)).toMatchObject({ release: { expected: 'abc1234' }, run: { command: 'readiness check --release abc1234' } })
})

it('attest refuses a role that the item does not want, and writes nothing', async () => {
  const line = ['attest', 'shop.restore', '--env', 'staging', '--by', 'Ada', '--yes']
  const { status, stderr } = await dir.run([...line, '--role', 'CEO'])
  expect([status, stderr]).toEqual([2, expect.stringContaining('shop.restore wants the word of Lead; came CEO')])
  await expect(readFile(join(dir.path, 'attestations.yaml'), 'utf8')).rejects.toThrow(/ENOENT/)
  expect((await dir.run([...line, '--role', 'Lead'])).status).toBe(0)
})

it('a word is shown with person and evidence without being asked for, also in a comment', async () => {
  await dir.run(['attest', 'shop.restore', '--env', 'staging', '--by', 'Ada', '--evidence', 'T-1', '--yes'])
  expect((await dir.run(['check'], TOKEN)).stdout).toMatch(/word of Ada \(Lead\), .*\n?.*evidence T-1/)
  expect((await dir.run(['check', '-f', 'markdown'], TOKEN)).stdout).toMatch(/attested\): word of Ada .*evidence T-1/)
})
