import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadedLibraries } from '../support/loaded-libraries.ts'

const folder = mkdtempSync(join(tmpdir(), 'readiness-start-up-'))
const dist = join(folder, 'dist')

/** The bundle of the sources as they are, so that an old `dist/` cannot answer for them. */
beforeAll(async () => {
  const { product } = (await import(new URL('../../.ci/build.mjs', import.meta.url).href)) as {
    product: (outdir: string, options: { named: boolean }) => Promise<unknown>
  }
  await product(dist, { named: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What it printed, and which libraries and files it really ran. */
async function loadedBy(...args: readonly string[]): Promise<{ stdout: string; libraries: readonly string[]; files: readonly string[] }> {
  const coverage = mkdtempSync(join(folder, 'coverage-'))
  const options = { cwd: folder, env: { PATH: process.env['PATH'], NODE_V8_COVERAGE: coverage } }
  // A status other than 0 is an answer too.
  const { stdout } = await promisify(execFile)(process.execPath, [join(dist, 'main.cjs'), ...args], options).catch(
    (error: { stdout: string }) => error,
  )
  return { stdout, ...loadedLibraries(coverage) }
}

it('--version loads no library at all, and not even the command line', async () => {
  const { stdout, libraries, files } = await loadedBy('--version')
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(files).toEqual(['main.cjs'])
  expect(libraries).toEqual([])
})

it.each([
  ['--help', /Usage: readiness/],
  ['check --help', /--record <file>/],
])('%s loads the command-line parser and no other library', async (flags, wanted) => {
  const { stdout, libraries, files } = await loadedBy(...flags.split(' '))
  expect(stdout).toMatch(wanted)
  expect(files).toEqual(['main.cjs', 'cli.js'])
  expect(libraries).toEqual(['commander'])
})

it('would notice a library: validate loads those that read a checklist, and still no driver', async () => {
  const { libraries } = await loadedBy('validate')
  expect(libraries).toEqual(expect.arrayContaining(['@marcbachmann/cel-js', 'commander', 'yaml', 'zod']))
  for (const driver of ['pg', 'ioredis', 'undici', 'execa']) expect(libraries).not.toContain(driver)
})

it('leaves none of them out of the bundle', () => {
  const text = readdirSync(dist)
    .filter((file) => file.endsWith('js'))
    .map((file) => readFileSync(join(dist, file), 'utf8'))
    .join('\n')
  const libraries = ['@marcbachmann/cel-js', 'commander', 'execa', 'ioredis', 'pg', 'undici', 'yaml', 'zod']
  expect(libraries.filter((library) => !text.includes(`node_modules/${library}/`))).toEqual([])
})

it('brings the compiled code of the Node that built it, and V8 takes it', async () => {
  const script = `const { readFileSync } = require('node:fs')
    const file = process.argv[1]
    const made = new (require('node:vm').Script)(readFileSync(file, 'latin1'), { cachedData: readFileSync(file + '.' + process.version + '-' + process.arch) })
    process.stdout.write(String(made.cachedDataRejected))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, join(dist, 'cli.js')], {
    env: { PATH: process.env['PATH'] },
  })
  expect(stdout).toBe('false')
})
