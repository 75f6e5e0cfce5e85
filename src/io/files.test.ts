import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LookError } from '../core/look-error.ts'
import { checkWritable, readCapped, writeAtomically } from './files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const said = (promise: Promise<unknown>) =>
  promise.then(String, (error: unknown) => (error instanceof LookError ? `${error.reason}: ${error.message}` : error))

it('writes a file whole, for its owner only, and leaves nothing else', async () => {
  const file = join(folder, 'report.json')
  await writeAtomically(file, 'one')
  await writeAtomically(file, 'two')
  expect(readFileSync(file, 'utf8')).toBe('two')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['report.json'])
  await writeAtomically(file, 'shared', 0o666)
  expect(statSync(file).mode & 0o777).toBe(0o666)
})

it('refuses to write through a symbolic link, into a FIFO, a device, a folder, or where no folder is', async () => {
  const target = join(folder, 'target')
  writeFileSync(target, 'precious')
  symlinkSync(target, join(folder, 'link'))
  execFileSync('mkfifo', [join(folder, 'fifo')])
  expect(await said(writeAtomically(join(folder, 'link'), 'x'))).toMatch(/^unsupported: .*a symbolic link, not a regular file/)
  expect(await said(writeAtomically(join(folder, 'fifo'), 'x'))).toMatch(/a FIFO/)
  expect(await said(checkWritable('/dev/full'))).toMatch(/a device/)
  expect(await said(checkWritable(folder))).toMatch(/a folder/)
  expect(await said(checkWritable(join(folder, 'none', 'report')))).toMatch(/^unconfigured: .*does not exist/)
  expect(await said(checkWritable(join(folder, 'a\0b')))).toMatch(/NUL/)
  expect(await said(writeAtomically(join(folder, 'n'.repeat(300)), 'x'))).toMatch(/the name is too long/)
  expect(readFileSync(target, 'utf8')).toBe('precious')
})

it('reads up to the cap and not one byte more', async () => {
  const file = join(folder, 'data')
  writeFileSync(file, 'x'.repeat(1000))
  expect((await readCapped(file, 1000)).length).toBe(1000)
  expect(await said(readCapped(file, 999))).toBe(`malformed: ${file} is larger than 999 bytes`)
})

it('never waits for a FIFO or an endless device', async () => {
  execFileSync('mkfifo', [join(folder, 'fifo')])
  expect(await said(readCapped(join(folder, 'fifo'), 10))).toMatch(/^unsupported: .*a FIFO/)
  expect(await said(readCapped('/dev/zero', 10))).toMatch(/^unsupported: .*a device/)
  expect(await said(readCapped(folder, 10))).toMatch(/^unsupported: .*a folder/)
  expect(await said(readCapped(join(folder, 'none'), 10))).toBe(`unconfigured: ${join(folder, 'none')} cannot be read: it does not exist`)
})
