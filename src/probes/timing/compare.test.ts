import { expect, it } from 'vitest'
import { compare } from './compare.ts'
import { judged } from './observe.ts'

/** Mulberry32: the same numbers in every run. */
function drawing(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Times as a password check gives them: 60 ms, a skewed noise of some milliseconds, and 3 % that met a pause of 50 to 500 ms. */
function times(count: number, draw: () => number, shift = 0): number[] {
  return Array.from({ length: count }, () => 60 + shift - 3 * Math.log(1 - draw()) + (draw() < 0.03 ? 50 + 450 * draw() : 0))
}

it('raises no false alarm in 20 comparisons of the same, outliers and all, and finds them equivalent', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const draw = drawing(seed)
    const found = judged(15, compare(times(60, draw), times(60, draw)), undefined)
    expect(found).toMatchObject({ fields: { distinguishable: false, equivalent: true, powerful: true }, unread: [] })
  }
})

it('sees a difference of 5 ms in 20 of 20, which the means do not', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const draw = drawing(seed)
    const found = compare(times(60, draw, 5), times(60, draw))
    expect(found.z).toBeGreaterThan(3.29)
    expect(found.difference).toBeGreaterThan(3)
    expect(found.difference).toBeLessThan(7)
    expect(found.low).toBeLessThan(found.difference)
    expect(found.high).toBeGreaterThan(found.difference)
  }
})

it('says what it could have seen, and nine times out of ten does', () => {
  let seen = 0
  for (let seed = 1; seed <= 200; seed += 1) {
    const draw = drawing(seed)
    const { detectable } = compare(times(60, draw), times(60, draw))
    expect(detectable).toBeLessThan(6)
    if (compare(times(60, draw, detectable), times(60, draw)).z > 3.29) seen += 1
  }
  expect(seen).toBeGreaterThan(170)
})

it('corrects the rank test for ties', () => {
  // Ranks 1 3 3 5 8 sum to 20, so U is 5 of 12.5 expected; the variance is 25 / 12 x (11 - (24 + 6) / 90) = 22.22.
  expect(compare([1, 2, 2, 3, 5], [2, 4, 4, 6, 7]).z).toBeCloseTo(-7.5 / Math.sqrt(22.2222), 4)
  expect(compare([1, 1, 1], [1, 1, 1])).toMatchObject({ z: 0, difference: 0, low: 0, high: 0 })
  expect(compare([10, 20], [1, 2]).difference).toBe(13.5)
})

const comparison = { difference: 0, low: -30, high: 30, z: 0.5, detectable: 40, fastest: 0 }

it('does not take noise for equality, nor for a difference', () => {
  const { fields, unread } = judged(15, comparison, undefined)
  expect(fields.powerful).toBe(false)
  expect(fields).not.toHaveProperty('equivalent')
  expect(fields).not.toHaveProperty('distinguishable')
  expect(unread).toEqual(
    ['distinguishable', 'equivalent'].map((field) => ({
      path: [field],
      reason: 'insufficient',
      detail: 'a difference below 40.0 ms is hidden by the noise, 15 ms would matter',
    })),
  )
})

it('knows a difference through any noise, and trusts nothing while the control is not seen', () => {
  expect(judged(15, { ...comparison, low: 20, high: 90, z: 5 }, undefined)).toMatchObject({
    fields: { distinguishable: true, equivalent: false, powerful: false },
    unread: [],
  })
  const quiet = { difference: 0, low: -1, high: 1, z: 0.1, detectable: 2, fastest: 0 }
  for (const seen of [8, -8]) expect(judged(15, quiet, seen).fields).toMatchObject({ equivalent: true, distinguishable: false })
  expect(judged(15, quiet, 1).unread.map(({ detail }) => detail)).toEqual(
    Array(2).fill('the kind known to take another time was not seen to do so'),
  )
  expect(judged(15, { difference: 2, low: 1, high: 3, z: 6, detectable: 2, fastest: 1 }, undefined).fields).toMatchObject({
    distinguishable: true,
    equivalent: true,
  })
})

it('does not call kinds equivalent whose interval reaches beyond the margin, however well it would see', () => {
  const reaching = { difference: 8, low: 1, high: 16, z: 2, detectable: 10, fastest: 0 }
  expect(judged(15, reaching, undefined).fields).toMatchObject({ powerful: true, distinguishable: false, equivalent: false })
  expect(judged(15, { ...reaching, low: -16, high: 1 }, undefined).fields.equivalent).toBe(false)
  expect(judged(15, { ...reaching, high: 14 }, undefined).fields.equivalent).toBe(true)
})

it('takes the wider side for what it could have seen', () => {
  // Differences of these lie close below their middle and far above it.
  const skewed = Array.from({ length: 40 }, (_, at) => (at < 25 ? at / 100 : 40 + at))
  const level = Array.from({ length: 40 }, (_, at) => at / 100)
  expect(compare(skewed, level).detectable).toBeGreaterThan(30)
  expect(compare(level, skewed).detectable).toBeGreaterThan(30)
})

it('does not call kinds equal when a fifth of one is answered at once', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const draw = drawing(seed)
    const a = times(60, draw).map((time, at) => (at % 5 === 0 ? time - 50 : time))
    const found = judged(15, compare(a, times(60, draw)), undefined)
    expect(found.fields).not.toHaveProperty('equivalent')
    expect(found.fields.distinguishable).not.toBe(false)
  }
  const { unread } = judged(15, { difference: 0, low: -1, high: 1, z: 0.1, detectable: 2, fastest: -50 }, undefined)
  expect(unread.map(({ path }) => path[0])).toEqual(['distinguishable', 'equivalent'])
  expect(unread[0]?.detail).toMatch(/^the fastest tenths lie 50\.0 ms apart/)
})

it('stays calm where a fifth of all answers meets a pause', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const draw = drawing(seed)
    const busy = () => times(52, draw).map((time) => time + (draw() < 0.2 ? 50 + 100 * draw() : 0))
    expect(Math.abs(compare(busy(), busy()).fastest)).toBeLessThan(5)
  }
})
