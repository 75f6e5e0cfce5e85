import { expect, it } from 'vitest'
import { envFileOf } from './env-file.ts'

it.each([
  ['A=1\nA=2\nexport B=3\n#C=4\n\n', { A: '2', B: '3' }],
  ['A="one\nNOT=this\n"\nB=2\n', { A: 'one\nNOT=this\n', B: '2' }],
  ["A='it is'\nB=`a\nb`\r\n", { A: 'it is', B: 'a\nb' }],
  ['A="not closed\nB=2\n', { A: '"not closed', B: '2' }],
  ['KEY.of-names=1', { 'KEY.of-names': '1' }],
])('reads %j', (text, variables) => {
  expect(Object.fromEntries(envFileOf(text) ?? [])).toEqual(variables)
})

it.each([
  'JWT_SECRET\nOTHER=1\n',
  'Environment variables:\nDEBUG=true',
  '-----\nDEBUG=true',
  'DEBUG: true\nB=2',
  'rest of a value=1\n',
  '=1',
])('cannot tell what %j means', (text) => {
  expect(envFileOf(text)).toBeUndefined()
})
