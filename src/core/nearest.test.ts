import { expect, it } from 'vitest'
import { misspelt, nearest } from './nearest.ts'

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
  ['d', ['a', 'c']],
  ['abc', []],
])('for %j among %j it suggests nothing', (word, names) => {
  expect(nearest(word, names)).toBeUndefined()
})

it.each([
  ['predeploy', 'pre-deploy'],
  ['stagign', 'staging'],
  ['post-deploy-huor1', 'post-deploy-hour1'],
])('%s is a misspelling of %s', (word, name) => {
  expect(misspelt(word, ['staging', 'post-deploy-hour1', 'pre-deploy', 'day1'])).toBe(name)
})

it.each(['post-deploy', 'day7', 'post-deploy-hour2', 'qa', 'staging', 'production'])('%s is a name of its own', (word) => {
  expect(misspelt(word, ['staging', 'post-deploy-hour1', 'pre-deploy', 'day1', 'q'])).toBeUndefined()
})
