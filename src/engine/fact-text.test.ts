import { expect, it } from 'vitest'
import { factText } from './fact-text.ts'

it.each([
  ['render', 'render'],
  [true, 'true'],
  [null, 'null'],
  [1.4658409999974538, '1.47'],
  [0.000123456, '0.000123'],
  [1234.567, '1235'],
  [1234567, '1234567'],
  [12345678901234567890n, '12345678901234567890'],
  [['a', 1.23456, { b: [] }], '["a", 1.23, {"b": []}]'],
  [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ['x'.repeat(130), `${'x'.repeat(117)}...`],
])('%s is shown as %s', (value, text) => {
  expect(factText(value)).toBe(text)
})

it('cuts a long structure between elements', () => {
  const cookies = ['access_token', 'refresh_token', 'csrf_token'].map((name) => ({
    name,
    secure: true,
    path: '/',
    sameSite: 'Strict',
    domain: 'a.example',
  }))
  expect(factText(cookies)).toBe('[{"name": "access_token", "secure": true, "path": "/", ... 2 more}, ... 2 more]')
  expect(factText(['x'.repeat(70), 'y'])).toBe(`["${'x'.repeat(56)}..., "y"]`)
})
