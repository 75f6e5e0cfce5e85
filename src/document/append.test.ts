import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { appendEntry } from './append.ts'

const ENTRY = { item: 'a.b', person: 'Zoë: the first', evidence: 'https://x.example/1 # not a comment' }

const TEXTS: readonly (readonly [string, string])[] = [
  ['an empty file', ''],
  ['a file of comments', '# Words of people\n'],
  ['a list at the margin', '# head\n- item: one # why\n  person: "A"\n\n# tail\n'],
  ['an indented list', '  - item: one\n    person: A\n  - { item: two,   person: B }\n'],
  ['a list without a last line end', '- item: one'],
  ['a list with Windows line ends', '- item: one\r\n  person: A\r\n'],
  ['a list after a document start', '---\n- item: one\n'],
]

it.each(TEXTS)('%s keeps every character and gains the entry', (_, text) => {
  const after = appendEntry(text, ENTRY)
  expect(after.startsWith(text)).toBe(true)
  expect(parse(after)).toEqual([...(parse(text) ?? []), ENTRY])
})

it('Windows line ends stay the only ones', () => {
  expect(appendEntry('- item: one\r\n', ENTRY).replaceAll('\r\n', '')).not.toContain('\n')
})

const OTHERS: readonly (readonly [string, string])[] = [
  ['a flow list', '[{ item: one }] # kept\n'],
  ['an empty flow list', '[] # none yet\n'],
  ['a list with a document end', '- item: one # kept\n...\n'],
  ['a last entry whose text keeps its blank lines', '- item: |+\n    one\n\n\n'],
]

it.each(OTHERS)('%s gains the entry and keeps its comments', (_, text) => {
  const after = appendEntry(text, ENTRY)
  expect(parse(after)).toEqual([...parse(text), ENTRY])
  for (const comment of text.match(/# .*/g) ?? []) expect(after).toContain(comment)
})

it('two entries one after the other both stand in the list', () => {
  expect(parse(appendEntry(appendEntry('', ENTRY), { item: 'c' }))).toEqual([ENTRY, { item: 'c' }])
})

it('what is no list is refused', () => {
  expect(() => appendEntry('item: one\n', ENTRY)).toThrow('not a list')
  expect(() => appendEntry('- [\n', ENTRY)).toThrow('not sound')
})
