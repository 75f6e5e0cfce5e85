import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/core/report.ts'
import { FORMATS } from '../../src/report/registry.ts'
import { checklistWith, configAt, folder } from '../scenarios/folder.ts'
import type { Folder } from '../scenarios/folder.ts'
import { serve } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { asks, GOOD } from './case.ts'
import { target } from './target.ts'

const formats = FORMATS.map(({ name }) => name)
const RUNS = {
  GO: { status: 0, items: GOOD },
  'NO-GO': { status: 1, items: `${GOOD}\n${asks('/bad', 'status == 200')}` },
  UNDETERMINED: { status: 3, items: `${GOOD}\n${asks('/empty', 'json.ok')}` },
} as const

let server: TestServer
const dirs = new Map<string, Folder>()
beforeAll(async () => {
  server = await serve(target)
  for (const [verdict, { items }] of Object.entries(RUNS)) {
    dirs.set(verdict, await folder({ 'readiness.yaml': configAt(server.url), 'checklist.yaml': checklistWith(items) }))
  }
})
afterAll(async () => {
  for (const dir of dirs.values()) await dir.remove()
  await server.close()
})

const dirOf = (verdict: string): Folder => {
  const dir = dirs.get(verdict)
  if (!dir) throw new Error(`no folder for ${verdict}`)
  return dir
}

describe.each(Object.entries(RUNS))('a run that is %s', (verdict, { status }) => {
  it(`ends in ${status} and says so in every format, on stdout and in files, live and rendered later (F1)`, async () => {
    const dir = dirOf(verdict)
    const files = formats.map((format) => ['-o', `${format}:report.${format}`]).flat()
    expect((await dir.run(['check', '-q', ...files])).status).toBe(status)
    for (const format of formats) {
      const live = await dir.run(['check', '-f', format])
      expect([format, live.status]).toEqual([format, status])
      const rendered = await dir.run(['render', 'report.json', '-f', format])
      expect([format, rendered.status]).toEqual([format, status])
      for (const text of [live.stdout, rendered.stdout, await readFile(join(dir.path, `report.${format}`), 'utf8')])
        expect(saysOther(text, verdict)).toEqual([])
    }
  })
})

/** Verdicts that a report names, other than its own; the name of the one must stand in it. */
function saysOther(text: string, verdict: string): string[] {
  const named = new Set(
    [...text.replace(/<style>.*?<\/style>/s, '').matchAll(/(?<![\w-])(NO-GO|UNDETERMINED|GO)(?![\w-])/g)].map(([, name]) => name ?? ''),
  )
  return [...(named.has(verdict) ? [] : [`it does not say ${verdict}`]), ...[...named].filter((name) => name !== verdict)]
}

it('a healthy target is GO, so that the suite can see one', async () => {
  const { status, stdout } = await dirOf('GO').run(['check'])
  expect([status, stdout]).toEqual([0, expect.stringMatching(/ GO +for pre-deploy/)])
})

it('a partial run says in every format that it is one', async () => {
  const dir = dirOf('NO-GO')
  for (const format of formats) {
    const { status, stdout } = await dir.run(['check', '--only', 'good', '-f', format])
    expect([format, status, stdout]).toEqual([format, 0, expect.stringMatching(/partial/i)])
  }
})

it('a warning that does not hold is shown and does not gate', async () => {
  const dir = await folder({ 'readiness.yaml': configAt(server.url), 'checklist.yaml': checklistWith(`${GOOD}\n  warn: "status == 503"`) })
  const { status, stdout } = await dir.run(['check', '-o', 'json:report.json'])
  const { sections } = JSON.parse(await readFile(join(dir.path, 'report.json'), 'utf8')) as Report
  await dir.remove()
  expect(status).toBe(0)
  expect(stdout).toContain('status == 503')
  expect(sections[0]?.items[0]?.findings).toContainEqual(expect.objectContaining({ role: 'warn', result: 'false' }))
})

it('a look that came only at the second attempt says so (V09)', async () => {
  let asked = 0
  const flaky = await serve((_, response) => ((asked += 1) === 1 ? void response.destroy() : void response.end('{}')))
  const dir = await folder({ 'readiness.yaml': configAt(flaky.url), 'checklist.yaml': checklistWith(GOOD) })
  const shown: string[] = []
  for (const format of ['pretty', 'markdown', 'html', 'junit']) {
    asked = 0
    const { status, stdout } = await dir.run(['check', '-f', format])
    if (status === 0 && /on attempt 2\b/.test(stdout)) shown.push(format)
  }
  await dir.remove()
  await flaky.close()
  expect(shown).toEqual(['pretty', 'markdown', 'html', 'junit'])
})
