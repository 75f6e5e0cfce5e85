import { expect, it } from 'vitest'
import { appendAttestation, loadAttestations } from './attestations.ts'
import type { Attestation } from './attestations.ts'

const load = (text: string) => loadAttestations('attestations.yaml', new TextEncoder().encode(text))
const WORD: Attestation = {
  item: 'stakeholders.informed',
  environment: 'production',
  role: 'Product Owner',
  person: 'Ada',
  evidence: 'https://x.example.com/1',
  at: '2026-11-01T09:00:00Z',
  statement: '0123456789abcdef',
}

it('what is appended is read again as it was, and the file before it keeps its comments', () => {
  const first = appendAttestation('# Words of people, reviewed like code\n', WORD)
  const second = appendAttestation(first, { ...WORD, person: 'Grace: "G"', release: '1e5' })
  expect(second.startsWith(first)).toBe(true)
  expect(load(second)).toEqual({ ok: true, warnings: [], value: [WORD, { ...WORD, person: 'Grace: "G"', release: '1e5' }] })
})

it('an empty file and one of comments hold none', () => {
  for (const text of ['', '\n', '# none yet\n\n']) expect(load(text)).toEqual({ ok: true, value: [], warnings: [] })
})

it('one without statement is used with a warning, since it cannot lapse', () => {
  const { statement: _, ...word } = WORD
  expect(load(appendAttestation('', word))).toMatchObject({
    ok: true,
    value: [word],
    warnings: [{ code: 'attestation-without-statement', place: { line: 1, column: 9 } }],
  })
})

const GOOD = '- { item: a, environment: e, role: r, person: p, at: 2026-11-01T09:00:00Z }'
const CASES: readonly (readonly [string, string, string, number, number, string])[] = [
  ['an unknown key', GOOD.replace('person', 'persn'), 'unknown-key', 1, 39, 'did you mean person?'],
  ['a missing key', GOOD.replace('role: r, ', ''), 'missing-key', 1, 3, '"role" is missing'],
  ['an empty name', GOOD.replace('person: p', 'person: " "'), 'out-of-range', 1, 47, 'at least 1'],
  ['a day that does not exist (Z03)', GOOD.replace('11-01', '02-30'), 'invalid-value', 1, 54, 'UTC'],
  ['an hour that does not exist (Z03)', GOOD.replace('T09', 'T24'), 'invalid-value', 1, 54, 'UTC'],
  ['a time without a zone (Z03)', GOOD.replace('00Z', '00'), 'invalid-value', 1, 54, 'UTC'],
  ['a time of another zone (Z03)', GOOD.replace('00Z', '00+02:00'), 'invalid-value', 1, 54, 'UTC'],
  ['a statement that is no digest', GOOD.replace(' }', ', statement: yes it holds }'), 'invalid-value', 1, 87, '16 hex digits'],
  ['one word twice', `${GOOD}\n${GOOD}`, 'attestation-twice', 2, 3, 'stands here twice'],
  ['a map', 'item: a', 'wrong-type', 1, 1, 'wants a list'],
]

it.each(CASES)('%s is told at its place', (_, text, code, line, column, words) => {
  const loaded = load(`${text}\n`)
  const problem = loaded.ok ? undefined : loaded.problems.find((one) => one.code === code)
  expect(loaded.ok ? [] : loaded.problems.map((one) => [one.code, one.place?.line, one.place?.column])).toContainEqual([code, line, column])
  expect(`${problem?.message} ${problem?.hint}`).toContain(words)
})

it('an entry that would not load is never written', () => {
  expect(() => appendAttestation('', { ...WORD, at: '2026-02-30T00:00:00Z' })).toThrow()
})
