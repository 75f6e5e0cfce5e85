import { expect, it } from 'vitest'
import { cap, evidence, line, listed, paragraphs, thousands, time } from './text.ts'

it('makes one line of many and shows what cannot be shown', () => {
  expect(line('a\r\nb\tc\u001b[2J')).toBe('a b c\\u{1b}[2J')
  expect(evidence('a\nb')).toBe('a\\nb')
  expect(paragraphs('a\n\n b\n')).toEqual(['a', ' b'])
})

it('cuts before half a character and says how much is missing', () => {
  expect(cap('ab🚀cd', 3)).toBe('ab [... 4 more characters]')
  expect(cap('abc', 3)).toBe('abc')
})

it('counts and lists for people', () => {
  expect([thousands(999), thousands(1000), thousands(1234567)]).toEqual(['999', '1,000', '1,234,567'])
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c', 'd'])]).toEqual(['', 'a', 'a and b', 'a, b, c and 1 more'])
  expect(time('2026-11-21T02:16:09.123Z')).toBe('2026-11-21 02:16:09 UTC')
})
