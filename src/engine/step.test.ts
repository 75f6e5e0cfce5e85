import { afterEach, beforeEach, expect, it } from 'vitest'
import { paste } from '../../test/support/paste.ts'
import { environmentOf, itemsOf, run } from '../../test/support/run.ts'
import { serve, type Received, type TestServer } from '../../test/support/server.ts'

type Answer = { readonly status: number; readonly json?: unknown; readonly headers?: Record<string, string>; readonly afterMs?: number }
let answer: (request: Received, index: number) => Answer
let server: TestServer
beforeEach(async () => {
  answer = () => ({ status: 200 })
  server = await serve(async (request, response) => {
    const { status, json, headers, afterMs } = answer(request, server.requests.length - 1)
    if (afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, afterMs))
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json ?? {}))
  })
})
afterEach(() => server.close())

/** The item over these steps, made as a session. */
async function look(steps: string, ...expectations: string[]) {
  const checklist = await itemsOf(
    `- id: a\n  title: A\n  severity: critical\n  phase: staging\n  effect: session\n  steps:\n${steps.trim().replaceAll(/^/gm, '    ')}\n  expect: ${JSON.stringify(expectations)}`,
  )
  const { report } = await run(checklist, await environmentOf(`url: "${server.url}"\nallow: [session]\nphases: [staging]`))
  const item = report.sections[0]?.items[0]
  return {
    outcome: item?.outcome,
    unknown: item?.unknown,
    answers: report.looks[0]?.steps.map((one) => one.answer),
    results: item?.findings.map(({ result }) => result),
    repeats: report.looks[0]?.steps.map(({ repeat }) => repeat?.replaceAll(server.url, '')),
  }
}

it('sends copies at the same moment, and shows them as a list', async () => {
  let together = 0
  let most = 0
  answer = (_, index) => {
    together += 1
    most = Math.max(most, together)
    setTimeout(() => (together -= 1), 100)
    return { status: index === 0 ? 200 : 400, afterMs: 100 }
  }
  const { outcome } = await look(
    '- { id: race, copies: 3, with: { method: POST, path: /use, connection: fresh } }',
    'steps.race.size() == 3',
    'steps.race.exists_one(r, r.status == 200)',
    'steps.race.filter(r, r.status == 400).size() == 2',
  )
  expect(outcome).toBe('pass')
  expect(most).toBe(3)
})

it('sends several times one after the other', async () => {
  answer = (_, index) => ({ status: index < 2 ? 401 : 429 })
  const { outcome } = await look(
    '- { id: tries, times: 3, spacing: 5ms, with: { method: POST, path: /login } }',
    'steps.tries.size() == 3',
    'steps.tries[2].status == 429',
  )
  expect(outcome).toBe('pass')
})

it('sends once for each row with its values, and shows the answers by row', async () => {
  answer = ({ path }) => ({ status: path === '/good' ? 200 : 400 })
  const { outcome } = await look(
    `
- id: sent
  each:
    control: { path: /good }
    forged: { path: /bad }
  with: { method: POST, path: "\${each.path}" }`,
    'steps.sent.control.status == 200',
    'steps.sent.forged.status == 400',
  )
  expect(outcome).toBe('pass')
  expect(server.requests.map(({ path }) => path)).toEqual(['/good', '/bad'])
})

it('looks again until something holds', async () => {
  answer = (_, index) => ({ status: 200, json: { ready: index >= 2 } })
  expect((await look('- { id: wait, with: { path: /state }, until: "json.ready", within: 20s }', 'steps.wait.json.ready')).outcome).toBe(
    'pass',
  )
  expect(server.requests).toHaveLength(3)
})

it('is judged on the last answer when it never holds within the time', async () => {
  answer = () => ({ status: 200, json: { ready: false } })
  const { outcome, answers } = await look(
    '- { id: wait, with: { path: /state }, until: "json.ready", within: 300ms }',
    'steps.wait.json.ready',
  )
  expect(outcome).toBe('fail')
  expect(answers?.[0]).toMatch(/^200 .*; `until` never held$/)
  expect(server.requests.length).toBeGreaterThan(1)
})

