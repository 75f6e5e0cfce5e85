import { expect, it } from 'vitest'
import type { Path } from '../core/unread.ts'
import { prune } from './prune.ts'

const seen = {
  status: 200,
  json: {
    a: { b: 1, c: 2 },
    list: [
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ],
  },
  headers: { server: 'x', date: 'y' },
  none: null,
}

it.each<[string, Path[], unknown]>([
  ['nothing that is not read', [], {}],
  ['a field', [['status']], { status: 200 }],
  ['a whole branch', [['json', 'a']], { json: { a: { b: 1, c: 2 } } }],
  ['a leaf', [['json', 'a', 'b']], { json: { a: { b: 1 } } }],
  [
    'a branch as well as its leaf',
    [
      ['json', 'a', 'b'],
      ['json', 'a'],
    ],
    { json: { a: { b: 1, c: 2 } } },
  ],
  ['a field of every element', [['json', 'list', '[]', 'x']], { json: { list: [{ x: 1 }, { x: 3 }] } }],
  ['a field of one element in its place', [['json', 'list', 1, 'y']], { json: { list: [{ y: 2 }, { y: 4 }] } }],
  ['all entries under a computed key', [['headers', '[]']], { headers: { server: 'x', date: 'y' } }],
  ['the length of a list', [['json', 'list']], { json: { list: seen.json.list } }],
  ['null as null', [['none', 'x']], { none: null }],
  ['nothing for a path that is not there', [['gone', 'x']], {}],
])('keeps %s', (_, paths, kept) => {
  expect(prune(seen, paths)).toEqual(kept)
})

it('keeps a key of any name as data', () => {
  const kept = prune(JSON.parse('{"json":{"__proto__":{"a":1},"b":2}}') as Record<string, unknown>, [['json', '__proto__']])
  expect(JSON.stringify(kept)).toBe('{"json":{"__proto__":{"a":1}}}')
})
