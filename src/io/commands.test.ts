import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { LookError } from '../core/look-error.ts'
import { Secret } from '../redaction/secret.ts'
import type { CommandRequest } from './command-types.ts'
import { createCommandRunner } from './commands.ts'

const folder = mkdtempSync(join(tmpdir(), 'commands-'))
afterAll(() => rmSync(folder, { recursive: true }))

const signal = new AbortController().signal
const run = (argv: readonly string[], request: Partial<CommandRequest> = {}, path = '/usr/local/bin:/usr/bin:/bin') =>
  createCommandRunner({ runId: 'r1', path }).run({ argv, signal, timeoutMs: 10_000, ...request })
const sh = (script: string, request: Partial<CommandRequest> = {}) => run(['sh', '-c', script], request)
const said = (promise: Promise<unknown>) =>
  promise.then(
    (value) => value,
    (error: unknown) => (error instanceof LookError ? `${error.reason}: ${error.message}` : error),
  )

function script(name: string, text: string, mode = 0o755): string {
  const file = join(folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

/** Whether a process writes its id into the file and still runs some time later. */
async function survives(file: string): Promise<boolean> {
  const pid = Number(readFileSync(file, 'utf8'))
  await new Promise((resolve) => void setTimeout(resolve, 50))
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

it('gives status, output and errors apart', async () => {
  expect(await sh('echo out; echo err >&2; exit 3')).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
})

it('tells a signal, 126 and 127 apart from a missing program', async () => {
  expect(await sh('kill -9 $$')).toMatchObject({ signal: 'SIGKILL' })
  expect(await sh('kill -9 $$')).not.toHaveProperty('exitCode')
  expect(await sh('exit 126')).toMatchObject({ exitCode: 126 })
  expect(await sh('nosuchprogram')).toMatchObject({ exitCode: 127 })
  expect(await said(run(['nosuchprogram', 'hunter2pass']))).toBe('unsupported: the program nosuchprogram was not found in PATH')
})

it('says what is wrong with a program or folder', async () => {
  const locked = script('locked', '#!/bin/sh\n', 0o644)
  expect(await said(run([locked]))).toMatch(/^unsupported: .*may not be executed/)
  expect(await said(run([folder]))).toMatch(/^unsupported: .*is no file/)
  expect(await said(run(['./locked']))).toMatch(/^unsupported: .*relative path/)
  expect(await said(run([]))).toMatch(/^unsupported: the command names no program/)
  expect(await said(run(['echo', 'a\0b']))).toMatch(/^unsupported: .*NUL/)
  expect(await said(run(['echo'], { cwd: join(folder, 'none') }))).toMatch(/^unconfigured: the folder/)
  expect(await said(run(['echo', 'x'.repeat(3_000_000)]))).toMatch(/^unsupported: the arguments of echo are too long/)
})

it('passes arguments as they are, without a shell', async () => {
  expect(await run(['printf', '%s|', '$(id)', '; ls', '*'])).toMatchObject({ stdout: '$(id)|; ls|*|' })
})

it('gives a clean environment: nothing of this process, a secret only where it was put', async () => {
  process.env['READINESS_CANARY'] = 'canary-of-the-parent'
  const { stdout } = await run(['env'], { env: { TOKEN: new Secret('t0ken-value', 'secrets.token') } })
  delete process.env['READINESS_CANARY']
  const names = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('=')[0] ?? '')
    .sort((a, b) => (a < b ? -1 : 1))
  expect(names).toEqual(['HOME', 'LANG', 'PATH', 'READINESS_RUN', 'TOKEN', 'TZ'])
  expect(stdout).toContain('TOKEN=t0ken-value')
})

it('is not fooled by a program that lies in a relative PATH entry or in node_modules/.bin', async () => {
  script('node_modules/.bin/planted', '#!/bin/sh\necho planted\n')
  script('planted', '#!/bin/sh\necho planted\n')
  const path = `.:${relative(process.cwd(), folder)}:${join(folder, 'node_modules/.bin')}::/usr/bin:/bin`
  expect(await said(run(['planted'], { cwd: folder }, path))).toBe('unsupported: the program planted was not found in PATH')
})

it('closes stdin, or gives the input', async () => {
  expect(await run(['cat'])).toMatchObject({ stdout: '' })
  expect(await run(['cat'], { input: new Secret('typed in', 'x') })).toMatchObject({ stdout: 'typed in' })
  expect(await run(['true'], { input: 'y'.repeat(1_000_000) })).toMatchObject({ exitCode: 0 })
})

it('ends a program that ignores SIGTERM, and what it started in sessions of their own', async () => {
  const [child, grandchild] = [join(folder, 'child'), join(folder, 'grandchild')]
  const started = performance.now()
  const result = said(
    sh(`trap "" TERM; echo $$ > ${child}; setsid nohup sh -c 'echo $$ > ${grandchild}; sleep 60' & sleep 60`, { timeoutMs: 500 }),
  )
  expect(await result).toBe('timeout: sh did not end within 500 ms')
  expect(performance.now() - started).toBeLessThan(4000)
  expect([await survives(child), await survives(grandchild)]).toEqual([false, false])
})

it('ends a program that ignores SIGTERM and dropped its environment', async () => {
  const file = join(folder, 'bare')
  expect(await said(sh(`trap "" TERM; echo $$ > ${file}; exec env -i /bin/sleep 60`, { timeoutMs: 300 }))).toMatch(/^timeout: /)
  expect(await survives(file)).toBe(false)
})

it('returns when the program ends, though a grandchild holds its output, and ends that too', async () => {
  const grandchild = join(folder, 'holder')
  const started = performance.now()
  expect(
    await sh(`sh -c 'echo $$ > ${grandchild}; sleep 60' & while [ ! -s ${grandchild} ]; do sleep 0.01; done; echo done`),
  ).toMatchObject({ exitCode: 0, stdout: 'done\n' })
  expect(performance.now() - started).toBeLessThan(5000)
  expect(await survives(grandchild)).toBe(false)
})

it('ends a program that writes without end', async () => {
  expect(await said(run(['yes'], { maxBytes: 100_000 }))).toBe('malformed: yes wrote more than 100000 bytes')
})

it('ends when the look is aborted', async () => {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 100)
  expect(await said(sh('sleep 60', { signal: abort.signal }))).toBe('interrupted: sh was interrupted')
})
