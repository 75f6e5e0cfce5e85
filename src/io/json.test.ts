import { expect, it } from 'vitest'
import { parseJson } from './json.ts'

it.each([
  ['{"a":[1,{"a":"x,\\"{"}],"b":null}', { a: [1, { a: 'x,"{' }], b: null }],
  ['\uFEFF[]', []],
  ['"text"', 'text'],
  ['[-1.5e3,0,1e-999,"1e999"]', [-1500, 0, 0, '1e999']],
  ['{"a":1,"b":{"a":2}}', { a: 1, b: { a: 2 } }],
  ['{"a":"a","b":["a","a"]}', { a: 'a', b: ['a', 'a'] }],
])('reads %s', (text, value) => {
  expect(parseJson(text)).toEqual({ ok: true, value })
})

it.each([
  ['{"a":1,"a":2}', 'duplicate key "a"'],
  ['[{"x":{"a":1 , "\\u0061":2}}]', 'duplicate key "a"'],
  ['[1,2,]', 'it is not JSON'],
  ['{"a":NaN}', 'it is not JSON'],
  ['<html>', 'it is not JSON'],
  ['{"a": "unended', 'it is not JSON'],
  ['  \n', 'it is empty'],
  ['{"load":-1e999}', 'a number in it is too large'],
  ['['.repeat(5_000_000), 'nested deeper than 128 levels'],
  [`${'['.repeat(129)}${']'.repeat(129)}`, 'nested deeper than 128 levels'],
])('refuses %.40s', (text, why) => {
  expect(parseJson(text)).toEqual({ ok: false, why })
})

it('allows 128 levels', () => {
  expect(parseJson(`${'['.repeat(128)}${']'.repeat(128)}`).ok).toBe(true)
})

it('reads a key named __proto__ as a key', () => {
  const parsed = parseJson('{"__proto__":{"admin":true}}')
  expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__'])
})

it('reads 10 MB with a string of 5 MB in it in linear time', () => {
  const text = JSON.stringify({
    long: 'x"\\'.repeat(1_000_000),
    rows: Array.from({ length: 100_000 }, (_, id) => ({ id, name: `n${id}` })),
  })
  const started = performance.now()
  expect(parseJson(text).ok).toBe(true)
  expect(performance.now() - started).toBeLessThan(5000)
})

it('refuses a whole number that would be rounded, where it must be exact', () => {
  expect(parseJson('{"n":9007199254740993}', { exact: true })).toEqual({ ok: false, why: expect.stringContaining('2^53') })
  expect(parseJson('{"n":9007199254740991,"x":1e20,"s":"9007199254740993"}', { exact: true }).ok).toBe(true)
  expect(parseJson('{"n":9007199254740993}').ok).toBe(true)
})
