import { expect, it } from 'vitest'
import { checkProcess } from './process.ts'

it('NODE_TLS_REJECT_UNAUTHORIZED=0 is refused (C12)', () => {
  expect(checkProcess({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([
    {
      code: 'unsafe-process',
      level: 'error',
      message: expect.stringContaining('certificate checks off'),
      hint: expect.stringContaining('tls.ca'),
    },
  ])
})

it('an ordinary process is fine', () => {
  expect(
    checkProcess({
      PATH: '/bin',
      NODE_TLS_REJECT_UNAUTHORIZED: '1',
      NODE_OPTIONS: '--max-old-space-size=512',
      DEBUG: 'app',
      HOME: '/home/a',
    }),
  ).toEqual([])
})

const CASES: readonly (readonly [string, string, 'error' | 'warning'])[] = [
  ['NODE_DEBUG', 'http,tls', 'error'],
  ['DEBUG', '*', 'error'],
  ['DEBUG', 'ioredis:redis', 'error'],
  ['NODE_OPTIONS', '--require ./canary-5f1c7a.js', 'warning'],
  ['NODE_OPTIONS', '-r ./canary-5f1c7a.js', 'warning'],
  ['NODE_EXTRA_CA_CERTS', '/canary-5f1c7a.pem', 'warning'],
  ['LD_PRELOAD', 'canary-5f1c7a.so', 'warning'],
]

it.each(CASES)('%s=%s is told as %s without its value (C13, S12)', (variable, value, level) => {
  const problems = checkProcess({ [variable]: value })
  expect(problems).toMatchObject([{ level, message: expect.stringContaining(variable) }])
  expect(JSON.stringify(problems)).not.toContain('canary')
})
