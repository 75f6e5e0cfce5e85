import { expect, it } from 'vitest'
import { compile } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { RESERVED_NAMES, createScope } from './scope.ts'
import type { JsonSchema } from './schema.ts'

function typeIn(schema: JsonSchema): string {
  const program = compile(createScope({ it: schema }), 'it', 'any')
  return program.kind === 'program' ? program.type : program.code
}

const text = { type: 'string' }

it.each<[JsonSchema, string]>([
  [{}, 'dyn'],
  [text, 'string'],
  [{ type: 'boolean' }, 'bool'],
  [{ type: 'integer', minimum: 0 }, 'int'],
  [{ type: 'number' }, 'double'],
  [{ type: ['string', 'null'] }, 'string'],
  [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'int'],
  [{ anyOf: [{ type: 'integer' }, text] }, 'dyn'],
  [{ type: ['integer', 'string'] }, 'dyn'],
  [{ allOf: [text, text] }, 'dyn'],
  [{ $ref: '#/definitions/x' }, 'dyn'],
  [{ type: 'string', enum: ['a', 'b'] }, 'string'],
  [{ enum: ['a', null] }, 'string'],
  [{ const: 3 }, 'int'],
  [{ const: 0.5 }, 'double'],
  [{ type: 'number', enum: [1, 2] }, 'int'],
  [{ enum: [1, 'a'] }, 'dyn'],
  [{ anyOf: [{ const: 'a' }, { const: 'b' }, { type: 'null' }] }, 'string'],
  [{ type: 'array' }, 'list'],
  [{ type: 'array', items: {} }, 'list'],
  [{ type: 'array', items: text }, 'list<string>'],
  [{ type: 'array', prefixItems: [text], items: text }, 'list'],
  [{ type: 'array', items: { type: 'array', items: { type: 'integer' } } }, 'list<list<int>>'],
  [{ type: 'object' }, 'map<string, dyn>'],
  [{ type: 'object', additionalProperties: text }, 'map<string, string>'],
  [{ type: 'object', properties: { a: text }, additionalProperties: {} }, 'dyn'],
  [{ type: 'object', properties: { a: text }, additionalProperties: false }, 'object.it'],
  [{ type: 'object', properties: {} }, 'object.it'],
  [{ type: 'array', items: { type: 'object', properties: { a: text } } }, 'list<object.it.item>'],
  [{ 'x-cel': 'timestamp' }, 'google.protobuf.Timestamp'],
  [{ 'x-cel': 'secret' }, 'Secret'],
  [{ anyOf: [{ type: 'string', 'x-cel': 'timestamp' }, { type: 'null' }] }, 'google.protobuf.Timestamp'],
])('%j is %s', (schema, type) => {
  expect(typeIn(schema)).toBe(type)
})

it('a path through lists and maps of objects is typed to its end', () => {
  const leaf = { type: 'object', properties: { port: { type: 'integer' } } }
  const scope = createScope({
    pods: {
      type: 'array',
      items: { type: 'object', properties: { by: { type: 'object', additionalProperties: { type: 'array', items: leaf } } } },
    },
  })
  for (const source of [
    'pods[0].by["x"][0].port == 1',
    'pods.all(p, p.by.x.all(c, c.port == 1))',
    'pods.map(p, p.by)[0].x[0].port == 1',
    'pods.filter(p, true)[0].by.x[0].port == 1',
  ]) {
    const program = compile(scope, source, 'bool')
    if (program.kind === 'problem') throw new Error(`${source}: ${program.message}`)
    expect(evaluate(program, { values: { pods: [{ by: { x: [{ port: 1 }] } }] } }).result).toEqual({ kind: 'true' })
    expect(compile(scope, source.replace('port', 'prot'), 'bool')).toMatchObject({ hint: 'did you mean port?' })
  }
})

it('two scopes with equal names and other fields do not disturb each other', () => {
  const one = createScope({ o: { type: 'object', properties: { a: { type: 'integer' } } } })
  const two = createScope({ o: { type: 'object', properties: { b: text } } })
  const programs = [compile(one, 'o.a == 1', 'bool'), compile(two, 'o.b == "x"', 'bool')]
  const results = programs.map((program) =>
    program.kind === 'program' ? evaluate(program, { values: { o: { a: 1, b: 'x' } } }).result.kind : program.message,
  )
  expect(results).toEqual(['true', 'true'])
  expect(compile(two, 'o.a == 1', 'bool').kind).toBe('problem')
})

