import { expect, it } from 'vitest'
import { readDocument } from './document.ts'
import { misindented } from './indentation.ts'

const LINES = `id: k
sections:
  - title: A
    items:
      - id: a
        title: "An item: of a kind" # of text
        with: { path: /ok,
          query: { q: 1 } }
        why: |
          - not: a list
            more: text
        expect:
        - "status == 200"
        fix: >-
          so
      - id: b
        title: B
        severity: critical
  - title: B
    items:
      - id: c
        title: C`.split('\n')

const told = (lines: readonly string[]) => {
  const loaded = readDocument('c.yaml', new TextEncoder().encode(`${lines.join('\n')}\n`))
  return loaded.ok ? [] : loaded.problems.map(({ message, place }) => `${place?.line}: ${message}`)
}
const change = (line: number, spoil: (text: string) => string, until = line) =>
  LINES.map((text, i) => (i + 1 >= line && i < until ? spoil(text) : text))
const less = (text: string) => text.slice(1)
const more = (text: string) => ` ${text}`

it('is silent where all lines fit', () => {
  expect(told(LINES)).toEqual([])
  expect(misindented(LINES.join('\n'))).toBeUndefined()
})

it.each([
  ['a line of one column less', change(17, less), '17: this line begins in column 8, the lines before it in column 9'],
  ['a line of one column more', change(17, more), '17: this line begins in column 10, the lines before it in column 9'],
  ['the last line of an item', change(18, more), '18: this line begins in column 10, the lines before it in column 9'],
  ['a key of a section', change(4, less), '4: this line begins in column 4, the lines before it in column 5'],
  [
    'an item of two columns less',
    change(16, (text) => text.slice(2), 18),
    '16: this dash begins in column 5, the dashes before it in column 7',
  ],
  [
    'an item of two columns more',
    change(5, (text) => `  ${text}`, 15),
    '16: this dash begins in column 7, the dashes before it in column 9',
  ],
  ['a tab', change(18, (text) => `\t${text.trimStart()}`), '18: a tab cannot indent'],
  ['a tab after spaces', change(18, (text) => `       \t${text.trimStart()}`), '18: a tab cannot indent'],
])('tells the cause alone: %s', (_, lines, message) => {
  expect(told(lines)).toEqual([message])
})

it('one problem for each line that is wrong in itself', () => {
  const lines = change(17, () => '        title: status == 200: x').map((text) => text.replace('title: C', 'title: @c'))
  expect(told(lines).map((text) => text.split(':')[0])).toEqual(['17', '22'])
})

it('a bracket that is not closed is no matter of indentation', () => {
  expect(told(change(8, (text) => text.replace(' }', '')))[0]).toContain('a bracket is not closed')
})
