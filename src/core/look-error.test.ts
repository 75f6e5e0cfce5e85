import { expect, it } from 'vitest'
import { LookError } from './look-error.ts'
import { UNKNOWN_REASONS } from './unread.ts'

it('says of a dead or slow target that another attempt may see something, and of nothing else', () => {
  expect(UNKNOWN_REASONS.filter((reason) => new LookError(reason, 'no').again)).toEqual(['unreachable', 'timeout'])
})

it('lets the thrower decide otherwise', () => {
  expect(new LookError('unreachable', 'an untrusted certificate', { again: false }).again).toBe(false)
  expect(new LookError('malformed', 'cut off', { again: true }).again).toBe(true)
})

it('holds a sentence and a reason, and no other error', () => {
  const error = new LookError('timeout', 'no answer within 1.0 s')
  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    name: 'LookError',
    reason: 'timeout',
    again: true,
    message: 'no answer within 1.0 s',
    cause: undefined,
  })
})
