import { linkSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createJournal, readJournal } from './journal.ts'

const home = mkdtempSync(join(tmpdir(), 'readiness-journal-test-'))
afterAll(() => rmSync(home, { recursive: true }))
let count = 0
const folder = () => join(home, String((count += 1)), '.readiness', 'journal')
const record = {
  run: 'r1',
  startedAt: '2026-01-02T03:04:05.000Z',
  environment: 'staging',
  checklist: 'c.yaml',
  look: 'deletion',
  params: { event: 'ev_1' },
}

it('is on disk before anything is sent, for its owner alone', async () => {
  const at = folder()
  await createJournal(at).open(record)
  const [file = ''] = readdirSync(at)
  expect(JSON.parse(readFileSync(join(at, file), 'utf8'))).toEqual({ schema: 'readiness.journal/1', ...record, saved: {} })
  expect(statSync(join(at, file)).mode & 0o777).toBe(0o600)
  expect(statSync(at).mode & 0o777).toBe(0o700)
})

it('survives the run that wrote it, with what was saved until then', async () => {
  const at = folder()
  const entry = await createJournal(at).open(record)
  await entry.update({ event: 'ev_2' })
  const { entries, broken } = await readJournal(at)
  expect(entries.map(({ record: kept }) => kept)).toEqual([{ schema: 'readiness.journal/1', ...record, saved: { event: 'ev_2' } }])
  expect(broken).toEqual([])
})

it('goes when everything is undone, and only then', async () => {
  const at = folder()
  const journal = createJournal(at)
  const [first, second] = [await journal.open(record), await journal.open({ ...record, look: 'other' })]
  await first.close()
  expect((await readJournal(at)).entries.map(({ record: { look } }) => look)).toEqual(['other'])
  await second.close()
  await second.close()
  expect(await readJournal(at)).toEqual({ entries: [], broken: [] })
})

it.each([
  ['cut off', '{"schema":"readiness.journal/1","run"'],
  ['empty', ''],
  ['of another kind', '{"schema":"readiness.run/1"}'],
  ['null', 'null'],
])('names a file that is %s, and reads the others all the same', async (_, text) => {
  const at = folder()
  await createJournal(at).open(record)
  writeFileSync(join(at, 'broken.json'), text)
  const { entries, broken } = await readJournal(at)
  expect(entries).toHaveLength(1)
  expect(broken).toEqual([join(at, 'broken.json')])
})

it('is empty where no run ever left anything', async () => {
  expect(await readJournal(folder())).toEqual({ entries: [], broken: [] })
})

it('is replaced whole, never written over: a write that breaks off leaves what was there', async () => {
  const at = folder()
  const entry = await createJournal(at).open(record)
  const [file = ''] = readdirSync(at)
  linkSync(join(at, file), join(at, 'before'))
  const before = readFileSync(join(at, 'before'), 'utf8')
  await entry.update({ event: 'ev_2' })
  expect(readFileSync(join(at, 'before'), 'utf8')).toBe(before)
  expect((await readJournal(at)).entries.map(({ record: kept }) => kept.saved)).toEqual([{ event: 'ev_2' }])
})

it('says in words that the folder cannot be made, or the entry not be written', async () => {
  const at = folder()
  const entry = await createJournal(at).open(record)
  rmSync(at, { recursive: true })
  await expect(entry.update({ event: 'ev_2' })).rejects.toMatchObject({
    reason: 'unconfigured',
    message: expect.stringContaining('cannot be written: the folder'),
  })
  writeFileSync(at, '')
  await expect(createJournal(at).open(record)).rejects.toMatchObject({
    reason: 'unconfigured',
    message: expect.stringContaining('cannot be made: '),
  })
})
