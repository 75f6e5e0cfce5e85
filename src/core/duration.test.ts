import { expect, it } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

it.each([
  ['500ms', 500],
  ['20s', 20_000],
  ['2m', 120_000],
  ['1h30m', 5_400_000],
  ['30d', 2_592_000_000],
  ['1.5s', 1500],
  ['1m 500ms', 60_500],
])('reads %s as %d milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

it.each(['', '20', '20 apples', '-1s', 's', '1e3s', '1y', 'Infinitys', '20s,'])('does not take %j for a duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

it.each([
  [0, '0 ms'],
  [850.4, '850 ms'],
  [999.7, '1.0 s'],
  [12_400, '12.4 s'],
  [59_999, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_599_800, '1 h 0 min'],
  [3_780_000, '1 h 3 min'],
])('writes %d milliseconds as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

it('answers a long hostile text at once', () => {
  expect(parseDuration(`${'1s'.repeat(50_000)}!`)).toBeUndefined()
  expect(parseDuration('1'.repeat(100_000))).toBeUndefined()
})
