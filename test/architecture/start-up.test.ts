import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'readiness-start-up-'))
const dist = join(folder, 'dist')

/** The bundle of the sources as they are, so that an old `dist/` cannot answer for them. */
beforeAll(async () => {
  const { bundle } = (await import(new URL('../../.ci/build.mjs', import.meta.url).href)) as { bundle: (entries: readonly string[], outdir: string) => Promise<unknown> }
  await bundle(['src/main.ts'], dist)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The files that Node really loaded, from V8's own coverage. */
async function loadedBy(...args: readonly string[]): Promise<{ stdout: string; files: string[] }> {
  const coverage = mkdtempSync(join(folder, 'coverage-'))
  const options = { cwd: folder, env: { PATH: process.env['PATH'], NODE_V8_COVERAGE: coverage } }
  // A status other than 0 is an answer too.
  const { stdout } = await promisify(execFile)(process.execPath, [join(dist, 'main.js'), ...args], options).catch((error: { stdout: string }) => error)
  const urls = readdirSync(coverage).flatMap((file) => (JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] }).result.map(({ url }) => url))
  return { stdout, files: urls.filter((url) => url.startsWith('file:') && url.includes('/dist/')).map((url) => fileURLToPath(url)) }
}

/** The libraries in a bundled file, from the comments that esbuild puts above each module. */
const librariesIn = (files: readonly string[]): string[] =>
  [...new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^\s*\/\/ (?:\S*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map((match) => match[1] ?? '')))].sort()

const every = () => readdirSync(dist).filter((file) => file.endsWith('.js')).map((file) => join(dist, file))

it('--version loads no library at all', async () => {
  const { stdout, files } = await loadedBy('--version')
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(files.length).toBeGreaterThan(1)
  expect(librariesIn(files)).toEqual([])
})

it.each([
  ['--help', /Usage: readiness/],
  ['check --help', /--record <file>/],
])('%s loads the command-line parser and no other library', async (flags, wanted) => {
  const { stdout, files } = await loadedBy(...flags.split(' '))
  expect(stdout).toMatch(wanted)
  expect(files.length).toBeGreaterThan(1)
  expect(librariesIn(files)).toEqual(['commander'])
})

it('would notice a library: validate loads those that read a checklist, and still no driver', async () => {
  const libraries = librariesIn((await loadedBy('validate')).files)
  expect(libraries).toEqual(expect.arrayContaining(['@marcbachmann/cel-js', 'commander', 'yaml', 'zod']))
  for (const driver of ['pg', 'ioredis', 'undici', 'execa']) expect(libraries).not.toContain(driver)
})

it('leaves none of them out of the bundle', () => {
  expect(librariesIn(every())).toEqual(expect.arrayContaining(['@marcbachmann/cel-js', 'commander', 'execa', 'ioredis', 'pg', 'undici', 'yaml', 'zod']))
})
