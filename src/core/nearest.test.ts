import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

it.each([
  ['frist', ['second', 'first'], 'first'],
  ['statuss', ['state', 'status'], 'status'],
  ['maxreplicas', ['minReplicas', 'maxReplicas'], 'maxReplicas'],
  ['STATUS', ['status'], 'status'],
  ['dney', ['sameorigin', 'deny'], 'deny'],
  ['ab', ['ba'], 'ba'],
])('for %s among %j it suggests %s', (word, names, wanted) => {
  expect(nearest(word, names)).toBe(wanted)
})

it.each([
  ['ok', ['status', 'headers']],
  ['status', ['status503again']],
  ['', ['a']],
  ['abc', []],
])('for %j among %j it suggests nothing', (word, names) => {
  expect(nearest(word, names)).toBeUndefined()
})
