import { expect, it } from 'vitest'
import { compile } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { lint } from './lint.ts'
import { scope, variablesOf } from './sample.ts'
import { blank } from './schema.ts'
import { createScope } from './scope.ts'
import * as z from 'zod'

const OBSERVED = Object.keys(scope.variables).filter((name) => !['params', 'now'].includes(name))

it.each<[string, string[]]>([
  ['status == 200', []],
  ['status == 200 && !has(server)', []],
  ['none.all(n, n.x > 0)', []],
  ['has(hsts.maxAgeSeconds) || framing == "deny"', []],
  ['facts.multi', []],
  ['params.league == "lg"', ['reads_nothing']],
  ['1 == 1', ['reads_nothing']],
  ['now > timestamp("2020-01-01T00:00:00Z")', ['reads_nothing']],
  ['status == 200 || true', ['always_true']],
  ['true || status == 1', ['always_true']],
  ['!has(server)', ['true_unseen']],
  ['has(server) || !has(server)', ['true_unseen']],
])('%s: %j', (source, codes) => {
  const program = compile(scope, source, 'bool')
  if (program.kind === 'problem') throw new Error(program.message)
  expect(lint(program, OBSERVED).map(({ code }) => code)).toEqual(codes)
})

const Shape = z.object({
  status: z.int(),
  unnamed: z.int(),
  ok: z.boolean(),
  text: z.string(),
  framing: z.enum(['deny', 'none']),
  kind: z.literal('web'),
  proxy: z.string().nullable(),
  instances: z.array(z.object({ up: z.boolean() })),
  headers: z.record(z.string(), z.string()),
  csp: z.object({ inline: z.boolean(), mode: z.string().optional() }),
  json: z.unknown().optional(),
  optional: z.string().optional(),
  when: z.string().meta({ 'x-cel': 'timestamp' }),
  either: z.union([z.int(), z.string()]),
})

it('the blank observation has every required field, as empty as it can be', () => {
  expect(blank(z.toJSONSchema(Shape, { io: 'output' }))).toEqual({
    status: 0,
    unnamed: 0,
    ok: false,
    text: '',
    framing: '',
    kind: 'web',
    proxy: '',
    instances: [],
    headers: {},
    csp: { inline: false },
    when: new Date(0),
    either: 0,
  })
})

it.each([
  ['!text.contains("error")', 'true'],
  ['unnamed == 0', 'true'],
  ['status < 500', 'true'],
  ['instances.all(i, i.up)', 'true'],
  ['!csp.inline', 'true'],
  ['status == 200', 'false'],
  ['instances.size() >= 1', 'false'],
  ['ok', 'false'],
  ['framing == "deny"', 'false'],
  ['optional == "x"', 'absent'],
  ['json.n == 3', 'absent'],
])('%s on the blank observation is %s', (source, kind) => {
  const program = compile(createScope(variablesOf(Shape)), source, 'bool')
  if (program.kind === 'problem') throw new Error(program.message)
  expect(evaluate(program, { values: blank(z.toJSONSchema(Shape, { io: 'output' })) as Record<string, unknown> }).result.kind).toBe(kind)
})
