import { expect, it } from 'vitest'
import { needlesOf } from './needles.ts'

const KEY = 'p/Qz+7-vN4 <r8>&kT2?"wL6xB9'
const encoded = encodeURIComponent(KEY)

it.each([
  ['percent in lower case', encoded.replace(/%../g, (each) => each.toLowerCase())],
  ['percent of every byte', [...Buffer.from(KEY)].map((byte) => `%${byte.toString(16).toUpperCase()}`).join('')],
  [
    'JSON for HTML',
    JSON.stringify(KEY)
      .slice(1, -1)
      .replace(/[<>&+]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`),
  ],
  [
    'JSON for HTML in upper case',
    JSON.stringify(KEY)
      .slice(1, -1)
      .replace(/[<>&+]/g, (each) => `\\u00${each.charCodeAt(0).toString(16).toUpperCase()}`),
  ],
  ['decimal entities', [...KEY].map((each) => `&#${each.charCodeAt(0)};`).join('')],
  ['hex entities', [...KEY].map((each) => `&#x${each.charCodeAt(0).toString(16).toUpperCase()};`).join('')],
])('knows a value in %s', (_, text) => {
  expect(needlesOf(KEY).some((needle) => text.includes(needle.text))).toBe(true)
})

it('knows a value of other letters in JSON of ASCII and in UTF-16', () => {
  const value = 'Schlüssel-für-Ünterführung'
  const ascii = value.replace(/[^ -~]/g, (each) => `\\u00${each.charCodeAt(0).toString(16).toUpperCase()}`)
  const wide = Buffer.from(value, 'utf16le').toString('utf8').replaceAll('\0', '')
  for (const text of [ascii, wide]) expect(needlesOf(value).some((needle) => text.includes(needle.text))).toBe(true)
  // Nothing is left of these in UTF-16 that could not be any binary.
  expect(needlesOf('äöüÄÖÜßéè').some(({ text }) => /^\ufffd+$/.test(text))).toBe(false)
})

it('knows a key in PEM that is indented, or whose lines end otherwise', () => {
  const lines = [
    '-----BEGIN PRIVATE KEY-----',
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg'.padEnd(64, 'k'),
    'tail',
    '-----END PRIVATE KEY-----',
  ]
  const needles = needlesOf(`${lines.join('\n')}\n`)
  for (const text of [lines.map((line) => `    ${line}`).join('\n'), lines.join('\r\n')])
    expect(needles.some((needle) => text.includes(needle.text))).toBe(true)
  expect(needles.some(({ text }) => text.startsWith('-----BEGIN') && !text.includes('MIGH'))).toBe(false)
})
