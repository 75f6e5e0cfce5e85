import { expect, it } from 'vitest'
import * as z from 'zod'
import { readDocument } from './document.ts'
import { fromZod } from './from-zod.ts'

const Step = z.strictObject({ id: z.string().regex(/^[a-z]+$/, 'wants lower-case letters'), wait: z.int().min(1).max(5).optional() })
const Schema = z.strictObject({
  title: z.string(),
  severity: z.enum(['critical', 'high']).optional(),
  password: z.enum(['a']).optional(),
  gate: z.union([z.partialRecord(z.enum(['critical', 'high']), z.string()), z.array(z.strictObject({ severity: z.string() }))]).optional(),
  expect: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  names: z.record(z.string().regex(/^[a-z]+$/, 'wants lower-case letters'), z.boolean()).optional(),
  steps: z.array(Step).optional(),
  kind: z.discriminatedUnion('k', [z.strictObject({ k: z.literal('p'), v: z.string() }), z.strictObject({ k: z.literal('q') })]).optional(),
})

function problemsOf(text: string) {
  const loaded = readDocument('c.yaml', new TextEncoder().encode(text))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const parsed = Schema.safeParse(loaded.value.value)
  if (parsed.success) return []
  return fromZod(loaded.value, parsed.error, [], Schema).map(({ code, message, hint, place }) => [
    code,
    message,
    hint,
    place?.source.slice(place.column - 1, place.column - 1 + place.length),
    place?.line,
  ])
}

const cases: readonly (readonly [text: string, code: string, message: string, hint: string | undefined, marked: string, line: number])[] = [
  ['titel: a\ntitle: b', 'unknown-key', 'the key "titel" is not known here', 'did you mean title?', 'titel', 1],
  ['severity: high', 'missing-key', '"title" is missing', 'wants text', 'severity: high', 1],
  ['title: 1.10', 'wrong-type', 'wants text; came the number 1.1', 'put it in quotes', '1.10', 1],
  ['title: {}', 'wrong-type', 'wants text; came a map', undefined, '{}', 1],
  ['title: a\nseverity: hihg', 'invalid-value', 'wants one of critical, high; came "hihg"', 'did you mean high?', 'hihg', 2],
  ['title: a\npassword: HUNTER2', 'invalid-value', 'wants a; came text', undefined, '*******', 2],
  ['title: a\ngate: { criticl: 100% }', 'unknown-key', 'the key "criticl" is not known here', 'did you mean critical?', 'criticl', 2],
  ['title: a\ngate: [{ severity: 1 }]', 'wrong-type', 'wants text; came the number 1', 'put it in quotes', '1', 2],
  ['title: a\ngate: 5', 'wrong-type', 'wants a map or a list; came the number 5', undefined, '5', 2],
  ['title: a\nexpect: []', 'out-of-range', 'wants at least 1 entry', undefined, '[]', 2],
  ['title: a\nexpect: {}', 'wrong-type', 'wants text or a list; came a map', undefined, '{}', 2],
  ['title: a\nnames: { A: true }', 'invalid-name', 'wants lower-case letters; came "A"', undefined, 'A', 2],
  ['title: a\nsteps:\n  - { id: a, wait: 9 }', 'out-of-range', 'wants at most 5; came 9', undefined, '9', 3],
  ['title: a\nsteps:\n  - { id: a, wiat: 1 }', 'unknown-key', 'the key "wiat" is not known here', 'did you mean wait?', 'wiat', 3],
  ['title: a\nsteps:\n  - id: A', 'invalid-value', 'wants lower-case letters', undefined, 'A', 3],
  ['title: a\nkind: { k: z }', 'invalid-value', 'wants p or q', undefined, 'z', 2],
  ['title: a\nkind: { k: p }', 'missing-key', '"v" is missing', 'wants text', 'kind', 2],
]

it.each(cases)('says what is wrong in %j', (text, ...wanted) => {
  expect(problemsOf(text)).toContainEqual(wanted)
})

it('Y23 finds every unknown key', () => {
  expect(problemsOf('title: a\nsevrity: x\nexpct: y').map(([code]) => code)).toEqual(['unknown-key', 'unknown-key'])
})
