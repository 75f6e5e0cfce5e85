import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { Secret } from '../../redaction/secret.ts'
import { describe } from './describe.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'readiness-command-'))
writeFileSync(join(folder, 'hello'), '#!/bin/sh\necho "hello $1"\n')
chmodSync(join(folder, 'hello'), 0o755)
afterAll(() => rmSync(folder, { recursive: true }))

async function run(params: object, options: { allowExec?: boolean; timeoutMs?: number } = {}) {
  const context = testContext({ allowExec: options.allowExec ?? true, baseDir: folder, timeoutMs: options.timeoutMs ?? 10_000 })
  try {
    const seen = await observe(Params.parse(params), context)
    expect(Observation.parse(seen.observation)).toEqual(seen.observation)
    return seen
  } finally {
    await context.close()
  }
}

const shell = (line: string) => ['sh', '-c', line]

it('gives status, output, lines and JSON', async () => {
  const { observation, unread } = await run({ command: shell('echo \'{"a":[1]}\'; echo oops >&2') })
  expect(observation).toMatchObject({ exitCode: 0, stdout: '{"a":[1]}\n', stderr: 'oops\n', lines: ['{"a":[1]}'], json: { a: [1] } })
  expect(unread).toBeUndefined()
})

it('leaves json unread when the output is none, and keeps a bad status as an observation', async () => {
  const { observation, unread } = await run({ command: shell('echo no; exit 3') })
  expect(observation).toMatchObject({ exitCode: 3, lines: ['no'] })
  expect(observation).not.toHaveProperty('json')
  expect(unread).toMatchObject([{ path: ['json'], reason: 'malformed' }])
})

it('runs nothing unless programs are allowed', async () => {
  await expect(run({ command: ['touch', join(folder, 'ran')] }, { allowExec: false })).rejects.toMatchObject({
    name: 'LookError',
    reason: 'refused',
  })
  const { observation } = await run({ command: ['ls'] })
  expect(observation.lines).not.toContain('ran')
})

it.each([
  ['kill -KILL $$', 'malformed'],
  ['exit 127', 'unsupported'],
  ['exit 126', 'unsupported'],
  ['exit 137', 'malformed'],
  ['exit 255', 'unreachable'],
])('sees nothing when the program did not do its work: %s', async (line, reason) => {
  await expect(run({ command: shell(line) })).rejects.toMatchObject({ name: 'LookError', reason })
})

it('is unsupported when the program is not there', async () => {
  await expect(run({ command: ['no-such-program-here'] })).rejects.toMatchObject({ reason: 'unsupported' })
})

it('ends at its own deadline when that is shorter', async () => {
  await expect(run({ command: ['sleep', '30'], timeout: '300ms' })).rejects.toMatchObject({ reason: 'timeout' })
})

it('takes a program of the project by its path, and arguments as they are', async () => {
  expect((await run({ command: ['./hello', '$(id); *'] })).observation.stdout).toBe('hello $(id); *\n')
  expect(await run({ command: ['../hello', 'x'], cwd: '.' }).catch((error: unknown) => error)).toMatchObject({ reason: 'unsupported' })
})

it('hands secrets over in environment and input only', async () => {
  const seen = await run({
    command: shell('echo "${#KEY}"; cat'),
    env: { KEY: new Secret('12345678', 'secrets.key') },
    input: new Secret('in', 'secrets.in'),
  })
  expect(seen.observation.lines).toEqual(['8', 'in'])
  expect(Params.safeParse({ command: ['echo', new Secret('x', 'secrets.x')] }).success).toBe(false)
})

it('describes itself as a line that a shell reads back, secrets by name', () => {
  const params = Params.parse({
    command: ['echo', "it's", 'a b', '$x'],
    env: { KEY: new Secret('hidden', 'secrets.key'), N: 'a b' },
    cwd: 'ops',
  })
  expect(describe(params)).toEqual({
    summary: `echo 'it'\\''s' 'a b' '$x'`,
    repeat: `: "\${SECRETS_KEY:?}" && cd ops && KEY="$SECRETS_KEY" N='a b' echo 'it'\\''s' 'a b' '$x'`,
  })
})