it.each([null, '', ' '])('takes %j for no value to save, and sends nothing further', async (token) => {
  answer = () => ({ status: 200, json: { token } })
  const steps = '- { id: intent, with: { path: /intent }, save: { token: json.token } }\n- { id: use, with: { path: /use } }'
  expect((await look(steps, 'steps.use.status == 200')).outcome).toBe('fail')
  expect(server.requests).toHaveLength(1)
})

it('keeps a blank text that is public, since nobody is let in by it', async () => {
  answer = () => ({ status: 200, json: { note: '' } })
  const steps = '- { id: one, with: { path: /one }, save: { note: { value: json.note, public: true } } }'
  expect((await look(steps, "saved.note == ''")).outcome).toBe('pass')
})

it('keeps cookies between the steps of one jar and of no other', async () => {
  answer = (_, index) => ({ status: 200, headers: index === 0 ? { 'set-cookie': 'session=one-1234567890; Path=/' } : {} })
  await look(
    `
- { id: login, jar: a, with: { path: /login } }
- { id: same, jar: a, with: { path: /same } }
- { id: other, jar: b, with: { path: /other } }
- { id: none, with: { path: /none } }`,
    'steps.none.status == 200',
  )
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, 'session=one-1234567890', undefined, undefined])
})

it('a body that is no JSON leaves the rest of the step readable', async () => {
  await server.close()
  server = await serve((_, response) => void response.end('<html>'))
  const { outcome, results, unknown } = await look(
    '- { id: page, with: { path: / } }',
    'steps.page.status == 200',
    'steps.page.json.ok == true',
  )
  expect(results).toEqual(['true', 'unread'])
  expect({ outcome, reason: unknown?.reason }).toEqual({ outcome: 'unknown', reason: 'malformed' })
})

it('an unread part of one copy is unread in its place', async () => {
  await server.close()
  let count = 0
  server = await serve((_, response) => void response.end((count += 1) === 1 ? '{"ok":true}' : '<html>'))
  const { outcome, results } = await look(
    '- { id: page, times: 2, with: { path: / } }',
    'steps.page[0].json.ok == true',
    'steps.page[1].json.ok == true',
  )
  expect(results).toEqual(['true', 'unread'])
  expect(outcome).toBe('unknown')
})

it('the line that repeats a step is that of its rows, and says where saved values and cookies come from', async () => {
  answer = (_, index) => ({
    status: 200,
    json: { token: 'hidden-token-1' },
    headers: index === 0 ? { 'set-cookie': 'session=one-1234567890; Path=/' } : {},
  })
  const { repeats } = await look(
    `
- { id: login, jar: a, with: { path: /login }, save: { access: json.token } }
- { id: same, jar: a, with: { path: /same, headers: { Authorization: "Bearer \${saved.access}" } } }
- { id: rows, each: { one: { path: /1 }, two: { path: /2 } }, with: { path: "\${each.path}" } }`,
    'steps.same.status == 200',
  )
  expect(repeats).toEqual([
    'curl -i /login',
    'curl -i -b "${COOKIES:?name=value; name=value, as set by the steps before}" -H "Authorization: Bearer ${SAVED_ACCESS:?saved by the step login}" /same',
    'curl -i /1 #"row one"\ncurl -i /2 #"row two"',
  ])
})

it('the line that repeats a step sends as many as the look did, and says what they do and what came before', async () => {
  const { repeats } = await look(
    `
- { id: tries, times: 3, spacing: 1ms, with: { path: /read } }
- { id: login, with: { method: POST, path: /login } }
- { id: race, copies: 3, with: { method: POST, path: /use } }
- { id: page, with: { path: /read } }`,
    'steps.page.status == 200',
  )
  expect(repeats).toEqual([
    String.raw`for i in $(seq 3); do curl -i -sS -w '\n%{time_total} s\n' /read; done`,
    'curl -i -X POST /login #"opens or ends a session on the target"',
    expect.stringMatching(
      /^\(for i in \$\(seq 3\); do curl .* \/use \| sed .* & done; wait\) #"the look sent this after login, left out here" #"opens or ends/,
    ),
    'curl -i /read #"the look sent this after login, race, left out here"',
  ])
  const before = server.requests.length
  const { stdout } = await paste(repeats?.[2]?.replace('/use', `${server.url}/use`))
  expect(stdout.match(/HTTP\/1.1 200/g)).toHaveLength(3)
  expect(server.requests).toHaveLength(before + 3)
})
