import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Report } from '../../src/core/report.ts'
import { indented } from '../false-green/case.ts'
import { checklistWith, configAt, folder } from '../scenarios/folder.ts'
import { serve } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'

const ITEMS = [
  ['login', 'probe: http\nwith: { path: /echo }\nexpect: "status == 200"'],
  ['refuses', 'probe: http\nwith: { path: /echo }\nexpect: "status == 401"'],
  ['says', 'probe: http\nwith: { path: /echo }\nexpect: "json.word == \'pass\'"'],
  ['denies', 'probe: http\nwith: { path: /echo }\nexpect: "json.word != \'pass\'"'],
  ['echoes', "probe: http\nwith: { path: /echo }\nexpect: \"headers['x-echo'] == 'something else'\""],
  ['named', "expect: \"looks.echo.headers['x-echo'] == 'something else'\""],
  ['reasoned', 'expect: "facts.same"'],
  ['lacking', 'enough: "looks.echo.headers[\'x-echo\'].size() > 1000"\nexpect: "looks.echo.status == 200"'],
  ['conditional', 'when: "facts.said == \'something else\'"\nexpect: "looks.echo.status == 200"'],
  ['measured', 'probe: secret\nwith: { value: "${secrets.word}" }\nexpect: "length >= 32"'],
] as const

const HEAD = `gate: { critical: 100% }
looks: { echo: { probe: http, with: { path: /echo } } }
facts: { same: "looks.echo.headers['x-echo'] == 'something else'", said: "looks.echo.headers['x-echo']" }`

let server: TestServer
beforeAll(async () => {
  server = await serve(({ headers }, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-echo': headers.authorization ?? 'nothing' })
      .end('{"word":"pass","ok":true}')
  })
})
afterAll(() => server.close())

interface Told {
  readonly status: number | null
  readonly stdout: string
  readonly files: readonly string[]
  readonly outcomes: readonly (readonly [string, string])[]
}

async function runWith(word: string): Promise<Told> {
  const items = ITEMS.map(([id, body]) => `- id: ${id}\n  title: ${id}\n  severity: critical\n${indented(body)}`).join('\n')
  const config = configAt(server.url, 'secrets: { word: { env: C_WORD } }\nidentities: { admin: { bearer: "${secrets.word}" } }')
  const dir = await folder({ 'readiness.yaml': config, 'checklist.yaml': checklistWith(items, HEAD) })
  const { status, stdout } = await dir.run(['check', '-v', '-o', 'json:report.json', '-o', 'html:report.html'], { C_WORD: word })
  const { sections } = JSON.parse(await readFile(join(dir.path, 'report.json'), 'utf8')) as Report
  const files = await Promise.all(['report.json', 'report.html'].map((name) => readFile(join(dir.path, name), 'utf8')))
  await dir.remove()
  return { status, stdout, files, outcomes: sections.flatMap((section) => section.items).map(({ id, outcome }) => [id, outcome] as const) }
}

const OUTCOMES = [
  ['login', 'pass'],
  ['refuses', 'fail'],
  ['says', 'pass'],
  ['denies', 'fail'],
  ['echoes', 'fail'],
  ['named', 'fail'],
  ['reasoned', 'fail'],
  ['lacking', 'unknown'],
  ['conditional', 'not-applicable'],
  ['measured', 'fail'],
]

it('the word pass as a secret changes no outcome, and the report stays one for people', async () => {
  const [word, other] = await Promise.all([runWith('pass'), runWith('kite')])
  expect(word.outcomes).toEqual(other.outcomes)
  expect(word.outcomes).toEqual(OUTCOMES)
  expect(word.status).toBe(1)
  expect(word.stdout).toContain('2 pass')
  expect(word.stdout).toContain('json.word = [withheld: secrets.word is too short or too common to be masked]')
  expect(word.stdout).not.toContain('Bearer pass')
})

it('a short secret that is echoed stands in no report', async () => {
  const { stdout, outcomes, files } = await runWith('qzkite')
  expect(outcomes).toContainEqual(['echoes', 'fail'])
  expect([stdout, ...files].filter((text) => text.includes('qzkite'))).toEqual([])
})

it('a status is shown beside a short word, and withheld beside a short number that it might be', async () => {
  const [word, pin, port] = await Promise.all([runWith('qzkite'), runWith('200'), runWith('8:15')])
  expect(word.stdout).toMatch(/wanted {2}status == 401\n +seen {4}status = 200\n/)
  for (const { stdout, outcomes, files } of [pin, port]) {
    expect(outcomes).toContainEqual(['refuses', 'fail'])
    expect(stdout).toMatch(/wanted {2}status == 401\n +seen {4}status = \[withheld: secrets\.word /)
    expect([stdout, ...files].filter((text) => text.includes('status = 200'))).toEqual([])
  }
})

it('a report of a long secret that holds the word keeps the word', async () => {
  const { outcomes, stdout } = await runWith('pass-3kQ9xZpass-77Lm')
  expect(outcomes).toEqual(OUTCOMES)
  expect(stdout).toContain('2 pass')
  expect(stdout).not.toContain('3kQ9xZ')
})
