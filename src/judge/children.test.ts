import { expect, it } from 'vitest'
import type { Outcome } from '../core/outcome.ts'
import { UNKNOWN_REASONS } from '../core/unread.ts'
import { mayReplace, unattested } from './attestation.ts'
import { judgeChildren } from './children.ts'

const LETTERS: Readonly<Record<string, Outcome>> = { p: 'pass', f: 'fail', u: 'unknown', w: 'waived', n: 'not-applicable' }
const children = (letters: string) =>
  [...letters].map((letter, index) => {
    const outcome = LETTERS[letter] ?? 'fail'
    return { id: `child${index}`, outcome, ...(outcome === 'unknown' ? { unknown: { reason: 'timeout' as const, detail: 'slow' } } : {}) }
  })

it.each([
  ['all', 'pp', 'pass'],
  ['all', 'pw', 'pass'],
  ['all', 'pn', 'pass'],
  ['all', 'nn', 'not-applicable'],
  ['all', 'pu', 'unknown'],
  ['all', 'un', 'unknown'],
  ['all', 'uf', 'fail'],
  ['all', 'pf', 'fail'],
  ['all', 'nf', 'fail'],
  ['any', 'pf', 'pass'],
  ['any', 'pu', 'pass'],
  ['any', 'wf', 'pass'],
  ['any', 'pn', 'pass'],
  ['any', 'nn', 'not-applicable'],
  ['any', 'fu', 'unknown'],
  ['any', 'un', 'unknown'],
  ['any', 'ff', 'fail'],
  ['any', 'fn', 'fail'],
] as const)('%s of %s is %s', (mode, letters, outcome) => {
  expect(judgeChildren(mode, children(letters)).outcome).toBe(outcome)
  expect(judgeChildren(mode, children([...letters].reverse().join(''))).outcome).toBe(outcome)
})

it('names the first unknown child, its reason and the root cause', () => {
  expect(judgeChildren('all', children('puu')).unknown).toEqual({ reason: 'timeout', detail: 'child1: slow', root: 'child1' })
  const blocked = { id: 'b', outcome: 'unknown' as const, unknown: { reason: 'blocked' as const, detail: 'it needs a', root: 'a' } }
  expect(judgeChildren('any', [blocked]).unknown).toMatchObject({ reason: 'blocked', root: 'a' })
})

it.each(['any', 'all'] as const)('%s of nothing is no pass', (mode) => {
  expect(judgeChildren(mode, [])).toMatchObject({ outcome: 'unknown', unknown: { reason: 'internal' } })
})

it('lets a word stand only where a look was refused, unsupported or unconfigured', () => {
  expect(UNKNOWN_REASONS.filter((reason) => mayReplace({ reason, detail: '' }))).toEqual(['refused', 'unconfigured', 'unsupported'])
  expect(mayReplace(undefined)).toBe(false)
})

it('says why no word holds', () => {
  expect(unattested('it lapsed')).toEqual({ reason: 'unattested', detail: 'it lapsed' })
})
