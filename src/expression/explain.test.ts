import { expect, it } from 'vitest'
import { Secret } from '../redaction/secret.ts'
import { compile } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { judge } from './sample.ts'
import { createScope } from './scope.ts'

it.each([
  ['status == 503', ['status = 200']],
  ['ok && status == 503', ['status = 200']],
  ['status == 503 && ok', ['status = 200']],
  ['status == 503 || ok', ['ok = true']],
  ['status == 503 || type == "x"', ['status = 200', 'type = "t"']],
  ['has(json.n) && json.n == 4', ['json.n = 3']],
  ['json.pods.all(p, p.ready)', ['json.pods = [{"ready": true}, {"ready": false}]', 'p.ready = false']],
  ['pods.exists(p, p.restarts > 5)', ['pods = [{"restarts": 1}, {"restarts": 2}]']],
  ['json.a.c == "x"', ['json.a = {"b": "xyz"}']],
  ['status in [500, 503]', ['status = 200']],
  ['(json.n + 1) * 2 == 1', ['(json.n + 1) * 2 = 8', 'json.n + 1 = 4', 'json.n = 3']],
  ['text.matches("^b") || type == "$x"', ['text.matches("^b") = false', `text = "${'a'.repeat(33)}b"`, 'type = "t"']],
  [
    'timestamp(notAfter) < now',
    ['timestamp(notAfter) = 2027-01-01T00:00:00.000Z', 'notAfter = "2027-01-01T00:00:00Z"', 'now = 2026-06-01T00:00:00.000Z'],
  ],
  ['!ok', ['ok = true']],
  ['json.items.map(i, i.q) == [1]', ['json.items.map(i, i.q) = [1, 2]']],
  ['json.items.filter(i, i.q > 1).size() == 0', ['json.items.filter(i, i.q > 1) = [{"q": 2}]']],
  ['json.items.filter(i, i.q > 2).size() == 1', ['json.items.filter(i, i.q > 2) = []', 'json.items = [{"q": 1}, {"q": 2}]']],
  [
    'json.items.map(i, i.q > 1 ? i.q : 0).filter(q, q > 0) == []',
    ['json.items.map(i, i.q > 1 ? i.q : 0).filter(q, q > 0) = [2]', 'json.items = [{"q": 1}, {"q": 2}]'],
  ],
])('%s is explained by %j', (source, lines) => {
  expect(judge(source).values.map(({ text, value }) => `${text} = ${value}`)).toEqual(lines)
})

const shownOf = (items: readonly unknown[]) => judge('json.items == []', { values: { json: { items } } }).values.map(({ value }) => value)

it('of a long list each element is cut, so that every one says what it is', () => {
  const cut = `"${'abcdefghij'.repeat(7)}abcdefg..."`
  expect(shownOf(['abcdefghij'.repeat(20), 'abcdefghij'.repeat(20)])).toEqual([`[${cut}, ${cut}]`])
})

it('of a longer list the first elements are shown, and how many there are beside', () => {
  const hit = { path: 'src/app.ts', kind: 'value' }
  const shown = '{"path": "src/app.ts", "kind": "value"}'
  expect(shownOf(Array.from({ length: 40 }, () => hit))).toEqual([`[${Array.from({ length: 5 }, () => shown).join(', ')}, ... 35 more]`])
})

it('at most twelve values are shown, each of at most 240 characters', () => {
  const source = Array.from({ length: 30 }, (_, index) => `json.v${index} == "x"`).join(' || ')
  const json = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`v${index}`, '😀'.repeat(100_000)]))
  const { values } = judge(source, { values: { json } })
  expect(values).toHaveLength(12)
  for (const { value } of values) expect(value.length).toBeLessThanOrEqual(240)
})

it('a secret is shown by its name and nothing of it can be compared', () => {
  const scope = createScope({ token: { 'x-cel': 'secret' }, ok: { type: 'boolean' } })
  const program = compile(scope, 'ok || dyn(token) == "other"', 'bool')
  if (program.kind === 'problem') throw new Error(program.message)
  const evaluation = evaluate(program, { values: { ok: false, token: new Secret('hunter2', 'saved.token') } })
  expect(evaluation.result).toMatchObject({ kind: 'mismatch' })
  expect(evaluation.values).toContainEqual({ text: 'dyn(token)', value: '[secret:saved.token]' })
  expect(JSON.stringify(evaluation)).not.toContain('hunter2')
  for (const source of [
    'token == "x"',
    'token + "x" == "x"',
    'string(token) == "x"',
    'size(token) == 1',
    'token.contains("x")',
    'token.matches("x")',
  ]) {
    expect(compile(scope, source, 'bool').kind).toBe('problem')
  }
})
