import { afterEach, beforeEach, expect, it } from 'vitest'
import { LookError } from '../core/look-error.ts'
import { environmentOf, itemsOf, run, type RunOptions } from '../../test/support/run.ts'
import { serve, type Received, type TestServer } from '../../test/support/server.ts'

/** Answers by method and path; what is not named is 404. */
let answers: Record<string, (request: Received) => { status: number; json?: unknown } | 'hang'>
let server: TestServer
beforeEach(async () => {
  answers = {}
  server = await serve((request, response) => {
    const answer = answers[`${request.method} ${request.path}`]?.(request) ?? { status: 404 }
    if (answer !== 'hang') response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.json ?? {}))
  })
})
afterEach(() => server.close())

const sent = () => server.requests.map(({ method, path }) => `${method} ${path}`)

async function look(steps: string, expectations: string, options: RunOptions = {}) {
  const checklist = await itemsOf(
    `- id: a\n  title: A\n  severity: critical\n  phase: staging\n  effect: destructive\n${steps.trim().replaceAll(/^/gm, '  ')}\n  expect: ${JSON.stringify(expectations)}`,
  )
  const { report, recording } = await run(
    checklist,
    await environmentOf(`url: "${server.url}"\nallow: [destructive]\nphases: [staging]`),
    options,
  )
  const item = report.sections[0]?.items[0]
  if (!item) throw new Error('the item is gone')
  return { report, recording, item, steps: report.looks[0]?.steps ?? [] }
}

const DELETION = `
steps:
  - { id: intent, with: { method: POST, path: /intent }, save: { token: json.token } }
  - { id: use, with: { method: DELETE, path: /event, headers: { X-Token: "\${saved.token}" } } }
finally:
  - { id: gone, with: { method: DELETE, path: /cleanup } }`

it('sends the steps in order with what was saved, and then cleans up', async () => {
  answers = {
    'POST /intent': () => ({ status: 200, json: { token: 'tok-9f8e7d6c5b4a' } }),
    'DELETE /event': () => ({ status: 200 }),
    'DELETE /cleanup': () => ({ status: 204 }),
  }
  const { item, report, recording, steps } = await look(DELETION, 'steps.use.status == 200')
  expect(item.outcome).toBe('pass')
  expect(sent()).toEqual(['POST /intent', 'DELETE /event', 'DELETE /cleanup'])
  expect(server.requests[1]?.headers['x-token']).toBe('tok-9f8e7d6c5b4a')
  expect(steps.map(({ id, answer }) => `${id}: ${answer?.slice(0, 3)}`)).toEqual(['intent: 200', 'use: 200', 'gone: 204'])
  expect(report.leftBehind).toEqual([])
  expect(JSON.stringify([report, recording()])).not.toContain('tok-9f8e7d6c5b4a')
})

it('sends nothing further when a value to be saved is missing, says what was not reached, and still cleans up', async () => {
  answers = { 'POST /intent': () => ({ status: 503 }), 'DELETE /cleanup': () => ({ status: 200 }) }
  const { item, report } = await look(DELETION, 'steps.use.status == 200')
  expect(sent()).toEqual(['POST /intent', 'DELETE /cleanup'])
  expect(item.outcome).toBe('fail')
  expect(item.findings[0]).toMatchObject({
    result: 'absent',
    detail: expect.stringMatching(/^not reached: intent answered 503 .*without json\.token$/),
  })
  expect(report.verdict).toBe('NO-GO')
})

it('what was reached before is judged all the same', async () => {
  answers = { 'POST /intent': () => ({ status: 503 }) }
  expect((await look(DELETION, 'steps.intent.status == 503')).item.outcome).toBe('pass')
})

it('a step that saw nothing makes the later ones unknown, not failed', async () => {
  answers = { 'POST /intent': () => 'hang' }
  const { item } = await look(DELETION.replace('id: intent,', 'id: intent, timeout: 100ms,'), 'steps.use.status == 200')
  expect(item).toMatchObject({ outcome: 'unknown', unknown: { reason: 'timeout' } })
  expect(sent()).toEqual(['POST /intent', 'DELETE /cleanup'])
})

it.each([404, 410])('an answer %d to the clean-up says that nothing is left', async (status) => {
  answers = {
    'POST /intent': () => ({ status: 200, json: { token: 'tok-9f8e7d6c5b4a' } }),
    'DELETE /event': () => ({ status: 200 }),
    'DELETE /cleanup': () => ({ status }),
  }
  const { report, item } = await look(DELETION, 'steps.use.status == 200')
  expect(report.leftBehind).toEqual([])
  expect([item.outcome, report.verdict]).toEqual(['pass', 'GO'])
})

it.each([
  ['is refused', () => ({ status: 403 }), /^item:a: gone: the target answered 403$/],
  ['is never answered', () => 'hang' as const, /^item:a: gone: .*within/],
])('when the clean-up %s the run tells what is left behind and is no GO', async (_, answer, wanted) => {
  answers = {
    'POST /intent': () => ({ status: 200, json: { token: 'tok-9f8e7d6c5b4a' } }),
    'DELETE /event': () => ({ status: 200 }),
    'DELETE /cleanup': answer,
  }
  const { report, item } = await look(DELETION.replace('id: gone,', 'id: gone, timeout: 100ms,'), 'steps.use.status == 200')
  expect(report.leftBehind).toEqual([expect.stringMatching(wanted)])
  expect([item.outcome, report.verdict]).toEqual(['pass', 'UNDETERMINED'])
})

