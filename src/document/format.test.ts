import { expect, it } from 'vitest'
import type { Place, Problem } from '../core/problem.ts'
import { readDocument } from './document.ts'
import { formatProblem } from './format.ts'

const place = (source: string, column: number, length = 1): Place => ({ file: 'c.yaml', line: 12, column, length, source })
const problem = (where: Place): Problem => ({
  code: 'unknown-key',
  level: 'error',
  message: 'the key "a" is not known here',
  place: where,
  hint: 'did you mean b?',
})

function document(text: string) {
  const loaded = readDocument('c.yaml', new TextEncoder().encode(text))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.value
}

it('shows place, message, line, caret and hint', () => {
  expect(formatProblem(problem(place('  a: 1', 3, 1)))).toBe(
    ['c.yaml:12:3: error: the key "a" is not known here [unknown-key]', '  |   a: 1', '  |   ^', '  = did you mean b?'].join('\n'),
  )
})

it('paints only when asked', () => {
  expect(formatProblem(problem(place('a', 1)), { color: true })).toContain('\u001b[31merror')
  expect(formatProblem(problem(place('a', 1)))).not.toContain('\u001b')
})

it('shows the part of a long line around the caret', () => {
  const long = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`
  const lines = formatProblem(problem(place(long, 501, 4)), { width: 60 }).split('\n')
  expect(lines[1]?.length).toBeLessThanOrEqual(60)
  const caret = lines[2]?.indexOf('^') ?? 0
  expect(lines[1]?.slice(caret, caret + 4)).toBe('HERE')
})

it('escapes control characters and keeps the caret in place', () => {
  const lines = formatProblem(problem(place('a\u001b[31m: X', 9))).split('\n')
  expect(lines.join('')).not.toContain('\u001b')
  expect(lines[1]?.[lines[2]?.indexOf('^') ?? 0]).toBe('X')
})

it('counts wide characters twice', () => {
  const lines = formatProblem(problem(place('\u6f22\u5b57 X', 4))).split('\n')
  expect(lines[2]).toBe('  |      ^')
})

const masked: readonly (readonly [string, string, (string | number)[]])[] = [
  ['a password', 'user: a\npassword: HUNTER2 # x', ['password']],
  ['a quoted token in a flow map', 'a: { token: "HUNTER2", other: 1 }', ['a', 'other']],
  ['a key in a list', 'api-key: [HUNTER2]', ['api-key']],
  ['a header', 'headers: { Authorization: "Bearer HUNTER2" }', ['headers']],
  ['credentials in a URL', 'url: "postgres://app:HUNTER2@db/x"', ['url']],
  ['the lines of a block', 'secret: |\n  HUNTER2\n', ['secret']],
]

it.each(masked)('Y29 masks %s', (_, text, path) => {
  const lines = document(text)
  for (const part of ['key', 'value'] as const) expect(lines.place(path, part).source).not.toContain('HUNTER2')
  expect(lines.placeIn(path, 0, 3).source).not.toContain('HUNTER2')
})

const broken: readonly (readonly [string, string])[] = [
  ['beside the mistake', 'password: HUNTER2: x\n'],
  ['in brackets', 'a: { password: HUNTER2, b: }}\n'],
  ['in a block', 'a:\n  secret: |\n    HUNTER2\n   x: }: y\n'],
]

it.each(broken)('Y29 masks a secret %s of a document that does not parse', (_, text) => {
  const loaded = readDocument('c.yaml', new TextEncoder().encode(text))
  expect(loaded.ok).toBe(false)
  const shown = loaded.ok ? '' : loaded.problems.map((one) => formatProblem(one)).join('\n')
  expect(shown).toContain('^')
  expect(shown).not.toContain('HUNTER2')
})

it('shows references and expressions below a secret-looking key', () => {
  const lines = document('token: "${secrets.token}"\nsave: { token: json.tkoen }\n')
  expect(lines.place(['token']).source).toContain('${secrets.token}')
  expect(lines.placeIn(['save', 'token'], 5, 10, 'expression').source).toBe('save: { token: json.tkoen }')
  expect(lines.placeIn(['save', 'token'], 5, 10).source).not.toContain('tkoen')
})
