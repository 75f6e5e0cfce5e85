import { expect, it } from 'vitest'
import { readDocument } from '../document/document.ts'
import { compileTemplate, createScope, renderTemplate } from '../expression/index.ts'
import { substituteEnv } from './env-values.ts'

const scope = createScope({ secrets: { type: 'object', properties: {} } })

function substituted(source: string, env: Readonly<Record<string, string>>, into: 'data' | 'templates') {
  const read = readDocument('x.yaml', new TextEncoder().encode(JSON.stringify({ a: source })))
  if (!read.ok) throw new Error('no document')
  return substituteEnv(read.value, ['a'], source, env, into)
}

const NASTY = ['plain', '${secrets.token}', '$', '$$', '{', '{secrets.token}', '$${', 'a$', '$&', '}', '"', "'"]
const AROUND: readonly (readonly [string, (x: string, y: string) => string])[] = [
  ['${env.X}', (x) => x],
  ['a${env.X}b', (x) => `a${x}b`],
  ['${env.X}${env.Y}', (x, y) => x + y],
  ['${ env.X }{secrets.token}', (x) => `${x}{secrets.token}`],
  ['$${env.X} ${env["Y"]}', (_, y) => `\${env.X} ${y}`],
]

it.each(AROUND)('in %s a value is data whatever it holds, for the compiler and as it is (C22)', (source, wanted) => {
  for (const X of NASTY) {
    for (const Y of NASTY) {
      expect(substituted(source, { X, Y }, 'data').value).toBe(wanted(X, Y))
      const template = compileTemplate(scope, substituted(source, { X, Y }, 'templates').value)
      expect(template.kind === 'template' && renderTemplate(template, { values: {} })).toEqual({ kind: 'value', value: wanted(X, Y) })
    }
  }
})

it('offsets in the text as it is now lead to the text as it was written', () => {
  const source = 'ab${env.X}cd${env.Y}ef'
  const { value, document } = substituted(source, { X: 'longer than that', Y: '1' }, 'templates')
  for (const word of ['ab', 'cd', 'ef']) {
    const at = value.indexOf(word)
    expect(document.placeIn(['a'], at, at + 2)).toMatchObject({ column: '{"a":"'.length + source.indexOf(word) + 1, length: 2 })
  }
  const inside = value.indexOf('than')
  expect(document.placeIn(['a'], inside, inside + 4)).toMatchObject({ column: '{"a":"'.length + 3, length: '${env.X}'.length })
})

it('a variable without a value is told once per place, and its name is all that is shown', () => {
  const { unset } = substituted('${env.X} ${env.X} ${env.Y}', { Y: 'canary-5f1c7a' }, 'data')
  expect(unset.map(({ message, place }) => [message, place?.column])).toEqual([
    ['the variable X is not set', 7],
    ['the variable X is not set', 16],
  ])
  expect(JSON.stringify(unset)).not.toContain('canary')
})