it('goes on with the clean-up of other things when one is gone, and needs nothing more of the gone one', async () => {
  answers = { 'POST /intent': () => ({ status: 200, json: { token: 'tok-9f8e7d6c5b4a' } }), 'DELETE /second': () => ({ status: 500 }) }
  const { report } = await look(
    `
steps:
  - { id: intent, with: { method: POST, path: /intent }, save: { token: json.token } }
finally:
  - { id: ticket, with: { method: POST, path: /ticket }, save: { ticket: json.ticket } }
  - { id: first, with: { method: DELETE, path: /first, headers: { X-Ticket: "\${saved.ticket}" } } }
  - { id: second, with: { method: DELETE, path: /second } }`,
    'steps.intent.status == 200',
  )
  expect(sent()).toEqual(['POST /intent', 'POST /ticket', 'DELETE /second'])
  expect(report.leftBehind).toEqual(['item:a: second: the target answered 500'])
})

it('a clean-up that needs a value which never came is left behind, without being sent', async () => {
  answers = { 'POST /intent': () => ({ status: 503 }) }
  const { report } = await look(
    DELETION.replace('path: /cleanup', 'path: /cleanup, headers: { X-Token: "${saved.token}" }'),
    'steps.intent.status == 503',
  )
  expect(report.leftBehind).toEqual(['item:a: gone: it needs the saved value token, which never came'])
  expect(sent()).toEqual(['POST /intent'])
})

it('cleans up after Ctrl-C too, and calls what was not seen interrupted', async () => {
  const abort = new AbortController()
  answers = {
    'POST /intent': () => {
      setTimeout(() => abort.abort('SIGINT'), 20)
      return 'hang'
    },
    'DELETE /cleanup': () => ({ status: 200 }),
  }
  const { item, report } = await look(DELETION, 'steps.use.status == 200', { signal: abort.signal })
  expect(sent()).toEqual(['POST /intent', 'DELETE /cleanup'])
  expect(item).toMatchObject({ outcome: 'unknown', unknown: { reason: 'interrupted' } })
  expect(report).toMatchObject({ verdict: 'UNDETERMINED', leftBehind: [], run: { interrupted: 'SIGINT' } })
})

it('sends nothing at all, clean-up included, where the effect is not allowed', async () => {
  const checklist = await itemsOf(
    `- id: a\n  title: A\n  severity: critical\n  phase: staging\n  effect: destructive\n${DELETION.trim().replaceAll(/^/gm, '  ')}\n  expect: "steps.use.status == 200"`,
  )
  const { report } = await run(checklist, await environmentOf(`url: "${server.url}"\nphases: [staging]`))
  expect(report.sections[0]?.items[0]).toMatchObject({ outcome: 'unknown', unknown: { reason: 'refused' } })
  expect(server.connections()).toBe(0)
})

it('a public saved value is shown, and keeps the journal able to undo', async () => {
  const saved: unknown[] = []
  answers = { 'POST /intent': () => ({ status: 200, json: { id: 'ev_77' } }), 'DELETE /event/ev_77': () => ({ status: 200 }) }
  const journal = {
    open: async () => ({
      update: async (values: unknown) => void saved.push(structuredClone(values)),
      close: async () => void saved.push('closed'),
    }),
  }
  const steps = `
steps:
  - { id: intent, with: { method: POST, path: /intent }, save: { event: { value: json.id, public: true } } }
finally:
  - { id: gone, with: { method: DELETE, path: "/event/\${saved.event}" } }`
  const { item } = await look(steps, "saved.event == 'ev_77' && steps.intent.status == 200", { journal })
  expect(item.outcome).toBe('pass')
  expect(saved).toEqual([{ event: 'ev_77' }, 'closed'])
})

it('sends nothing further when the journal cannot be written, and still cleans up', async () => {
  answers = { 'POST /intent': () => ({ status: 200, json: { token: 'tok-9f8e7d6c5b4a' } }), 'DELETE /cleanup': () => ({ status: 200 }) }
  const journal = {
    open: async () => ({
      update: async () => {
        throw new LookError('unconfigured', 'journal/r-1.json cannot be written: the disk is full')
      },
      close: async () => {},
    }),
  }
  const { item, report } = await look(DELETION, 'steps.use.status == 200', { journal })
  expect(sent()).toEqual(['POST /intent', 'DELETE /cleanup'])
  expect(item).toMatchObject({
    outcome: 'unknown',
    unknown: { reason: 'unconfigured', detail: expect.stringContaining('the disk is full') },
  })
  expect([report.verdict, report.leftBehind]).toEqual(['UNDETERMINED', []])
})

it('sends nothing at all when the journal cannot be made', async () => {
  const journal = { open: () => Promise.reject(new LookError('unconfigured', 'the journal cannot be made: the disk is full')) }
  const { item } = await look(DELETION, 'steps.use.status == 200', { journal })
  expect(sent()).toEqual([])
  expect(item).toMatchObject({
    outcome: 'unknown',
    unknown: { reason: 'unconfigured', detail: 'the journal cannot be made: the disk is full' },
  })
})
