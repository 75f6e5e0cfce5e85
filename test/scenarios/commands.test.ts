import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, HEALTH, type Folder } from './folder.ts'

let shop: TestServer
let dir: Folder
let status = 200

const ITEMS = `${HEALTH}
- id: shop.price
  title: The price is right
  severity: high
  tags: [money]
  probe: http
  with: { path: /price }
  expect: "json.price == 10"
- id: shop.order
  title: An order can be made
  severity: high
  probe: http
  effect: data
  with: { method: POST, path: /orders }
  expect: "status == 201"
- id: shop.agreed
  title: The owner agrees
  severity: high
  attest: { role: Owner, evidence: required, valid: 30d }`

beforeAll(async () => {
  shop = await serve((request, response) => {
    const body = request.path === '/price' ? { price: 10 } : {}
    response.writeHead(request.method === 'POST' ? 201 : status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  dir = await folder({
    'readiness.yaml': configAt(shop.url),
    'checklist.yaml': checklistWith(ITEMS, 'source: document.txt\ngate: { critical: 100%, high: 50% }\nsign-off: [Owner]'),
    'document.txt': 'Checklist\nThe shop must be well.\n---\nThe price must be right.\n',
  })
})

afterAll(async () => {
  await dir.remove()
  await shop.close()
})

it('check shows the arithmetic and names what it did not look at', async () => {
  const { status: exit, stdout } = await dir.run(['check'])
  expect(stdout).toContain('critical 1 of 1 = 100 %, needs 100 %')
  expect(stdout).toContain('does not allow the effect data: nothing was sent')
  expect(stdout).toContain('high 1 of 3 = 33.3 %, 2 unknown, needs 50 %: not met yet')
  expect(exit).toBe(3)
  expect(shop.requests.filter(({ method }) => method === 'POST')).toEqual([])
})

it('attest writes a word into attestations.yaml that the next check counts', async () => {
  const attested = await dir.run([
    'attest',
    'shop.agreed',
    '--env',
    'staging',
    '--by',
    'Ada Lovelace',
    '--evidence',
    'minutes of 20 November',
    '--yes',
  ])
  expect(attested.status).toBe(0)
  expect(await readFile(join(dir.path, 'attestations.yaml'), 'utf8')).toContain('person: Ada Lovelace')
  const { status: exit, stdout } = await dir.run(['check'])
  expect(stdout).toContain('high 2 of 3 = 66.6 %, 1 unknown, needs 50 %')
  expect(exit).toBe(0)
})

it('attest without evidence that the item wants is a usage mistake and writes nothing', async () => {
  const { status: exit, stderr } = await dir.run(['attest', 'shop.agreed', '--env', 'staging', '--by', 'Ada', '--yes'])
  expect([exit, stderr]).toEqual([2, expect.stringContaining('this item wants evidence')])
})

it('plan tells what would be sent and refused, and sends nothing', async () => {
  const before = shop.requests.length
  const { status: exit, stdout } = await dir.run(['plan'])
  expect(stdout).toContain(`GET ${shop.url}/health`)
  expect(stdout).toContain('refused: staging does not allow it, nothing would be sent')
  expect([exit, shop.requests.length]).toEqual([0, before])
})

it('list shows the items, and with --uncovered the lines of the document that none of them names', async () => {
  const all = await dir.run(['list'])
  expect(all.stdout).toContain('shop.price')
  const open = await dir.run(['list', '--uncovered'])
  expect(open.stdout).toContain('    4  The price must be right.')
  expect(open.stdout).toContain('2 lines of document.txt are named by no item')
})

it.each([
  ['shop.health', 'expects  status == 200'],
  ['shop.1', 'The shop is well'],
  ['http', 'Parameters (`with:`)'],
  ['insufficient', 'too little to judge'],
  ['unknown-key', 'unknown-key:'],
])('explain %s works without a network', async (word, text) => {
  const { status: exit, stdout } = await dir.run(['explain', word])
  expect([exit, stdout]).toEqual([0, expect.stringContaining(text)])
})

it('a recorded run renders in every format, replays to the same verdict, and is kept from other eyes', async () => {
  const recorded = await dir.run(['check', '--record', 'run.json', '-o', 'json:live.json'])
  expect((await stat(join(dir.path, 'run.json'))).mode & 0o777).toBe(0o600)
  for (const format of ['pretty', 'json', 'junit', 'markdown', 'github', 'html']) {
    expect((await dir.run(['render', 'run.json', '-f', format])).status).toBe(recorded.status)
  }
  const replayed = await dir.run(['replay', 'run.json', '-o', 'json:replayed.json'])
  const again = await dir.run(['replay', 'run.json', '-o', 'json:again.json'])
  const json = async (file: string) =>
    JSON.parse(await readFile(join(dir.path, file), 'utf8')) as { run: object; sections: unknown; phases: unknown }
  const [live, first] = [await json('live.json'), await json('replayed.json')]
  expect({ ...first, run: undefined }).toEqual({ ...live, run: undefined })
  expect(await readFile(join(dir.path, 'again.json'), 'utf8')).toBe(await readFile(join(dir.path, 'replayed.json'), 'utf8'))
  expect([replayed.status, again.status]).toEqual([recorded.status, recorded.status])
})

it('an edited checklist judges what was recorded anew', async () => {
  await dir.run(['check', '--record', 'run.json'])
  await dir.write('edited.yaml', checklistWith(HEALTH.replace('status == 200', 'status == 204')))
  const { status: exit, stdout } = await dir.run(['replay', 'run.json', '--checklist', 'edited.yaml'])
  expect([exit, stdout]).toEqual([1, expect.stringContaining('status = 200')])
})

it('--failed runs only what did not pass, and says that it is partial', async () => {
  status = 503
  const broken = await dir.run(['check', '--record', 'broken.json'])
  status = 200
  expect(broken.status).toBe(1)
  const { stdout } = await dir.run(['check', '--failed', 'broken.json'])
  expect(stdout).toContain('The shop is well')
  expect(stdout).not.toContain('The price is right')
  expect(stdout).toMatch(/partial/i)
})

it.each([
  [['--only', 'shop.h*'], 'The shop is well', 'The price is right'],
  [['--only', 'shop.1'], 'The shop is well', 'The price is right'],
  [['--tag', 'money'], 'The price is right', 'The shop is well'],
  [['--severity', 'critical'], 'The shop is well', 'The price is right'],
  [['--skip', 'shop.p*'], 'The shop is well', 'The price is right'],
])('%j selects', async (flags, inside, outside) => {
  const { stdout } = await dir.run(['check', ...flags])
  expect(stdout).toContain(inside)
  expect(stdout).not.toContain(outside)
})

it('schema prints what editors need, and init writes files that validate and run', async () => {
  for (const what of ['checklist', 'config', 'attestations', 'report']) {
    const { status: exit, stdout } = await dir.run(['schema', what])
    expect([exit, typeof JSON.parse(stdout)]).toEqual([0, 'object'])
  }
  const fresh = await folder()
  expect((await fresh.run(['init', '--url', shop.url, '--path', '/health'])).status).toBe(0)
  expect((await fresh.run(['validate'])).status).toBe(0)
  const { stdout } = await fresh.run(['check'])
  expect(stdout).toContain('1 pass')
  expect((await fresh.run(['init', '--url', shop.url])).stderr).toMatch(
    /checklist\.schema\.json exist already .*\n.*--force overwrites them/,
  )
  await fresh.remove()
})

it('on GitHub the annotations and the step summary come by themselves', async () => {
  const summary = join(dir.path, 'summary.md')
  const { stderr } = await dir.run(['check'], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary })
  expect(stderr).toMatch(/^::(warning|notice|error) /m)
  expect(await readFile(summary, 'utf8')).toContain('GO')
})

it.each([
  [['chek'], 'did you mean check?'],
  [['check', '--env', 'stagin'], 'did you mean staging?'],
  [['check', '--formt', 'json'], 'Did you mean --format?'],
  [['check', '-f', 'jsn'], 'did you mean json?'],
  [['check', '--only', 'shop.helth'], 'did you mean shop.health?'],
  [['check', '--severity', 'urgent'], 'severities: critical, high, medium, low'],
  [['check', '--deadline', '5'], '--deadline 2m'],
  [['check', '--param', 'x'], '--param wants name=value'],
  [['check', '--phase', 'pre-deply'], 'no item is of the phase pre-deply'],
  [['explain', 'insuficient'], 'did you mean insufficient?'],
  [['schema', 'checklst'], 'did you mean checklist?'],
  [['replay', 'nothing.json'], 'nothing.json'],
  [['render', 'readiness.yaml'], 'is no JSON'],
])('%j exits 2 and says what to do', async (line, text) => {
  const { status: exit, stderr, stdout } = await dir.run(line)
  expect([exit, stderr, stdout]).toEqual([2, expect.stringContaining(text), ''])
  expect(stderr).not.toMatch(/\n\s+at /)
})

it('what would have looked at nothing does not say that nothing was looked at', async () => {
  const { stderr } = await dir.run(['explain', 'insuficient'])
  expect(stderr).toMatch(/\n1 problem\.\n$/)
})

it('every command has help with examples', async () => {
  for (const command of ['check', 'validate', 'plan', 'list', 'explain', 'render', 'replay', 'cleanup', 'attest', 'schema', 'init']) {
    const { status: exit, stdout } = await dir.run([command, '--help'])
    expect([command, exit, stdout]).toEqual([command, 0, expect.stringMatching(/Examples:\n {2}readiness /)])
  }
})
