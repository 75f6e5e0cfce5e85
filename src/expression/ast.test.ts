import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Environment } from '@marcbachmann/cel-js'
import type { ParseResult } from '@marcbachmann/cel-js'
import { expect, it } from 'vitest'
import { authorsWords, evaluationError, intercept, intoField, isConstant, isLoop, operands, runLiterally, textOf, treeOf } from './ast.ts'
import type { Node } from './ast.ts'

// Everything here is used by ast.ts and promised by no type or page of the library. When it is upgraded, this file
// says what has moved.

function parse(source: string): { parsed: ParseResult; root: Node } {
  const environment = new Environment()
  environment
    .registerVariable('a', 'int')
    .registerVariable('$a', 'int')
    .registerVariable('l', 'list<int>')
    .registerVariable('d', 'dyn')
    .registerVariable('$', 'dyn')
  const parsed = environment.parse(source)
  return { parsed, root: treeOf(parsed) }
}

function part(node: Node, ...path: number[]): Node {
  const [index, ...rest] = path
  return index === undefined ? node : part(operands(node)[index] as Node, ...rest)
}

it('the library is the version that this was written against', () => {
  const entry = createRequire(import.meta.url).resolve('@marcbachmann/cel-js')
  const manifest = JSON.parse(readFileSync(join(entry, '../../package.json'), 'utf8')) as { version: string }
  expect(manifest.version).toBe('8.0.0')
})

it('a name can be changed before the check, and is looked up by its new name', () => {
  const { parsed, root } = parse('a == 1')
  const name = part(root, 0)
  Object.assign(name, { args: '$a' })
  expect(parsed.check()).toMatchObject({ valid: true })
  expect(parsed({ $a: 1n })).toBe(true)
})

it('a method can be changed before the check', () => {
  const environment = new Environment()
    .registerVariable('s', 'string')
    .registerFunction('string.other(string): bool', () => true, { async: false })
  const parsed = environment.parse('s.matches("x")')
  const root = treeOf(parsed)
  if (root.op === 'rcall') root.args[0] = 'other'
  expect(parsed.check()).toMatchObject({ valid: true, type: 'bool' })
  expect(parsed({ s: '' })).toBe(true)
})

it('has() of a bare name is refused, and can be made a field', () => {
  expect(parse('has(a)').parsed.check()).toMatchObject({ valid: false })
  const { parsed, root } = parse('has(a)')
  const name = part(root, 0)
  if (name.op === 'id') intoField(name)
  expect(parsed.check()).toMatchObject({ valid: true })
  expect(parsed({ $: { a: 1n } })).toBe(true)
  expect(parsed({ $: {} })).toBe(false)
})

it('checked nodes know their type, and binary ones their sides', () => {
  const { parsed, root } = parse('a + 1 == 2')
  parsed.check()
  expect(root.checkedType?.name).toBe('bool')
  expect(root.left?.checkedType?.name).toBe('int')
  expect([root.left?.start, root.left?.end, root.right?.start]).toEqual([0, 5, 9])
})

it.each(['all', 'exists', 'exists_one', 'filter', 'map'])('%s is known as a loop before the check', (name) => {
  expect(isLoop(parse(`l.${name}(x, x > 1)`).root)).toBe(true)
})

it('the nodes as written are the very nodes that a loop evaluates', () => {
  const { parsed, root } = parse('l.all(x, x > 1)')
  parsed.check()
  const seen: unknown[] = []
  intercept(part(root, 2), (run) => {
    const value = run()
    seen.push(value)
    return value
  })
  expect(parsed({ l: [2n, 3n, 1n, 5n] })).toBe(false)
  expect(seen).toEqual([true, true, false])
})

it('a wrapper stays in place and sees every evaluation once, the first included', () => {
  const { parsed, root } = parse('a + 1 == 2')
  parsed.check()
  const seen: unknown[] = []
  intercept(part(root, 0), (run) => {
    const value = run()
    seen.push(value)
    return value
  })
  parsed({ a: 1n })
  parsed({ a: 5n })
  expect(seen).toEqual([2n, 6n])
})

it('a wrapper also sees macros, and may put an error in the place of a value', () => {
  const { parsed, root } = parse('has(d.x) || a == 1')
  parsed.check()
  intercept(part(root, 0), (run) => {
    run()
    throw evaluationError('ours', 'no')
  })
  expect(parsed({ d: {}, a: 1n })).toBe(true)
  expect(() => parsed({ d: {}, a: 2n })).toThrow(expect.objectContaining({ code: 'ours', summary: 'no' }))
})

it('an accessor of the data that throws an error of the library is absorbed like its own', () => {
  const error = evaluationError('ours', 'no')
  const d = Object.defineProperty({}, 'x', {
    enumerable: true,
    get: () => {
      throw error
    },
  })
  expect(parse('d.x == 1 || a == 1').parsed({ d, a: 1n })).toBe(true)
  expect(() => parse('has(d.x)').parsed({ d })).toThrow(error)
  expect(() => parse('"x" in d').parsed({ d })).toThrow(error)
})

it('a call of literals can be run alone', () => {
  const { parsed, root } = parse('duration("30d") > duration("1h")')
  parsed.check()
  expect(() => runLiterally(part(root, 0))).toThrow(/30d/)
  expect(() => runLiterally(part(root, 1))).not.toThrow()
})

it.each([
  '(a + 1) * 2 == 6',
  '!(a == 1)',
  'l.all(x, (x + 1) * 2 > 0)',
  'd["k-x"].y == 1',
  'has(d.x)',
  'a == 1 ? true : false',
  '(a == 1 || a == 2) && d',
  '"$a" == "rfc3339"',
])('the text of %s is what its author wrote', (source) => {
  expect(textOf(parse(source).root)).toBe(source)
})

it('our marks and stand-ins are taken out of texts, but not out of literals', () => {
  expect(authorsWords('$status.re2_matches("$x re2_matches") && rfc3339($.t) < dyn<int>')).toBe(
    'status.matches("$x re2_matches") && timestamp(t) < int',
  )
})

it.each<[string, boolean]>([
  ['[1, 2]', true],
  ['duration("1h")', true],
  ['-1', true],
  ['a', false],
  ['[a]', false],
  ['[]', false],
])('%s is constant: %s', (source, constant) => {
  expect(isConstant(parse(source).root)).toBe(constant)
})