it('scopes above one base may disagree about a name: each reads its own, and no text tells them apart', () => {
  const shape = (field: string): JsonSchema => ({
    type: 'object',
    properties: { [field]: { type: 'object', properties: { n: { type: 'integer' } } } },
  })
  const base = createScope({ o: shape('a') })
  const [one, two] = [createScope({ saved: shape('a') }, undefined, base), createScope({ saved: shape('b'), headers: {} }, undefined, base)]
  const judged = [compile(one, 'saved.a.n == o.a.n', 'bool'), compile(two, 'saved.b.n == o.a.n && header("x") == "y"', 'bool')]
  expect(judged.map(({ kind }) => kind)).toEqual(['program', 'program'])
  for (const program of judged) {
    if (program.kind === 'problem') continue
    const values = { o: { a: { n: 1 } }, saved: { a: { n: 1 }, b: { n: 1 } }, headers: { x: 'y' } }
    expect(evaluate(program, { values }).result).toEqual({ kind: 'true' })
  }
  expect(compile(one, 'header("x") == "y"', 'bool')).toMatchObject({ message: 'no headers are observed here' })
  expect(compile(two, 'saved.a.n == 1', 'bool')).toMatchObject({ message: 'saved has no field a' })
  expect(compile(two, 'saved + 1 == 2', 'bool')).toMatchObject({ message: '+ does not work on object.saved and int' })
  expect(compile(two, 'saved', 'bool')).toMatchObject({ message: 'this must be true or false, but it is object.saved' })
  expect(compile(two, '[saved]', 'any')).toMatchObject({ type: 'list<object.saved>' })
  const type = compile(two, 'type(saved)', 'any')
  if (type.kind === 'problem') throw new Error(type.message)
  expect(evaluate(type, { values: { saved: {} } }).result).toEqual({ kind: 'value', value: 'Type<object.saved>' })
})

it.each([
  '(true ? o : o).a.b.n == 1',
  'cel.bind(v, o, v.a.b.n == 1)',
  '[o][0].a.b.n == 1',
  '{"k": o}.k.a.b.n == 1',
  '[[o]].map(x, x[0])[0].a.b.n == 1',
  '[o].filter(x, x.a.b.n == 1)[0].a.b.n == 1',
  'dyn(o).a.b.n == 1',
  'o["a"].b["n"] == 1',
  'has(o.a.b.n) && type(o.a) != type(o.a.b)',
])('types are known however %s comes to them', (source) => {
  const o = { a: { b: { n: 1 } } }
  const leaf: JsonSchema = { type: 'object', properties: { n: { type: 'integer' } } }
  const shape: JsonSchema = { type: 'object', properties: { a: { type: 'object', properties: { b: leaf } } } }
  const program = compile(createScope({ o: shape }), source, 'bool')
  if (program.kind === 'problem') throw new Error(program.message)
  expect(evaluate(program, { values: { o } }).result).toEqual({ kind: 'true' })
})

it('keys that are no names, and keys that differ only in such characters, get types of their own', () => {
  const properties = {
    'a-b': { type: 'object', properties: { x: { type: 'integer' } } },
    a_b: { type: 'object', properties: { y: { type: 'integer' } } },
    'a<b, c>': text,
  }
  const scope = createScope({ o: { type: 'object', properties } })
  const program = compile(scope, 'o["a-b"].x == 1 && o.a_b.y == 2 && o["a<b, c>"] == "z"', 'bool')
  if (program.kind === 'problem') throw new Error(program.message)
  expect(evaluate(program, { values: { o: { 'a-b': { x: 1 }, a_b: { y: 2 }, 'a<b, c>': 'z' } } }).result.kind).toBe('true')
})

it('a time may come as a Date or, from a recording, as its text', () => {
  const program = compile(createScope({ at: { 'x-cel': 'timestamp' } }), 'at == timestamp("2026-01-01T00:00:00Z")', 'bool')
  if (program.kind === 'problem') throw new Error(program.message)
  for (const at of [new Date('2026-01-01T00:00:00Z'), '2026-01-01T00:00:00.000Z'])
    expect(evaluate(program, { values: { at } }).result.kind).toBe('true')
})

it.each(['in', 'true', 'null', 'namespace', 'package', 'if', 'for', 'import'])(
  '%s cannot be observed at the top, and is reserved',
  (name) => {
    expect(RESERVED_NAMES.has(name)).toBe(true)
    expect(compile(createScope({ [name]: {} }), `${name} == "x"`, 'any')).not.toMatchObject({ kind: 'program', reads: [[name]] })
  },
)

it('every other word of CEL can be a variable, and our roots are reserved', () => {
  for (const name of ['list', 'map', 'type', 'int', 'string', 'cel', 'google', 'size', 'has', 'dyn']) {
    expect(compile(createScope({ [name]: { type: 'integer' } }), `${name} == 1`, 'bool').kind).toBe('program')
  }
  for (const name of [
    'looks',
    'facts',
    'params',
    'saved',
    'environment',
    'release',
    'run',
    'steps',
    'now',
    'secrets',
    'env',
    'self',
    'each',
  ]) {
    expect(RESERVED_NAMES.has(name)).toBe(true)
  }
})

it('a program keeps nothing of one evaluation for the next, nor changes what it is given', () => {
  const program = compile(createScope({ json: {} }), 'json.l.exists(x, x == 2)', 'bool')
  if (program.kind === 'problem') throw new Error(program.message)
  const values = Object.freeze({ json: Object.freeze({ l: Object.freeze([1, 2]) }) })
  const unread = [{ path: ['json', 'l', 0], reason: 'timeout', detail: 'slow' }] as const
  expect([{ values }, { values, unread }, { values }].map((context) => evaluate(program, context).result.kind)).toEqual([
    'true',
    'unread',
    'true',
  ])
  expect(values).toEqual({ json: { l: [1, 2] } })
})
