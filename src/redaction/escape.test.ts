import { expect, it } from 'vitest'
import { escapeControls } from './escape.ts'

const families: readonly (readonly [string, string])[] = [
  ['CSI colour', '\u001b[31m'],
  ['CSI cursor', '\u001b[2J\u001b[1;1H'],
  ['OSC title', '\u001b]0;GO\u0007'],
  ['OSC 8 link', '\u001b]8;;http://evil\u001b\\x'],
  ['OSC 52 clipboard', '\u001b]52;c;aGk=\u0007'],
  ['DCS', '\u001bP1$r\u001b\\'],
  ['APC', '\u001b_x\u001b\\'],
  ['PM', '\u001b^x\u001b\\'],
  ['SOS', '\u001bXx\u001b\\'],
  ['reset', '\u001bc'],
  ['C1 CSI', '\u009b31m'],
  ['C1 OSC', '\u009d0;x\u009c'],
  ['C1 DCS', '\u0090x\u009c'],
  ['NEL', '\u0085'],
  ['CR overwrite', 'NO-GO\r GO'],
  ['backspace', 'NO\b\b  '],
  ['vertical tab and form feed', '\v\f'],
  ['bell', '\u0007'],
  ['NUL', '\0'],
  ['DEL', '\u007f'],
  ['shift in and out', '\u000e\u000f'],
  ['bidi override', '\u202egpj'],
  ['bidi isolate', '\u2066x\u2069'],
  ['bidi marks', '\u200e\u200f\u061c'],
  ['zero width', '\u200b\u200c\u200d\ufeff\u2060'],
  ['tags', '\u{e0041}\u{e007f}'],
  ['separators', '\u2028\u2029'],
  ['soft hyphen', '\u00ad'],
  ['lone surrogates', '\ud800x\udc00'],
]

it.each(families)('lets nothing of %s through', (_, text) => {
  const shown = escapeControls(`a${text}b`)
  expect(shown).toMatch(/\\u\{[0-9a-f]+\}/)
  expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
})

it('shows a character by its number', () => {
  expect(escapeControls('\u001b[1m\u{e0041}')).toBe('\\u{1b}[1m\\u{e0041}')
})

it('leaves text, line ends and tabs alone where lines are wanted', () => {
  const text = 'größe 漢字 😀 e\u0301 ½\n\tnext'
  expect(escapeControls(text, { lines: true })).toBe(text)
  expect(escapeControls('a\n\tb')).toBe('a\\u{a}\\u{9}b')
  expect(escapeControls('a\r\nb', { lines: true })).toBe('a\\u{d}\nb')
})

it('takes linear time', () => {
  const started = performance.now()
  escapeControls('\u001b[31mx'.repeat(1_000_000))
  expect(performance.now() - started).toBeLessThan(5000)
})
