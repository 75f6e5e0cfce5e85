import { expect, it } from 'vitest'
import { compile } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { judge, scope } from './sample.ts'
import { createScope } from './scope.ts'
import { compileTemplate } from './template.ts'

it.each([
  ['20,000 times !', '!'.repeat(20_000), 'too_long'],
  ['1,900 times !', `${'!'.repeat(1900)}ok`, /limit_exceeded|too_complex/],
  ['1,900 times -', `${'-'.repeat(1900)}1 > 0`, /limit_exceeded|too_complex/],
  ['900 brackets', `${'('.repeat(900)}ok${')'.repeat(900)}`, 'limit_exceeded'],
  ['500 additions', `${'1+'.repeat(500)}1 > 0`, 'limit_exceeded'],
  ['a list of 200', `status in [${'1,'.repeat(200)}1]`, 'limit_exceeded'],
  ['50 nested lists', `${'['.repeat(50)}1${']'.repeat(50)} == json`, 'limit_exceeded'],
  ['nothing', '', 'unexpected_token'],
  ['a NUL', '\0', 'unexpected_character'],
  ['an emoji', '😀 == 1', 'unexpected_character'],
])('%s is a problem and no crash', (_, source, code) => {
  const problem = compile(scope, source, 'bool')
  expect(problem).toMatchObject({ kind: 'problem', code: expect.stringMatching(code) })
})

it('a template of 20,000 openings is a problem and no crash', () => {
  expect(compileTemplate(scope, '${'.repeat(20_000))).toMatchObject({ kind: 'problem' })
})

it.each([
  ['three nested loops', 'json.l.all(a, json.l.all(b, json.l.all(c, a + b + c >= 0)))'],
  ['exists, which swallows errors', 'json.l.exists(a, json.l.exists(b, json.l.exists(c, a + b + c < 0)))'],
  ['an alternative to a loop', '!ok || json.l.exists(a, json.l.exists(b, json.l.exists(c, a + b + c < 0))) || true'],
  ['a loop of alternatives', 'json.l.all(a, json.l.all(b, json.l.all(c, c < 0 || true)))'],
  ['comparisons of long lists', 'json.l.all(a, json.l.all(b, json.l == json.m))'],
  ['searches in long lists', 'json.l.all(a, json.l.all(b, b in json.l))'],
  ['lists that grow', 'json.l.all(a, (json.l + json.l + json.l + json.l).size() > 0)'],
  ['patterns over a long text', 'json.l.all(a, !json.t.matches("(a+)+$"))'],
])('%s over 5,000 elements ends by its budget, with no answer', (_, source) => {
  const l = Array.from({ length: 5000 }, (_ignored, index) => index)
  const started = process.hrtime.bigint()
  const { result } = judge(source, { values: { json: { l, m: [...l], t: `${'a'.repeat(50_000)}b` } } })
  expect(result).toMatchObject({ kind: 'internal', why: 'more than 200000 steps' })
  expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(10)
})

it('a text that grows beyond four million characters is given up', () => {
  const program = compile(scope, 'text + text', 'any')
  if (program.kind === 'problem') throw new Error(program.message)
  expect(evaluate(program, { values: { text: 'x'.repeat(2_100_000) } }).result.kind).toBe('internal')
})

it('patterns that explode elsewhere are linear here', () => {
  const json = { t: `${'a'.repeat(1_000_000)}b` }
  expect(judge('json.t.matches("(a+)+$")', { values: { json } }).result).toEqual({ kind: 'false' })
  expect(judge('json.t.matches("^(a?){50}a{50}$")', { values: { json } }).result).toEqual({ kind: 'false' })
})

it('a pattern that comes from the target is bounded', () => {
  expect(judge('text.matches(json.p)', { values: { json: { p: 'a'.repeat(2000) } } }).result).toMatchObject({
    kind: 'mismatch',
    why: 'a pattern of more than 1000 characters',
  })
})

it('what the target sends is quoted in a reason only in part', () => {
  const { result } = judge('bool(json.t)', { values: { json: { t: 'x'.repeat(100_000) } } })
  expect(result.kind).toBe('mismatch')
  expect(JSON.stringify(result).length).toBeLessThan(600)
})

it('deeply nested JSON is data like any other', () => {
  const json: unknown = JSON.parse(`${'[{"a":'.repeat(500)}1${'}]'.repeat(500)}`)
  expect(judge('json[0].a[0].a.size() == 1', { values: { json } }).result).toEqual({ kind: 'true' })
})

it('JSON that is nested so deeply that nothing can walk it ends internal', () => {
  const json: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000))
  expect(judge('json.size() == 1', { values: { json } }).result).toEqual({ kind: 'internal', why: 'the data is nested too deeply' })
})

it('names that JavaScript gives a meaning to can be declared and are not found on a prototype', () => {
  const odd = createScope({
    toString: { type: 'string' },
    hasOwnProperty: { type: 'object', properties: { constructor: { type: 'integer' } } },
  })
  expect(compile(odd, 'toString == "x" && hasOwnProperty.constructor == 1', 'bool').kind).toBe('program')
  expect(compile(odd, 'valueOf == 1', 'bool')).toMatchObject({ code: 'unknown_variable' })
  expect(compile(odd, 'hasOwnProperty.valueOf == 1', 'bool')).toMatchObject({ code: 'no_such_key' })
})
