import { expect, it } from 'vitest'
import { attestationFor } from './attestation-for.ts'
import type { AttestedItem } from './attestation-for.ts'
import type { Attestation } from './attestations.ts'
import type { KnownRelease } from '../core/release.ts'

const DAY = 86_400_000
const NOW = new Date('2026-11-21T12:00:00Z')
const ITEM: AttestedItem = {
  id: 'a.b',
  checklist: 'first',
  digest: '0123456789abcdef',
  role: 'Product Owner',
  evidenceRequired: true,
  validMs: 30 * DAY,
}
const WORD: Attestation = {
  item: 'a.b',
  environment: 'production',
  release: 'v1',
  role: 'Product Owner',
  person: 'Ada',
  evidence: 'T-1',
  at: '2026-11-01T12:00:00Z',
  statement: '0123456789abcdef',
}

const ask = (word: Partial<Attestation>, item: Partial<AttestedItem> = {}, release: KnownRelease = { expected: 'v1' }) =>
  attestationFor({ ...ITEM, ...item }, [{ ...WORD, ...word }], 'production', release, NOW)

it('a word for this item, environment and release settles it, and says until when', () => {
  expect(ask({})).toEqual({
    ok: true,
    attestation: { role: 'Product Owner', person: 'Ada', evidence: 'T-1', at: WORD.at, release: 'v1', expires: '2026-12-01T12:00:00.000Z' },
  })
})

const REFUSED: readonly (readonly [string, Partial<Attestation>, Partial<AttestedItem>, RegExp])[] = [
  ['for another item', { item: 'a.c' }, {}, /no attestation of a\.b by Product Owner/],
  ['for another checklist', { checklist: 'second' }, {}, /no attestation of a\.b/],
  ['for another environment', { environment: 'staging' }, {}, /for the environment staging, not production/],
  ['for another release', { release: 'v0' }, {}, /for the release v0, not v1/],
  ['by another role', { role: 'Developer' }, {}, /by the role Developer, the item wants Product Owner/],
  ['of the item before it changed', { statement: 'ffffffffffffffff' }, {}, /lapsed: the item's title or expectations changed/],
  ['without the evidence that is required', { evidence: undefined as never }, {}, /names no evidence/],
  ['from the future (Z07)', { at: '2026-11-21T12:00:01Z' }, {}, /dated in the future/],
  ['at an unreadable time', { at: 'soon' }, {}, /dated in the future/],
  ['that expired', { at: '2026-10-22T11:59:59Z' }, {}, /expired on 2026-11-21T11:59:59/],
  ['that expires this moment', { at: '2026-10-22T12:00:00Z' }, {}, /expired on 2026-11-21T12:00:00/],
]

it.each(REFUSED)('a word %s settles nothing and says why', (_, word, item, why) => {
  expect(ask(word, item)).toEqual({ ok: false, why: expect.stringMatching(why) })
})

const RELEASES: readonly (readonly [string, KnownRelease, RegExp | undefined])[] = [
  ['the one that was asked for', { expected: 'v1' }, undefined],
  ['the one that runs', { running: 'v1' }, undefined],
  ['both', { expected: 'v1', running: 'v1' }, undefined],
  ['not the one that runs', { running: 'v2' }, /is for the release v1, not v2$/],
  ['not the one that runs, where another was asked for', { expected: 'v1', running: 'v2' }, /is for the release v1, not v2$/],
  ['only the beginning of the one that runs', { running: 'v1.0' }, /not v1\.0: it only begins so, give the whole name/],
  ['compared with none that is known', {}, /for the release v1, and which release runs here is not known: declare `release:`/],
]

it.each(RELEASES)('the release of a word is %s', (_, release, why) => {
  expect(ask({}, {}, release)).toMatchObject(why === undefined ? { ok: true } : { ok: false, why: expect.stringMatching(why) })
  expect(ask({ release: undefined as never }, {}, release).ok).toBe(true)
})

it('without validity a word holds for ever, and evidence may be optional', () => {
  const { validMs: _, ...item } = ITEM
  const { evidence: __, release: ___, ...word } = { ...WORD, at: '2001-01-01T00:00:00Z' }
  expect(attestationFor({ ...item, evidenceRequired: false }, [word], 'production', { expected: 'v1' }, NOW)).toEqual({
    ok: true,
    attestation: { role: 'Product Owner', person: 'Ada', at: word.at },
  })
})

it('of two words of the same second the later in the file counts, since entries are appended', () => {
  const words = ['first', 'second'].map((person) => ({ ...WORD, person }))
  expect(attestationFor(ITEM, words, 'production', { expected: 'v1' }, NOW)).toMatchObject({ attestation: { person: 'second' } })
  const refused = words.map((word) => ({ ...word, release: word.person }))
  expect(attestationFor(ITEM, refused, 'production', { expected: 'v1' }, NOW)).toMatchObject({ why: expect.stringContaining('second') })
})

it('the newest word that holds counts; of those that do not, the one for this environment is told', () => {
  const words = [
    { ...WORD, at: '2026-11-02T00:00:00Z', person: 'old' },
    { ...WORD, at: '2026-11-03T00:00:00Z', person: 'new' },
    { ...WORD, at: '2026-11-04T00:00:00Z', person: 'wrong', role: 'x' },
  ]
  expect(attestationFor(ITEM, words, 'production', { expected: 'v1' }, NOW)).toMatchObject({ ok: true, attestation: { person: 'new' } })
  const others = [
    { ...WORD, environment: 'staging', at: '2026-11-05T00:00:00Z' },
    { ...WORD, role: 'x' },
  ]
  expect(attestationFor(ITEM, others, 'production', { expected: 'v1' }, NOW)).toMatchObject({
    ok: false,
    why: expect.stringContaining('by the role x'),
  })
})
