import { expect, it } from 'vitest'
import { judge } from './sample.ts'

it.each([
  'json.n == 3',
  'json.n == 3.0',
  'json.n + 1 == 4',
  'json.n - 5 == -2',
  '-json.n == -3',
  'json.n % 2 == 1',
  'json.n > 2.5',
  'json.n > 2 && json.n < 3.5',
  'json.r * 2 == 1.0',
  'json.r * json.n == 1.5',
  'json.n + json.r == 3.5',
  'double(json.n) / json.r == 6.0',
  'double(json.f) / 4 == 2.5',
  'json.f * 1.1 < 11.5',
  'json.n in [3, 4]',
  '1 in json.l',
  'json.l == [1, 2, 3]',
  'json.l[0] == 1',
  'json.l[json.i] == 1',
  'json.l.map(x, x * 2) == [2, 4, 6]',
  'json.l.size() == json.n',
  'json.items.all(i, i.q > 0)',
  'json.items[0].q == 1',
  'json.items == [{"q": 1}, {"q": 2}]',
  'json.a.b.contains("x")',
  'json.nothing == null',
  'has(json.n)',
  '!has(json.zip)',
  '"n" in json',
  'json.package.package == 1',
  'json.package["in"] == 2',
  'type(json.n) == type(1)',
  'string(json.n) == "3"',
  'int(json.s) == json.n',
  'json.n == latencyMs - 1',
  'latencyMs == json.n + 1',
  'json.all(k, k != "")',
  '{"a": json.n}.a == 3',
])('%s is true of a body whose integers are int', (source) => {
  expect(judge(source).result).toEqual({ kind: 'true' })
})

it('a number that JSON.parse had to round stays a double, and compares as the number it is', () => {
  expect(judge('json.big > 9007199254740992', { values: { json: { big: 2 ** 60 } } }).result).toEqual({ kind: 'true' })
  expect(judge('json.big == latencyMs', { values: { json: { big: 2 ** 60 }, latencyMs: 2 ** 60 } }).result).toEqual({ kind: 'true' })
})

it('a body that is null is null, one that is not there is absent', () => {
  expect(judge('json == null', { values: { json: null } }).result).toEqual({ kind: 'true' })
  expect(judge('json == null', { values: { json: undefined } }).result.kind).toBe('absent')
})

it('a body may have keys that JavaScript gives a meaning to', () => {
  const json: unknown = JSON.parse('{"constructor": {"name": "Williams"}, "__proto__": {"admin": true}, "toString": 1}')
  expect(judge('json.constructor.name == "Williams"', { values: { json } }).result).toEqual({ kind: 'true' })
  expect(judge('json.admin == true', { values: { json } }).result.kind).toBe('absent')
  expect(judge('json.toString == 1', { values: { json } }).result).toEqual({ kind: 'true' })
  expect(judge('"x-a" in headers', { values: { headers: { constructor: 'x', 'x-a': '1' } } }).result).toEqual({ kind: 'true' })
})

it("a body of another shape is the author's to notice, not a pass", () => {
  for (const json of [null, 1, 'x', [], true]) {
    expect(judge('json.detail.contains("x")', { values: { json } }).result.kind).not.toBe('true')
  }
})
