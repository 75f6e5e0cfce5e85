import { expect, it } from 'vitest'
import type { Problem } from '../core/problem.ts'
import { readDocument } from './document.ts'
import type { SourceDocument } from './document.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function good(text: string): SourceDocument {
  const loaded = readDocument('c.yaml', bytes(text))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.value
}

function first(text: string | Uint8Array): Problem {
  const loaded = readDocument('c.yaml', typeof text === 'string' ? bytes(text) : text)
  if (loaded.ok) throw new Error('no problem was found')
  const [problem] = loaded.problems
  if (!problem?.place) throw new Error('a problem without a place')
  return problem
}

it('gives plain data, a digest and places', () => {
  const document = good('# c\na: 1\nlist:\n  - x: "y"\n  - { z: [true, null, 1.5] }\n')
  expect(document.value).toEqual({ a: 1, list: [{ x: 'y' }, { z: [true, null, 1.5] }] })
  expect(document.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(document.place(['list', 0, 'x'])).toEqual({ file: 'c.yaml', line: 4, column: 8, length: 3, source: '  - x: "y"' })
  expect(document.place(['list', 1, 'z'], 'key')).toMatchObject({ line: 5, column: 7, length: 1 })
  expect(document.place(['list', 1, 'z', 0])).toMatchObject({ line: 5, column: 11, length: 4 })
})

it('gives the nearest part for a path that is not there', () => {
  const document = good('a:\n  b: 1\n')
  expect(document.place(['a', 'c'])).toMatchObject({ line: 1, column: 1, length: 1 })
  expect(document.place(['a', 'b', 'c', 0])).toMatchObject({ line: 2, column: 3 })
  expect(document.place([])).toMatchObject({ line: 1, column: 1 })
})

it('drops a byte order mark and counts lines with CRLF', () => {
  expect(good('\ufeffa: 1\r\nb: x\r\n').place(['b'])).toMatchObject({ line: 2, column: 4, length: 1, source: 'b: x' })
})

it('keeps keys apart from the prototype of objects', () => {
  expect(Object.keys(good('toString: 1\n').value as object)).toEqual(['toString'])
})

type Refused = readonly [title: string, text: string, code: string, line: number, column: number]

const refused: readonly Refused[] = [
  ['Y01 anchors that multiply', 'a: &a [x, x]\nb: [*a, *a]\n', 'yaml-anchor', 1, 4],
  ['Y03 an alias of itself', 'a: &a [*a]\n', 'yaml-anchor', 1, 4],
  ['Y04 an alias of nothing', 'a: *nothing\n', 'yaml-anchor', 1, 4],
  ['Y05 an anchor that nobody uses', 'a: &x 1\n', 'yaml-anchor', 1, 4],
  ['Y06 a key twice', 'a: 1\nb: 2\na: 3\n', 'duplicate-key', 3, 1],
  ['Y07 keys that are equal as text', '1: a\n"1": b\n', 'duplicate-key', 2, 1],
  ['Y07 true and "true"', 'true: a\n"true": b\n', 'duplicate-key', 2, 1],
  ['Y08 keys that are equal after normalisation', 'caf\u00e9: 1\ncafe\u0301: 2\n', 'duplicate-key', 2, 1],
  ['Y09 __proto__', 'a:\n  __proto__: {}\n', 'forbidden-key', 2, 3],
  ['Y09 constructor', 'constructor: 1\n', 'forbidden-key', 1, 1],
  ['Y10 a merge key', 'a: 1\n<<: {}\n', 'merge-key', 2, 1],
  ['Y11 a directive', '# c\n%YAML 1.1\n---\na: no\n', 'yaml-directive', 2, 1],
  ['Y12 an unknown tag', 'a: !!js/function x\n', 'yaml-tag', 1, 5],
  ['Y13 a known tag', 'a: !!binary aGk=\n', 'yaml-tag', 1, 5],
  ['a negation that is a tag', '- !ok && x\n', 'yaml-tag', 1, 3],
  ['Y15 an integer that loses digits', 'a: 12345678901234567890\n', 'bad-number', 1, 4],
  ['Y16 .nan', 'a: .nan\n', 'bad-number', 1, 4],
  ['Y16 .inf', 'a: -.inf\n', 'bad-number', 1, 4],
  ['Y16 -0', 'a: -0\n', 'bad-number', 1, 4],
  ['Y16 1e999', 'a: 1e999\n', 'bad-number', 1, 4],
  ['Y17 brackets nested deep', `a: ${'['.repeat(100_000)}`, 'document-too-large', 1, 204],
  ['Y18 indentation nested deep', Array.from({ length: 40 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), 'too-deep', 34, 34],
  ['Y19 a map of 20,000 keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join(''), 'document-too-large', 1, 1],
  ['Y20 a byte too many', `a: ${'x'.repeat(1_048_574)}`, 'document-too-large', 1, 1],
  ['Y21 nothing', '', 'empty-document', 1, 1],
  ['Y21 only comments', '# a\n', 'empty-document', 1, 1],
  ['Y21 only a marker', '---\n', 'empty-document', 1, 1],
  ['Y22 two documents', 'a: 1\n---\nb: 2\n', 'second-document', 2, 1],
  ['Y26 a tab that indents', 'a:\n\t- x\n', 'yaml-syntax', 2, 1],
  ['Y26 a lone carriage return', 'a: 1\rb: 2\n', 'bad-character', 1, 5],
  ['Y27 NUL', 'a: "x\u0000"\n', 'bad-character', 1, 6],
  ['Y27 a byte order mark in the middle', 'a: 1\nb: \ufeff2\n', 'bad-character', 2, 4],
  ['Y28 a raw escape', 'a: "\u001b[31m"\n', 'bad-character', 1, 5],
  ['Y28 a reversed reading direction', 'title: a\u202eb\n', 'bad-character', 1, 9],
  ['a quoted word before an operator', 'a:\n  - "x" in y\n', 'yaml-syntax', 2, 9],
  ['a list before an operator', '- [1, 2] == x\n', 'yaml-syntax', 1, 10],
  ['a conditional in one line with a key', 'expect: a ? b : c\n', 'yaml-syntax', 1, 9],
  ['a key that is a list', '? [a]\n: 1\n', 'yaml-syntax', 1, 3],
  ['a quote that is not closed', 'a: "b\n', 'yaml-syntax', 2, 1],
]

it.each(refused)('refuses %s', (_, text, code, line, column) => {
  const problem = first(text)
  expect([problem.code, problem.place?.line, problem.place?.column]).toEqual([code, line, column])
})

it('Y06 names both places of a key that is there twice', () => {
  expect(first('a: 1\nb: 2\na: 3\n').message).toBe('the key "a" is there twice, first on line 1, column 1')
})

it('Y27 refuses UTF-16 and bytes that are not UTF-8', () => {
  expect(first(new Uint8Array([0xff, 0xfe, 0x61, 0x00])).message).toContain('UTF-16')
  expect(first(new Uint8Array([0x61, 0x3a, 0x20, 0xff])).code).toBe('not-utf-8')
})

it('collects several problems of one document', () => {
  const loaded = readDocument('c.yaml', bytes('a: !x y\nb: &n z\nc: .inf\n'))
  expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.code)).toEqual(['yaml-tag', 'yaml-anchor', 'bad-number'])
})

it('Y30 never throws on damaged documents, it reads them or says what is wrong', () => {
  const text = 'a: {b: [1, "x"]}\nc:\n  - !t &a *b | >-\n  - \'x\' # y\n? k\n: "\\x41"\n'
  for (let i = 0; i < text.length; i++) {
    for (const mark of ['', '{', '"', ':', '\n', '\t', '*', '&', '!', '%', '- ']) {
      const loaded = readDocument('c.yaml', bytes(text.slice(0, i) + mark + text.slice(i + 1)))
      expect(loaded.ok || loaded.problems.length > 0).toBe(true)
    }
  }
})

const troubles: readonly (readonly [string, string, string | undefined])[] = [
  ['quoted text', '- "a ? b : c"', undefined],
  ['quoted text before a comment', '- "a" # why', undefined],
  ['a comment on the next line', '- a == 1\n# why', undefined],
  ['a map made of a conditional', '- a ? b : c', 'not-an-expression'],
  ['a boolean', '- true', 'not-an-expression'],
  ['a number', '- 12', 'not-an-expression'],
  ['nothing', '- ', 'not-an-expression'],
  ['an expression that a comment cuts off', '- x == 1 # and y', 'expression-cut-off'],
]

it.each(troubles)('sees what YAML made of %s', (_, text, code) => {
  const problem = good(text).scalarTrouble([0])
  expect(problem?.code).toBe(code)
  if (problem) expect(problem.hint).toBe('put the expression in quotes')
})
