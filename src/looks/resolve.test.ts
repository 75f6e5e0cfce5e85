import { expect, it } from 'vitest'
import { compileTemplate, createScope } from '../expression/index.ts'
import { Secret } from '../redaction/secret.ts'
import type { TemplateTree } from './model.ts'
import { resolveTree, secretNamesIn } from './resolve.ts'

const CANARY = 'canary-5f1c7a'
const SECRET = { 'x-cel': 'secret' }
const scope = createScope({
  secrets: { type: 'object', properties: { token: SECRET, gone: SECRET }, required: ['token', 'gone'], additionalProperties: false },
  params: {
    type: 'object',
    properties: { event: { type: 'string' }, count: { type: 'integer' } },
    required: ['event', 'count'],
    additionalProperties: false,
  },
  saved: { type: 'object', additionalProperties: {} },
  now: { 'x-cel': 'timestamp' },
})
const context = {
  values: {
    secrets: { token: new Secret(CANARY, 'secrets.token') },
    params: { event: 'ev_1', count: 3 },
    saved: {},
    now: new Date('2026-11-21T00:00:00Z'),
  },
  unread: [{ path: ['secrets', 'gone'], reason: 'refused' as const, detail: 'secrets.gone: commands need --allow-exec' }],
}

function text(source: string): TemplateTree {
  const template = compileTemplate(scope, source)
  if (template.kind === 'problem') throw new Error(template.message)
  return { kind: 'template', template, place: { file: 'x.yaml', line: 1, column: 1, length: 1, source: '' } }
}

it('lists and maps keep their shape, and a lone ${} keeps the type of its value', () => {
  const tree: TemplateTree = {
    kind: 'map',
    entries: [
      ['path', text('/api/${params.event}')],
      ['n', text('${params.count}')],
      ['list', { kind: 'list', items: [{ kind: 'literal', value: null }, text('${now}')] }],
    ],
  }
  expect(resolveTree(tree, context)).toEqual({ ok: true, value: { path: '/api/ev_1', n: 3, list: [null, '2026-11-21T00:00:00.000Z'] } })
})

it('a secret stays a Secret, with text around it too, and shows its value to nobody', () => {
  for (const source of ['${secrets.token}', 'postgres://u:${secrets.token}@h/${params.event}']) {
    const resolved = resolveTree(text(source), context)
    expect(resolved.ok && resolved.value).toBeInstanceOf(Secret)
    expect(JSON.stringify(resolved)).not.toContain(CANARY)
    expect(resolved.ok && resolved.value instanceof Secret && resolved.value.reveal()).toBe(
      source.replace('${secrets.token}', CANARY).replace('${params.event}', 'ev_1'),
    )
  }
})

it('a secret that could not be fetched gives its own reason', () => {
  expect(resolveTree(text('Bearer ${secrets.gone}'), context)).toMatchObject({
    ok: false,
    reason: 'refused',
    detail: expect.stringContaining('--allow-exec'),
  })
})

it('what an answer did not bring is malformed, what was not given is unconfigured (C21: never the empty string)', () => {
  expect(resolveTree(text('/x/${saved.id}'), context)).toMatchObject({
    ok: false,
    reason: 'malformed',
    detail: expect.stringContaining('${saved.id}'),
  })
  expect(resolveTree(text('${params.event}'), { values: { params: {} } })).toMatchObject({ ok: false, reason: 'unconfigured' })
})

it('a value that holds ${} is data, filled in once (C22)', () => {
  const values = { ...context.values, params: { event: '${secrets.token}', count: 1 } }
  expect(resolveTree(text('/x/${params.event}'), { values })).toEqual({ ok: true, value: '/x/${secrets.token}' })
})

it('only the secrets that a tree needs are named, and all of them when the run chooses', () => {
  const names = (source: string) => [...secretNamesIn({ kind: 'list', items: [text(source)] }, ['token', 'gone'])].sort()
  expect(names('/x/${params.event}')).toEqual([])
  expect(names('a ${secrets.token}')).toEqual(['token'])
  expect(names('${secrets[params.event]}')).toEqual(['gone', 'token'])
  expect(names("${params.event == '' ? secrets.token : secrets['gone']}")).toEqual(['gone', 'token'])
})
