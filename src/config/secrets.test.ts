import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCommandRunner } from '../io/commands.ts'
import type { Environment, SecretSource } from './model.ts'
import { resolveSecrets } from './secrets.ts'

const CANARY = 'canary-5f1c7a'
const place = { file: 'readiness.yaml', line: 1, column: 1, length: 1, source: '' }
const env = { GOOD: CANARY, EMPTY: '', ODD: `${CANARY}\n"%&<é` }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'readiness-secrets-'))
  for (const [name, content] of [
    ['private', `${CANARY}\n`],
    ['two', `${CANARY}\n\n`],
    ['open', CANARY],
    ['blank', '\n'],
    ['large', CANARY.repeat(10_000)],
    ['binary', Buffer.from([0x63, 0xff, 0xfe])],
  ] as const) {
    writeFileSync(join(folder, name), content, { mode: 0o600 })
  }
  chmodSync(join(folder, 'open'), 0o644)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string): SecretSource => ({ kind: 'file', file: join(folder, name), place })
const variable = (name: string): SecretSource => ({ kind: 'env', variable: name, place })
const node = (code: string): SecretSource => ({ kind: 'command', argv: [process.execPath, '-e', code], place })

function resolve(source: SecretSource, allowExec = true) {
  const environment: Environment = {
    name: 'staging',
    origins: new Map(),
    phases: [],
    allow: [],
    params: new Map(),
    secrets: new Map([
      ['x', source],
      ['other', variable('OTHER')],
    ]),
    identities: new Map(),
    targets: new Map(),
    limits: new Map(),
    place,
  }
  return resolveSecrets(environment, new Set(['x']), {
    env,
    commands: createCommandRunner({ path: process.env['PATH'] ?? '', runId: 'test' }),
    allowExec,
    baseDir: folder,
    signal: AbortSignal.timeout(60_000),
  })
}

const FOUND: readonly (readonly [string, () => SecretSource, string])[] = [
  ['a variable', () => variable('GOOD'), CANARY],
  ['a variable with a line end, quotes and other letters (C05)', () => variable('ODD'), env.ODD],
  ['a file without its last line end', () => file('private'), CANARY],
  ['a file of which only one line end is not the secret', () => file('two'), `${CANARY}\n`],
  ['what a command prints, without its last line end', () => node(`console.log('${CANARY}')`), CANARY],
]

it.each(FOUND)('%s is the secret, and only what was asked for is fetched', async (_, source, value) => {
  const { secrets, missing, warnings } = await resolve(source())
  expect([...secrets.keys()]).toEqual(['x'])
  expect(secrets.get('x')?.reveal()).toBe(value)
  expect(secrets.get('x')?.name).toBe('secrets.x')
  expect(missing.size + warnings.length).toBe(0)
})

const MISSING: readonly (readonly [string, () => SecretSource, string, RegExp])[] = [
  ['an unset variable (C03)', () => variable('NOWHERE'), 'unconfigured', /secrets\.x: the variable NOWHERE is not set/],
  ['an empty variable (C03)', () => variable('EMPTY'), 'unconfigured', /the variable EMPTY is empty/],
  ['a file that is not there', () => file('nowhere'), 'unconfigured', /nowhere/],
  ['a folder (C17)', () => ({ kind: 'file', file: folder, place }), 'unconfigured', /cannot be read/],
  ['a blank file', () => file('blank'), 'unconfigured', /is empty/],
  ['a file that is too large', () => file('large'), 'unconfigured', /large/],
  ['a file that is no text', () => file('binary'), 'unconfigured', /not UTF-8/],
  [
    'a command that fails',
    () => node(`console.log('${CANARY}'); console.error('${CANARY}'); process.exit(3)`),
    'unconfigured',
    /ended with 3/,
  ],
  ['a command that prints nothing', () => node(''), 'unconfigured', /is empty/],
  ['a command that prints too much', () => node(`process.stdout.write('${CANARY}'.repeat(9000))`), 'malformed', /more than 64 KiB/],
  [
    'a program that is not there',
    () => ({ kind: 'command', argv: ['/nowhere/vault', CANARY], place }),
    'unsupported',
    /vault was not found/,
  ],
]

it.each(MISSING)('%s leaves the secret missing, and no error shows a value or an output (S06)', async (_, source, reason, words) => {
  const resolved = await resolve(source())
  expect(resolved.secrets.size).toBe(0)
  expect(resolved.missing.get('x')).toMatchObject({ reason, detail: expect.stringMatching(words) })
  expect(JSON.stringify([...resolved.missing])).not.toContain('canary')
})

it('a command is not run without --allow-exec', async () => {
  const marker = join(folder, 'ran')
  const { missing } = await resolve(node(`require('fs').writeFileSync(${JSON.stringify(marker)}, ''); console.log(1)`), false)
  expect(missing.get('x')).toMatchObject({ reason: 'refused', detail: expect.stringContaining('--allow-exec') })
  expect((await resolve({ kind: 'file', file: marker, place })).missing.size).toBe(1)
})

it('a file that others can read is used with a warning', async () => {
  const { secrets, warnings } = await resolve(file('open'))
  expect(secrets.get('x')?.reveal()).toBe(CANARY)
  expect(warnings).toMatchObject([
    { code: 'secret-file-mode', level: 'warning', message: expect.stringContaining('mode 0644'), hint: 'chmod 600' },
  ])
})

it('a name that is not declared is missing', async () => {
  const { secrets } = await resolve(variable('GOOD'))
  expect(secrets.has('other')).toBe(false)
})

it('each secret says how a shell gets it, and a command nothing of its arguments', async () => {
  const partsOf = async (source: SecretSource) => (await resolve(source)).secrets.get('x')?.parts
  expect(await partsOf(variable('GOOD'))).toEqual([{ variable: 'GOOD' }])
  expect(await partsOf({ ...file('private'), given: 'my files/private' } as SecretSource)).toEqual([
    { variable: 'SECRETS_X', file: 'my files/private' },
  ])
  expect(await partsOf(node(`console.log('${CANARY}')`))).toEqual([{ variable: 'SECRETS_X', from: 'what the command of secrets.x prints' }])
})
