import { afterEach, beforeEach, expect, it } from 'vitest'
import { environmentOf, itemsOf, run } from '../../test/support/run.ts'
import { serve, type TestServer } from '../../test/support/server.ts'

/** Status by method and path; what is not named is 404. Several are given in turn, the last one ever after. */
let answers: Record<string, readonly number[]>
let server: TestServer
beforeEach(async () => {
  const asked: string[] = []
  server = await serve(({ method, path }, response) => {
    const key = `${method} ${path}`
    const statuses = answers[key] ?? [404]
    asked.push(key)
    response.writeHead(statuses[asked.filter((one) => one === key).length - 1] ?? statuses.at(-1) ?? 404, { location: '/login' }).end()
  })
})
afterEach(() => server.close())

async function leftBy(step: string, gone: readonly number[] = [200]) {
  answers = { 'POST /made': [200], 'DELETE /made': gone }
  const checklist = await itemsOf(`- id: a
  title: A
  severity: critical
  phase: staging
  effect: destructive
  steps:
    - { id: made, with: { method: POST, path: /made } }
  finally:
    - { id: gone, ${step} }
  expect: "steps.made.status == 200"`)
  const environment = await environmentOf(`url: "${server.url}"\nallow: [destructive]\nphases: [staging]`)
  const { report } = await run(checklist, environment, { allowExec: true })
  expect(report.verdict).toBe(report.leftBehind.length === 0 ? 'GO' : 'UNDETERMINED')
  return report.leftBehind
}

const DELETE = 'with: { method: DELETE, path: /made }'
const ROWS = 'each: { one: { n: "1" }, two: { n: "2" } }, with: { method: DELETE, path: /made, json: { n: "${each.n}" } }'

it.each([`times: 2, ${DELETE}`, `copies: 2, ${DELETE}`, ROWS])('looks at every answer of { %s }', async (step) => {
  expect(await leftBy(step)).toEqual([])
})

it.each([
  [`times: 2, ${DELETE}`, [200, 500], ['item:a: gone: the target answered 500']],
  [`copies: 2, ${DELETE}`, [500, 200], ['item:a: gone: the target answered 500']],
  [ROWS, [404, 403], ['item:a: gone: the target answered 403']],
  [ROWS, [404, 404], []],
  [`times: 2, ${DELETE}`, [200, 404], []],
])('one refusal among the answers of { %s } is left behind: %j', async (step, statuses, left) => {
  expect(await leftBy(step, statuses)).toEqual(left)
})

it('a redirect undoes nothing, unless the step itself waits for it', async () => {
  expect(await leftBy(DELETE, [302])).toEqual(['item:a: gone: the target answered 302'])
  expect(await leftBy(`${DELETE}, until: status == 302, within: 1s`, [302])).toEqual([])
})

it('a program that fails is left behind, unless the step itself waits for its exit status', async () => {
  const program = (code: number) => `probe: command, with: { command: [sh, -c, "exit ${code}"] }`
  expect(await leftBy(program(3))).toEqual(['item:a: gone: the program ended with exit status 3'])
  expect(await leftBy(program(0))).toEqual([])
  expect(await leftBy(`${program(3)}, until: exitCode == 3, within: 1s`)).toEqual([])
})
