import { expect, it } from 'vitest'
import * as z from 'zod'
import type { Problem } from '../core/problem.ts'
import { readDocument } from '../document/document.ts'
import { defineProbe } from '../probes/contract.ts'
import { duration, secretText } from '../probes/fields.ts'
import { checkWith } from './check-with.ts'
import { createScopes } from './scopes.ts'
import { compileTree } from './tree.ts'

const probe = defineProbe({
  name: 'sample',
  summary: 'A probe for tests',
  timeoutMs: 1000,
  effect: () => 'read',
  examples: [],
  params: z
    .strictObject({
      path: z.string().regex(/^\//, 'wants a path that starts with /').optional(),
      count: z.int().min(5).optional(),
      mode: z.enum(['one', 'two']).optional(),
      age: duration().optional(),
      token: secretText().optional(),
      headers: z.record(z.string(), secretText()).optional(),
      json: z.unknown().optional(),
      list: z.union([z.string(), z.array(z.string())]).optional(),
    })
    .refine((params) => params.path !== undefined || params.list !== undefined, 'wants path or list'),
  observation: z.object({ ok: z.boolean() }),
  describe: () => ({ summary: 'sample' }),
  load: () => Promise.reject(new Error('never looked')),
})

const scopes = createScopes(
  {
    params: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        n: { type: 'integer' },
        share: { type: 'number' },
        on: { type: 'boolean' },
        xs: { type: 'array', items: {} },
      },
    },
    looks: { type: 'object', properties: { any: { type: 'object', properties: { json: {} }, required: ['json'] } } },
  },
  { secrets: ['key'] },
)

function check(text: string): string[] {
  const read = readDocument('c.yaml', new TextEncoder().encode(`with: ${text}`))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const { with: value } = read.value.value as { with: unknown }
  const tree = compileTree(scopes.template(), read.value, ['with'], value)
  if (Array.isArray(tree)) throw new Error(JSON.stringify(tree))
  const problems: Problem[] = []
  checkWith({ document: read.value, report: (problem) => void problems.push(problem) }, probe, tree, ['with'])
  return problems.map(({ code, message }) => `${code}: ${message}`)
}

const cases: readonly (readonly [title: string, text: string, problems: readonly string[]])[] = [
  ['nothing in good parameters', '{ path: /x, count: 5, age: 20s }', []],
  ['a mistake in plain parameters', '{ path: x }', ['invalid-value: wants a path that starts with /']],
  [
    'nothing where only the content of an expression is not known',
    '{ path: "${params.name}", count: "${params.n}", mode: "${params.name}", age: "${params.name}" }',
    [],
  ],
  ['nothing where the kind is not known', '{ count: "${looks.any.json.n}", path: "${looks.any.json.s}" }', []],
  ['a number where text is wanted', '{ path: "${params.n}" }', ['wrong-type: wants text; the expression gives a whole number']],
  ['text where a number is wanted', '{ path: /x, count: "n ${params.n}" }', ['wrong-type: wants a number; the expression gives text']],
  [
    'a truth value where text or a list is wanted',
    '{ list: "${params.on}" }',
    ['wrong-type: wants text or a list; the expression gives a truth value'],
  ],
  ['nothing where a list is given whole', '{ list: "${params.xs}" }', []],
  ['a key that is missing whatever the expressions give', '{ token: "${params.name}" }', ['invalid-value: wants path or list']],
  ['an unknown key beside expressions', '{ path: "${params.name}", cuont: 5 }', ['unknown-key: the key "cuont" is not known here']],
  [
    'nothing where secrets may go',
    '{ path: /x, token: "${secrets.key}", headers: { A: "Bearer ${secrets.key}" }, json: { a: ["${secrets.key}"] } }',
    [],
  ],
  ['a secret where none may go', '{ path: "/${secrets.key}" }', ['secret-not-allowed: a secret cannot go here']],
  ['a secret in a list where none may go', '{ list: [a, "${secrets.key}"] }', ['secret-not-allowed: a secret cannot go here']],
]

it.each(cases)('finds %s', (_, text, problems) => {
  expect(check(text)).toEqual(problems)
})
