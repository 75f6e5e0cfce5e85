import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Environment } from '@marcbachmann/cel-js'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { writeChecklist } from '../../bench/checklist.ts'
import { loadChecklist } from '../../src/checklist/load.ts'
import { loadedLibraries } from '../support/loaded-libraries.ts'

// What may gate a build: counts and memory, never time (docs/performance.md).

const folder = mkdtempSync(join(tmpdir(), 'readiness-counts-'))
const hook = fileURLToPath(new URL('../../bench/peak.cjs', import.meta.url))
const sockets = new Set<Socket>()
let requests: string[] = []
let server: Server
let origin = ''

beforeAll(async () => {
  const { product } = (await import(new URL('../../.ci/build.mjs', import.meta.url).href)) as {
    product: (outdir: string, options?: { named: boolean }) => Promise<unknown>
  }
  await product(join(folder, 'dist'))
  await product(join(folder, 'named', 'dist'), { named: true })
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    sockets.add(request.socket)
    setTimeout(() => response.setHeader('x-frame-options', 'DENY').end('{}'), 5)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  requests = []
  sockets.clear()
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

/** Runs `check` on so many items over so many URLs; fails unless the verdict is GO. */
interface How {
  readonly env?: Readonly<Record<string, string>>
  readonly node?: readonly string[]
  readonly build?: string
}

async function check(items: number, urls: number, { env = {}, node = [], build = 'dist' }: How = {}): Promise<void> {
  const cwd = writeChecklist(mkdtempSync(join(folder, 'list-')), { origin, path: '/page', items, urls })
  const child = new Promise<number>((resolve) => {
    const args = [...node, join(folder, build, 'main.cjs'), 'check', '--quiet', '--concurrency', '20']
    const running = execFile(process.execPath, args, { cwd, env: { PATH: process.env['PATH'], ...env } })
    running.on('close', (status) => resolve(status ?? -1))
  })
  expect(await child).toBe(0)
}

it('asks each of 50 URLs once for 1,000 items, over no more connections than it may look at once', async () => {
  await check(1000, 50)
  expect(requests).toHaveLength(50)
  expect(new Set(requests).size).toBe(50)
  expect(sockets.size).toBeLessThanOrEqual(20)
})

it('asks 300 URLs for 300 items over 20 connections that it keeps', async () => {
  await check(300, 300)
  expect(new Set(requests).size).toBe(300)
  expect(requests).toHaveLength(300)
  expect(sockets.size).toBeLessThanOrEqual(20)
})

it('compiles an expression that 200 items share once', async () => {
  const parsed: string[] = []
  const parse = Environment.prototype.parse
  const spy = vi.spyOn(Environment.prototype, 'parse').mockImplementation(function (this: Environment, source: string) {
    parsed.push(source)
    return parse.call(this, source)
  })
  const file = join(writeChecklist(join(folder, 'shared'), { origin, path: '/page', items: 200, urls: 200 }), 'list.yaml')
  const loaded = await loadChecklist(file, readFileSync(file))
  spy.mockRestore()
  expect(loaded.ok).toBe(true)
  expect(parsed.toSorted()).toEqual(["headers['x-frame-options'] == 'DENY'", 'status == 200'])
})

it('needs no driver, no program runner and no password dictionary for items that ask over HTTP', async () => {
  const coverage = mkdtempSync(join(folder, 'coverage-'))
  await check(1, 1, { env: { NODE_V8_COVERAGE: coverage }, build: join('named', 'dist') })
  const { libraries } = loadedLibraries(coverage)
  expect(libraries).toEqual(expect.arrayContaining(['undici', 'yaml', 'zod']))
  for (const library of ['pg', 'ioredis', 'execa', 'jose', 'eta', '@zxcvbn-ts/core', '@inquirer/prompts'])
    expect(libraries).not.toContain(library)
})

it('loads nothing for TLS, names, compression or HTTP servers where an item asks over plain HTTP', async () => {
  const [told, teller] = [join(folder, 'modules'), join(folder, 'modules.cjs')]
  const text = 'JSON.stringify(process.moduleLoadList)'
  writeFileSync(teller, `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(told)}, ${text}))`)
  await check(1, 1, { node: ['--require', teller] })
  const modules = (JSON.parse(readFileSync(told, 'utf8')) as string[]).map((name) => name.replace('NativeModule ', ''))
  expect(modules).toContain('net')
  expect(['tls', 'dns', 'zlib', 'http', 'http2', 'perf_hooks', 'child_process'].filter((name) => modules.includes(name))).toEqual([])
})

/** The goal of the design is for Node 20; later ones need more for an empty process. */
const MOST_MB = process.versions.node.startsWith('20.') ? 65 : 80

it(`takes no more than ${MOST_MB} MB for one item`, async () => {
  const peak = join(folder, 'peak')
  await check(1, 1, { env: { BENCH_PEAK: peak }, node: ['--require', hook] })
  const megabytes = Number(readFileSync(peak, 'utf8')) / 1024
  expect(megabytes).toBeGreaterThan(20)
  expect(megabytes).toBeLessThanOrEqual(MOST_MB)
})
