import { expect, it } from 'vitest'
import { sortByNeed } from './graph.ts'

it('puts each node after those that it needs', () => {
  expect(
    sortByNeed(
      new Map([
        ['a', ['c']],
        ['b', ['a', 'c', 'elsewhere']],
        ['c', []],
      ]),
    ),
  ).toEqual({ order: ['c', 'a', 'b'], cycles: [] })
})

it('names the way round of a cycle and still orders the rest', () => {
  const sorted = sortByNeed(
    new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
      ['d', ['a']],
    ]),
  )
  expect(sorted.cycles).toEqual([['b', 'c', 'b']])
  expect(new Set(sorted.order)).toEqual(new Set(['a', 'b', 'c', 'd']))
})

it('stands chains of ten thousand', () => {
  const chain = new Map(Array.from({ length: 10_000 }, (_, i) => [`n${i}`, [`n${i + 1}`]] as const))
  expect(sortByNeed(chain).order.at(-1)).toBe('n0')
})
