import { expect, it } from 'vitest'
import { questionOf, untilOf } from './attest-question.ts'

const WORD = { id: 'w', title: 'The restore was practised', role: 'Lead', environment: 'staging', person: 'Ada', proof: 'T-1' }

it('the question before a word names item, role, environment, release, evidence and until when', () => {
  const until = untilOf(new Date('2026-11-21T09:30:00Z'), 86_400_000)
  expect(questionOf({ ...WORD, release: 'abc1234', ...until }).split(/\n +/)).toEqual([
    'Ada (Lead) attests w: "The restore was practised"',
    'environment: staging',
    'release: abc1234',
    'evidence: T-1',
    'until: 2026-11-22 09:30 UTC',
    'Is that so?',
  ])
})

it('a word without release, evidence and end says so, and nothing in it moves the terminal', () => {
  const question = questionOf({ ...WORD, proof: '', title: 'x\u001b[2J', ...untilOf(new Date(), undefined) })
  expect(question).toContain('release: any')
  expect(question).toContain('evidence: none')
  expect(question).toContain('until: no end')
  expect(question).toContain('x\\u{1b}[2J')
})
