import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, folder, type Folder } from './folder.ts'

let main: TestServer
let other: TestServer
let dir: Folder

const HEAD = `gate: { critical: 100% }
params:
  label: { type: string, default: login, description: The limit that is spent }
  seconds: { type: int, default: 2, description: How long it may take }
  target: { type: string, default: other, description: Whom to ask }
looks:
  made:
    effect: data
    touches: { "\${params.label}": all }
    steps:
      - { id: made, target: "\${params.target}", with: { method: POST, path: /made }, until: status == 201, within: "\${params.seconds}s" }
    finally:
      - { id: gone, target: "\${params.target}", with: { method: DELETE, path: /made } }`
const ITEM = '- { id: shop.made, title: Made, severity: critical, look: made, expect: "steps.made.status == 201" }'

beforeAll(async () => {
  const answers = () => serve((request, response) => void response.writeHead(request.method === 'POST' ? 201 : 200).end())
  main = await answers()
  other = await answers()
  dir = await folder({
    'readiness.yaml': `readiness: 1
checklists: [checklist.yaml]
environments:
  staging:
    origins: { main: "${main.url}", other: "${other.url}" }
    phases: [pre-deploy]
    allow: [data]
    limits: { login: { max: 1, per: 200ms } }
`,
    'checklist.yaml': checklistWith(ITEM, HEAD),
  })
})

afterAll(async () => {
  await dir.remove()
  await main.close()
  await other.close()
})

const sent = () => [main, other].map(({ requests }) => requests.map(({ method }) => method).join(' '))

it('plan shows what came of the parameters', async () => {
  const { status, stdout } = await dir.run(['plan', '--param', 'seconds=7'])
  expect(status).toBe(0)
  expect(stdout).toContain(`POST ${other.url}/made, again until status == 201, for at most 7.0 s`)
  expect(stdout).toContain('takes all of login, after a wait of 200 ms; the environment allows 1 per 200 ms')
})

it.each([
  ['label=', 'touches of the look made wants text; came none', '"${params.label}"'],
  ['label=not a name', 'wants the label of a limit, a name such as login; came "not a name"', '"${params.label}"'],
  ['target=', 'target of the step made of the look made wants text; came none', '"${params.target}"'],
  ['seconds=-1', 'within of the step made of the look made wants a duration', '"${params.seconds}s"'],
])('check with %s exits 2 with a caret, and sends nothing', async (param, message, quoted) => {
  const before = sent()
  const { status, stderr } = await dir.run(['check', '--param', param])
  expect([status, sent()]).toEqual([2, before])
  expect(stderr).toContain(message)
  expect(stderr).toMatch(/checklist\.yaml:\d+:\d+/)
  expect(stderr).toContain(quoted)
  expect(stderr).toContain(`it comes from params.${param.split('=')[0]}`)
})

it('cleanup undoes what an earlier run made at the target of that run', async () => {
  const record = {
    schema: 'readiness.journal/1',
    run: 'r1',
    startedAt: '2026-01-02T03:04:05.000Z',
    environment: 'staging',
    checklist: 'checklist.yaml',
    look: 'made',
    params: { label: 'login', seconds: 2, target: 'other' },
    saved: {},
  }
  await dir.write('.readiness/journal/r1-1.json', JSON.stringify(record))
  const { status, stdout } = await dir.run(['cleanup'])
  expect([status, stdout, sent()]).toEqual([0, expect.stringContaining('undone'), ['', 'DELETE']])
})
