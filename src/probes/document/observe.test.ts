import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { observe } from './observe.ts'
import { parseDate } from './review-date.ts'
import { Observation, Params } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'readiness-document-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function read(text: string | Uint8Array | undefined, params: object = {}) {
  const file = `${Math.random()}.md`
  if (text !== undefined) writeFileSync(join(folder, file), text)
  return look({ file, ...params })
}

async function look(params: object) {
  const context = testContext({ baseDir: folder, now: () => new Date('2026-02-04T12:00:00Z') })
  const seen = await observe(Params.parse(params), context)
  await context.close()
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return seen
}

const RUNBOOK = `---
title: "Rollback"
Reviewed: 2026-01-05
---
# Rollback

### 1. ✅ Steps
Do it.

Contacts
--------
<!-- TODO: later -->

## Triggers ##
\`\`\`
# not a heading
<not-a-placeholder>
\`\`\`
`

it('finds headings of both kinds, and says which stand over nothing', async () => {
  const { observation } = await read(RUNBOOK, { sections: ['steps', 'Triggers', 'Contacts', 'Escalation'] })
  expect(observation.sections).toEqual([
    { title: 'Rollback', level: 1, line: 5, empty: false },
    { title: '1. ✅ Steps', level: 3, line: 7, empty: false },
    { title: 'Contacts', level: 2, line: 10, empty: true },
    { title: 'Triggers', level: 2, line: 14, empty: false },
  ])
  expect(observation.missingSections).toEqual(['Contacts', 'Escalation'])
  expect(observation).toMatchObject({
    exists: true,
    empty: false,
    placeholders: [],
    frontMatter: { title: 'Rollback', reviewed: '2026-01-05' },
  })
  expect(observation).toMatchObject({ reviewedAt: '2026-01-05T00:00:00.000Z', reviewedAgeDays: 30.5 })
})

it('finds what nobody filled in, with its line', async () => {
  const { observation } = await read(
    'Call <name> at {{ phone }}.\nTODO\n<br> <https://a.b> `<code>` <a href="x">\nxxx, Lorem ipsum, TBD\n```\nFIXME\n```\n',
  )
  expect(observation.placeholders).toEqual([
    { line: 1, text: '<name>' },
    { line: 1, text: '{{ phone }}' },
    { line: 2, text: 'TODO' },
    { line: 4, text: 'xxx' },
    { line: 4, text: 'Lorem ipsum' },
    { line: 4, text: 'TBD' },
    { line: 6, text: 'FIXME' },
  ])
})

it('looks for texts across line breaks', async () => {
  const { observation } = await read('Single\ninstance only', { contains: ['Single instance only', 'Multi-instance safe'] })
  expect(observation.contains).toEqual({ 'Single instance only': true, 'Multi-instance safe': false })
})

it('says of a missing file that it is missing, and nothing that could be taken for good news', async () => {
  const { observation } = await read(undefined, { sections: ['Steps'], contains: ['x'] })
  expect(observation).toEqual({ exists: false, bytes: 0, empty: true, missingSections: ['Steps'] })
})

it('sees that a file holds only white space', async () => {
  expect((await read(' \n\n', { sections: ['Steps'] })).observation).toMatchObject({
    exists: true,
    empty: true,
    missingSections: ['Steps'],
  })
})

it('leaves the age unread when the review lies in the future, and absent when none is said', async () => {
  const future = await read('Last reviewed: 2026-03-01\n')
  expect(future.unread).toMatchObject([{ path: ['reviewedAgeDays'], reason: 'malformed' }])
  expect(future.observation).not.toHaveProperty('reviewedAgeDays')
  expect((await read('nothing')).observation).not.toHaveProperty('reviewedAt')
})

it.each([
  ['Last Updated: January 5, 2026', '2026-01-05'],
  ['**Last Reviewed**: 5 January 2026', '2026-01-05'],
  ['> Reviewed on: 2026-01-05 (v1)', '2026-01-05'],
])('reads the date of "%s"', async (line, day) => {
  expect((await read(`# T\n${line}\n`)).observation.reviewedAt).toBe(`${day}T00:00:00.000Z`)
})

it('takes no day that the calendar does not have', () => {
  expect([parseDate('2026-02-31'), parseDate('Foo 5, 2026'), parseDate('soon')]).toEqual([undefined, undefined, undefined])
  expect(parseDate('2026-01-05T10:00:00+02:00')).toBe('2026-01-05T08:00:00.000Z')
})

it('is an error, not a missing file, when it cannot be read as text', async () => {
  mkdirSync(join(folder, 'folder.md'))
  execFileSync('mkfifo', [join(folder, 'pipe.md')])
  await expect(look({ file: 'folder.md' })).rejects.toMatchObject({ name: 'LookError' })
  await expect(look({ file: 'pipe.md' })).rejects.toMatchObject({ name: 'LookError' })
  await expect(read(Uint8Array.of(0xff, 0xfe, 0x00))).rejects.toMatchObject({ reason: 'malformed' })
  await expect(read('x'.repeat(5 * 1024 * 1024))).rejects.toMatchObject({ reason: 'malformed' })
})
