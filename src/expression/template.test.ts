import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { Secret } from '../redaction/secret.ts'
import { createScope } from './scope.ts'
import { compileTemplate, renderTemplate } from './template.ts'
import type { Context } from './evaluate.ts'

const scope = createScope({
  params: {
    type: 'object',
    properties: {
      league: { type: 'string' },
      count: { type: 'integer' },
      share: { type: 'number' },
      list: { type: 'array', items: { type: 'integer' } },
      at: { 'x-cel': 'timestamp' },
    },
  },
  secrets: { type: 'object', properties: { token: { 'x-cel': 'secret' }, 'db-url': { 'x-cel': 'secret' } } },
  saved: { type: 'object', additionalProperties: { 'x-cel': 'secret' } },
  json: {},
})
const token = new Secret('hunter2', 'secrets.token')
const context: Context = {
  values: {
    params: { league: 'lg_1', count: 5, share: 0.5, list: [1, 2], at: new Date('2026-01-01T00:00:00Z') },
    secrets: { token, 'db-url': new Secret('pg://x', 'secrets.db-url') },
    saved: { csrf: new Secret('c5rf', 'saved.csrf') },
    json: { ok: true, nothing: null, list: [1], '}': 'brace' },
  },
}

function render(text: string, from: Context = context): unknown {
  const template = compileTemplate(scope, text)
  if (template.kind === 'problem') throw new Error(template.message)
  const rendering = renderTemplate(template, from)
  return rendering.kind === 'value' ? rendering.value : rendering
}

it.each<[string, unknown]>([
  ['plain', 'plain'],
  ['', ''],
  ['/api/${params.league}/x', '/api/lg_1/x'],
  ['n=${params.count}, ${params.share}, ${json.ok}, ${params.at}', 'n=5, 0.5, true, 2026-01-01T00:00:00.000Z'],
  ['${params.count}', 5],
  ['${params.list}', [1, 2]],
  ['${params.at}', new Date('2026-01-01T00:00:00Z')],
  ['${json}', { ok: true, nothing: null, list: [1], '}': 'brace' }],
  ['${json.nothing}', null],
  ['${params.count > 3}', true],
  ['$${params.league}', '${params.league}'],
  ['cost $5 {a} $', 'cost $5 {a} $'],
  ['a ${ {"x": "}"}["x"] } b', 'a } b'],
  ['${json[\'}\']}${json["}"]}', 'bracebrace'],
  ['${"""a } b"""}', 'a } b'],
  ["${'it\\'s }'}", "it's }"],
  ['${params.at - duration("1h") < params.at ? "earlier" : "later"}', 'earlier'],
])('%s renders to %j', (text, wanted) => {
  expect(render(text)).toEqual(wanted)
})

it.each([
  ['${secrets.token}', 'hunter2', 'secrets.token'],
  ['Bearer ${secrets.token}', 'Bearer hunter2', 'secrets.token'],
  ['${secrets["db-url"]}/${params.league}', 'pg://x/lg_1', 'secrets.db-url'],
  ['${params.count == 5 ? secrets.token : secrets["db-url"]}', 'hunter2', 'secrets.token'],
  ['csrf=${saved.csrf}', 'c5rf'.padStart(9, 'csrf='), 'saved.csrf'],
])('%s renders to a secret', (text, value, name) => {
  const secret = render(text)
  expect(secret).toBeInstanceOf(Secret)
  expect((secret as Secret).reveal()).toBe(value)
  expect(inspect(secret)).toBe(`[secret:${name}]`)
})

it.each<[string, string, string]>([
  ['/x/${parms.league}', 'unknown_variable', 'parms'],
  ['a ${params.count} b ${params.legue}', 'no_such_key', 'legue'],
  ['x ${params.list} y', 'not_text', 'params.list'],
  ['x ${secrets} y', 'not_text', 'secrets'],
  ['a ${params', 'unclosed', '${'],
  ['a ${} b', 'empty', '${}'],
  ['${secrets.tokn}', 'no_such_key', 'tokn'],
  ['${secrets.db-url}', 'no_such_key', 'db'],
  ['${secrets.token + "x"}', 'no_such_overload', '+'],
  ['${secrets.token == secrets.token}', 'no_such_overload', '=='],
  ['${string(secrets.token)}', 'no_matching_overload', 'string'],
  ['${secrets.token.size()}', 'no_matching_overload', 'size'],
])('%s is a problem: %s under %s', (text, code, under) => {
  const problem = compileTemplate(scope, text)
  if (problem.kind !== 'problem') throw new Error('no problem')
  expect([problem.code, text.slice(problem.start, problem.end)]).toEqual([code, under])
})

it('the name of a secret with a hyphen gets the hint that it is a key', () => {
  expect(compileTemplate(scope, '${secrets.db-url}')).toMatchObject({ hint: 'write ["db-url"]: a name with - is a key' })
})

it.each([
  '${dyn(secrets.token).size()}',
  '${dyn(secrets.token).contains("h")}',
  '${string(dyn(secrets.token))}',
  'x ${json.list}',
  'x ${json.nothing}',
  'x ${dyn(params)}',
])('%s ends in a mismatch, without the secret', (text) => {
  const result = render(text)
  expect(result).toMatchObject({ kind: 'mismatch' })
  expect(JSON.stringify(result)).not.toContain('hunter2')
})

it('an absent and an unread part end the rendering with their reason', () => {
  expect(render('x ${json.zip}')).toMatchObject({ kind: 'absent', why: 'json.zip is not there' })
  expect(render('x ${saved.none}')).toMatchObject({ kind: 'absent' })
  const unread = [{ path: ['saved', 'csrf'], reason: 'timeout', detail: 'the step timed out' }] as const
  expect(render('x ${saved.csrf}', { ...context, unread })).toEqual({ kind: 'unread', reason: 'timeout', why: 'the step timed out' })
  expect(render('${json}', { ...context, unread: [{ path: ['json', 'ok'], reason: 'malformed', detail: 'cut off' }] })).toMatchObject({
    kind: 'unread',
  })
})

it('only a text without ${} is literal', () => {
  expect(compileTemplate(scope, 'a $${b}')).toMatchObject({ literal: true, programs: [] })
  expect(compileTemplate(scope, 'a ${json.b}')).toMatchObject({ literal: false, programs: [{ source: 'json.b' }] })
})
