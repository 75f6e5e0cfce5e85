import { expect, it } from 'vitest'
import { settleHint } from './settle-hint.ts'

it('says what would have allowed a program, and whose word is missing', () => {
  expect(settleHint({ reason: 'refused', detail: 'programs run only with --allow-exec' })).toBe('run again with --allow-exec')
  expect(settleHint({ reason: 'unattested', detail: 'no word' }, 'Lead')).toBe('have it attested by the role Lead')
})

it('names what to mend when the target did not prove to be its environment', () => {
  const hint = settleHint({
    reason: 'refused',
    detail: 'nothing was sent, because the target did not prove to be staging: the certificate has expired',
  })
  expect(hint).toBe('the target must prove to be staging before anything is sent; mend this and run again: the certificate has expired')
  expect(settleHint({ reason: 'refused', detail: 'the environment does not allow data' })).toContain(
    'in an environment that allows this effect',
  )
})
