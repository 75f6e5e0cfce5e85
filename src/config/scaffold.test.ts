import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { loadChecklist } from '../checklist/load.ts'
import { readDocument } from '../document/document.ts'
import { formatProblem } from '../document/format.ts'
import { chooseEnvironment } from './choose.ts'
import { loadConfig } from './load.ts'
import { scaffold } from './scaffold.ts'
import type { Answers } from './scaffold.ts'
import { configJsonSchema } from './schema.ts'

const ANSWERS: readonly (readonly [string, Answers])[] = [
  ['the defaults', { url: 'https://staging.example.com/' }],
  [
    'names of all kinds',
    {
      url: 'http://127.0.0.1:8080',
      environment: 'pre-prod',
      checklist: 'event-deletion',
      title: 'It\'s "ready": yes # no',
      healthPath: '/a?b=c',
      role: 'Lead: Ops',
      checklistSchema: '{}\n',
    },
  ],
]
const bytes = (text: string) => new TextEncoder().encode(text)

it.each(ANSWERS)('what is written with %s loads without a problem or warning', async (_, answers) => {
  const { files } = scaffold(answers)
  const [config, checklist] = files
  const loaded = await loadConfig('/srv/readiness.yaml', bytes(config?.text ?? ''), { env: {} })
  expect(loaded.ok ? [] : loaded.problems.map((problem) => formatProblem(problem))).toEqual([])
  const chosen = loaded.ok && chooseEnvironment(loaded.value, undefined)
  expect(chosen && chosen.ok && [chosen.value.name, ...chosen.value.origins.values()]).toEqual([
    answers.environment ?? 'staging',
    new URL(answers.url).origin,
  ])
  expect(loaded.ok && loaded.value.checklists).toEqual([`/srv/${checklist?.path}`])
  const list = await loadChecklist(checklist?.path ?? '', bytes(checklist?.text ?? ''))
  expect((list.ok ? list.warnings : list.problems).map((problem) => formatProblem(problem))).toEqual([])
  expect(list.ok && [...list.value.items.values()].map(({ body }) => body.kind)).toEqual(['look', 'look', 'attest'])
})

it('the examples in comments are sound once they are uncommented', async () => {
  const text = scaffold({ url: 'https://x.example.com' }).files[0]?.text ?? ''
  const all = text
    .replace(/^ {4}# (?=[ a-z-]+:)/gm, '    ')
    .replace('token: { env: STAGING_TOKEN }', 'token: { env: STAGING_TOKEN }\n      dbUrl: { file: ./db-url }')
  const loaded = await loadConfig('readiness.yaml', bytes(all), { env: {} })
  expect(loaded.ok ? [] : loaded.problems.map((problem) => formatProblem(problem))).toEqual([])
  expect(loaded.ok && [...(loaded.value.environments.get('staging')?.targets.keys() ?? [])]).toEqual(['db'])
})

it('each file names its schema for the editor, and the schema is written beside', () => {
  const files = new Map(scaffold({ url: 'https://x.example.com', checklistSchema: '{}' }).files.map(({ path, text }) => [path, text]))
  for (const [path, schema] of [
    ['readiness.yaml', '.readiness/config.schema.json'],
    ['checklists/first.yaml', '../.readiness/checklist.schema.json'],
  ] as const) {
    expect(files.get(path)).toMatch(new RegExp(`^# yaml-language-server: \\$schema=${schema.replaceAll('.', '\\.')}\n`))
    expect(files.has(schema.replace('../', ''))).toBe(true)
  }
})

it('a url or an id that cannot be used is never written', () => {
  expect(() => scaffold({ url: 'https://u:canary-5f1c7a@x.example.com' })).toThrow(
    /^the url cannot be used: an origin holds no credentials$/,
  )
  expect(() => scaffold({ url: 'https://x.example.com', checklist: '../x' })).toThrow()
})

it('the JSON Schema for editors takes what the loader takes and refuses what it refuses', () => {
  const check = new Ajv2020({ strict: false }).compile(configJsonSchema())
  const read = readDocument('readiness.yaml', bytes(scaffold({ url: 'https://x.example.com' }).files[0]?.text ?? ''))
  const good = read.ok ? read.value.value : undefined
  expect(check(good) || check.errors).toBe(true)
  expect(check({ ...(good as object), checklist: [] })).toBe(false)
  expect(check({ readiness: 1, checklists: ['a'], environments: { a: { secrets: { 'a-b': { env: 'X' } } } } })).toBe(false)
  expect(check({ readiness: 1, checklists: ['a'], environments: { a: { allow: ['read'] } } })).toBe(false)
})
