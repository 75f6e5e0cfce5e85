import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { main } from '../../fixtures/run/cli.ts'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, HEALTH, type Folder } from './folder.ts'

let shop: TestServer
let dir: Folder

beforeAll(async () => {
  shop = await serve((_, response) => void response.end('{}'))
  dir = await folder({ 'readiness.yaml': configAt(shop.url), 'checklist.yaml': checklistWith(HEALTH) })
  await dir.run(['check', '--record', 'run.json'])
})

afterAll(async () => {
  await dir.remove()
  await shop.close()
})

/** Runs a command whose reader goes away at once. */
function unread(line: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ status: number; stderr: string }> {
  const child = spawn('/bin/sh', ['-c', '{ "$@"; echo $? > status; } | true', 'sh', process.execPath, main, ...line], {
    cwd: dir.path,
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()))
  return new Promise((resolve, reject) => {
    const done = async () => resolve({ status: Number(await readFile(join(dir.path, 'status'), 'utf8')), stderr })
    child.on('error', reject).on('close', () => void done().catch(reject))
  })
}

it.each([
  [['explain', 'rate-limit']],
  [['schema', 'checklist']],
  [['list']],
  [['plan']],
  [['validate']],
  [['replay', 'run.json']],
  [['render', 'run.json', '-f', 'html']],
  [['check', '--help']],
])('%j ends quietly with its status', async (line) => {
  expect(await unread(line)).toEqual({ status: 0, stderr: '' })
})

it('check says that its report reached nobody', async () => {
  const { status, stderr } = await unread(['check'])
  expect([status, stderr]).toEqual([
    70,
    'readiness: the report (pretty) could not be written to stdout: nobody reads it; no verdict was delivered\n',
  ])
})

it('a step summary that cannot be written is named', async () => {
  const { status, stderr } = await dir.run(['check'], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/dev/full' })
  expect([status, stderr]).toEqual([
    70,
    expect.stringMatching(/the step summary \(GITHUB_STEP_SUMMARY\) could not be written to \/dev\/full: the disk is full; no verdict/),
  ])
})
