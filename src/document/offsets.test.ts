import { expect, it } from 'vitest'
import { readDocument } from './document.ts'

const scalars: readonly (readonly [string, string])[] = [
  ['plain', 'k: alpha beta gamma'],
  ['plain over lines', 'k: alpha\n  beta\n\n  gamma'],
  ['single quotes', "k: 'it''s alpha beta ''gamma'"],
  ['single quotes over lines', "k: 'alpha\n   beta\n\n   gamma'"],
  ['double quotes', 'k: "\\"alpha\\" \\x41 beta \\u00e9\\U0001F600 gamma"'],
  ['double quotes with a continued line', 'k: "alpha \\\n    beta\n   gamma"'],
  ['a folded block', 'k: >\n  alpha\n  beta\n\n  gamma\n'],
  ['a folded block that strips', 'k: >-\n    alpha beta\n    gamma\n\n'],
  ['a literal block', 'k: |\n  alpha\n    beta\n  gamma\n'],
  ['a literal block with an indicator', 'k: |2-\n    alpha\n   beta\n  gamma\n'],
  ['a flow map', '{ j: 1, k: "alpha beta gamma" }'],
  ['emoji before it', 'k: "\u{1F600} alpha beta \u{1F600} gamma"'],
]

const cases = scalars.flatMap(
  ([title, text]) =>
    [
      [title, text],
      [`${title}, CRLF`, text.replaceAll('\n', '\r\n')],
    ] as const,
)

it.each(cases)('finds words again in %s', (_, text) => {
  const loaded = readDocument('c.yaml', new TextEncoder().encode(text))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const { k: value } = loaded.value.value as { k: string }
  for (const word of ['alpha', 'beta', 'gamma']) {
    const at = value.indexOf(word)
    const place = loaded.value.placeIn(['k'], at, at + word.length)
    expect(place.source.slice(place.column - 1, place.column - 1 + place.length)).toBe(word)
  }
})

it('points at the last character for an end of the text', () => {
  const loaded = readDocument('c.yaml', new TextEncoder().encode('k: "abc"'))
  expect(loaded.ok && loaded.value.placeIn(['k'], 3, 3)).toMatchObject({ line: 1, column: 8, length: 1 })
})
