import { readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, HEALTH, type Folder } from './folder.ts'

let shop: TestServer
let dir: Folder

const FILES = {
  'pack.yaml':
    'readiness: 1\npack: p\ntitle: P\nitems:\n  - { id: a, title: A, severity: critical, probe: http, with: { path: /ok }, expect: "status == 200" }\n',
  'checklist.yaml': checklistWith(`${HEALTH}\n- include: ./pack.yaml\n  as: p`),
  'attestations.yaml': '[]\n',
}

beforeAll(async () => {
  shop = await serve((_, response) => void response.end('{}'))
  dir = await folder({ ...FILES, 'readiness.yaml': configAt(shop.url) })
  await symlink('.', join(dir.path, 'here'))
  await symlink('checklist.yaml', join(dir.path, 'linked.yaml'))
  await dir.run(['check', '--record', 'run.json', '-o', 'json:report.json'])
})

afterAll(async () => {
  await dir.remove()
  await shop.close()
})

it.each([
  [['check', '-o', 'html:checklist.yaml'], 'checklist.yaml', '-o html would write over the checklist'],
  [['check', '-o', 'html:here/checklist.yaml'], 'checklist.yaml', '-o html would write over the checklist'],
  [['check', '--checklist', 'linked.yaml', '-o', 'html:checklist.yaml'], 'checklist.yaml', '-o html would write over the checklist'],
  [['check', '-o', 'json:pack.yaml'], 'pack.yaml', '-o json would write over the pack'],
  [['check', '--record', 'readiness.yaml'], 'readiness.yaml', '--record would write over the configuration'],
  [['check', '-o', 'junit:attestations.yaml'], 'attestations.yaml', '-o junit would write over the attestations'],
  [['check', '--failed', 'run.json', '--record', 'run.json'], 'run.json', '--record would write over the recording of --failed'],
  [['render', 'report.json', '-o', 'html:report.json'], 'report.json', '-o html would write over the file that is read'],
  [['replay', 'run.json', '-o', 'html:here/run.json'], 'run.json', '-o html would write over the file that is read'],
  [['replay', 'run.json', '--checklist', 'checklist.yaml', '-o', 'html:checklist.yaml'], 'checklist.yaml', 'write over the checklist'],
])('%j is refused before anything is looked at', async (line, file, text) => {
  const before = await readFile(join(dir.path, file), 'utf8')
  const asked = shop.requests.length
  const { status, stderr } = await dir.run(line)
  expect([status, stderr]).toEqual([2, expect.stringContaining(text)])
  expect([await readFile(join(dir.path, file), 'utf8'), shop.requests.length]).toEqual([before, asked])
})

it('a run that cannot begin sets the reports of the run before aside, and nothing that it may have been told to read', async () => {
  const broken = await folder({ 'readiness.yaml': configAt(shop.url), 'checklist.yaml': 'readiness: 1\n', 'pack.yaml': FILES['pack.yaml'] })
  const names = ['old.html', 'run.json', 'list.txt']
  for (const name of names) await broken.write(name, 'old')
  const line = ['check', '--failed', 'run.json', '-o', 'html:old.html', '-o', 'json:pack.yaml']
  expect((await broken.run(line)).status).toBe(2)
  expect((await readdir(broken.path)).sort()).toEqual([
    '.old.html.earlier',
    'checklist.yaml',
    'list.txt',
    'pack.yaml',
    'readiness.yaml',
    'run.json',
  ])
  expect(await readFile(join(broken.path, '.old.html.earlier'), 'utf8')).toBe('old')
  for (const clash of [
    ['--record', 'run.json', '--failed', 'run.json'],
    ['--checklist', 'list.txt', '-o', 'html:list.txt'],
  ]) {
    const { status, stderr } = await broken.run(['check', ...clash])
    expect([status, stderr]).toEqual([2, expect.stringContaining('would write over')])
  }
  expect(await readdir(broken.path)).toHaveLength(6)
  await broken.remove()
})

it('what was set aside is gone once the new report is there', async () => {
  await dir.write('new.html', 'old')
  await dir.run(['check', '-o', 'html:new.html'])
  expect(await readFile(join(dir.path, 'new.html'), 'utf8')).toContain('<html')
  expect((await readdir(dir.path)).filter((name) => name.includes('earlier'))).toEqual([])
})

it.each([
  [['--record', 'o.json', '-o', 'json:o.json'], '-o json and --record write to the same file'],
  [['-o', 'html:o.json', '-o', 'json:here/o.json'], '-o html and -o json write to the same file'],
])('%j would be one file', async (flags, text) => {
  expect(await dir.run(['check', ...flags])).toMatchObject({ status: 2, stderr: expect.stringContaining(text) as string })
})
