import { expect, it } from 'vitest'
import { announcement, disagreements, isAnnounced } from './announced.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const said = (headers: Record<string, string>) => announcement({ status: 429, headers }, NOW)
const wrong = (headers: Record<string, string>, limit = 30, period = 60_000) =>
  disagreements(said(headers), headers, { limit, period }, NOW)

it.each<[string, Record<string, string>, object]>([
  ['seconds', { 'retry-after': '42' }, { retryAfterSeconds: 42 }],
  [
    'a date, by the clock of the server',
    { 'retry-after': 'Sun, 01 Mar 2026 13:00:30 GMT', date: 'Sun, 01 Mar 2026 13:00:00 GMT' },
    { retryAfterSeconds: 30 },
  ],
  ['a date, by ours without one', { 'retry-after': 'Sun, 01 Mar 2026 12:00:20 GMT' }, { retryAfterSeconds: 20 }],
  ['a date of RFC 850', { 'retry-after': 'Sunday, 01-Mar-26 12:00:40 GMT' }, { retryAfterSeconds: 40 }],
  ['a date of asctime, which is UTC', { 'retry-after': 'Sun Mar  1 12:00:50 2026' }, { retryAfterSeconds: 50 }],
  [
    'dates of asctime on both sides',
    { 'retry-after': 'Sun Mar  1 13:00:30 2026', date: 'Sun Mar  1 13:00:00 2026' },
    { retryAfterSeconds: 30 },
  ],
  ['Unix seconds of Retry-After as the seconds that they say', { 'retry-after': '1772366425' }, { retryAfterSeconds: 1_772_366_425 }],
  ['an ISO date of a reset', { 'x-ratelimit-reset': '2026-03-01T12:00:20Z' }, { resetSeconds: 20 }],
  ['nonsense', { 'retry-after': 'soon' }, {}],
  [
    'the current draft',
    { ratelimit: '"a";r=3;t=9, "b";r=0;t=40', 'ratelimit-policy': '"a";q=5;w=10, "b";q=30;w=60' },
    { limit: 30, remaining: 0, resetSeconds: 40, windowSeconds: 60, policy: '"a";q=5;w=10, "b";q=30;w=60' },
  ],
  [
    'draft 07',
    { ratelimit: 'limit=30, remaining=0, reset=12', 'ratelimit-policy': '1000;w=3600, 30;w=60' },
    { limit: 30, remaining: 0, resetSeconds: 12, windowSeconds: 60, policy: '1000;w=3600, 30;w=60' },
  ],
  [
    'the older fields',
    { 'ratelimit-limit': '30, 30;w=60', 'ratelimit-remaining': '0', 'ratelimit-reset': '7' },
    { limit: 30, remaining: 0, resetSeconds: 7, windowSeconds: 60 },
  ],
  [
    'Unix seconds',
    { 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW.getTime() / 1000 + 25) },
    { limit: 30, remaining: 0, resetSeconds: 25 },
  ],
  ['Unix seconds with a fraction', { 'x-ratelimit-reset': `${NOW.getTime() / 1000 + 25}.5` }, { resetSeconds: 25.5 }],
  ['Unix milliseconds', { 'x-rate-limit-reset': String(NOW.getTime() + 5000) }, { resetSeconds: 5 }],
  [
    'nothing of a policy whose name is not the one that refused',
    { ratelimit: '"b";r=0;t=5', 'ratelimit-policy': '"a";q=5;w=60' },
    { remaining: 0, resetSeconds: 5, policy: '"a";q=5;w=60' },
  ],
  [
    'no limit of policies of which any may have refused',
    { 'ratelimit-policy': '"a";q=5;w=60, "b";q=1;w=1' },
    { policy: '"a";q=5;w=60, "b";q=1;w=1' },
  ],
  ['broken structured fields', { ratelimit: '"a";;r=', 'ratelimit-policy': '{' }, { policy: '{' }],
])('reads %s', (_, headers, expected) => {
  expect(said(headers)).toEqual({ status: 429, ...expected })
})

it('has nothing against what fits, rounded up or down', () => {
  expect(wrong({ 'retry-after': '61', 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '0', 'ratelimit-policy': '30;w=60' })).toEqual([])
  expect(
    wrong({ 'ratelimit-limit': '30, 30;w=60', 'x-ratelimit-limit': '30', ratelimit: '"a";r=0;t=9', 'ratelimit-policy': '"a";q=30;w=60' }),
  ).toEqual([])
  expect(wrong({ 'ratelimit-policy': '"a";q=30;w=60, "b";q=1;w=1' })).toEqual([])
  expect(wrong({})).toEqual([])
})

it.each<[Record<string, string>, string]>([
  [{ 'x-ratelimit-limit': '50' }, 'the limit is announced as 50, declared as 30'],
  [{ 'x-ratelimit-remaining': '4' }, '4 requests are announced as left, and it was refused'],
  [{ 'ratelimit-policy': '"x";q=30;w=3600' }, 'the window is announced as 3600 s, declared as 60 s'],
  [{ 'retry-after': '3600' }, 'Retry-After is 3600 s away, the period is 60 s'],
  [{ 'ratelimit-reset': '90' }, 'the reset is 90 s away, the period is 60 s'],
  [{ 'retry-after': 'Sun, 01 Mar 2026 11:59:00 GMT' }, 'Retry-After lies 60 s in the past'],
  ...[
    '1.5',
    '-5',
    '+5',
    '60s',
    '2026-03-01T12:00:20Z',
    'Sun, 01 Mar 2026 12:00:20',
    'Sun, 01 Mar 2026 12:00:20 +0100',
    'Sun, 1 Mar 2026 12:00:20 GMT',
  ].map((text): [Record<string, string>, string] => [{ 'retry-after': text }, `Retry-After is neither seconds nor a date: "${text}"`]),
  [{ 'retry-after': 'soon\u001b[2J' }, 'Retry-After is neither seconds nor a date: "soon\\\\u{1b}[2J"'],
  [{ 'ratelimit-policy': '100 per hour' }, 'ratelimit-policy cannot be read: "100 per hour"'],
  [{ ratelimit: 'garbage;;' }, 'ratelimit cannot be read: "garbage;;"'],
  [{ 'x-ratelimit-limit': 'unlimited' }, 'x-ratelimit-limit cannot be read: "unlimited"'],
  [{ ratelimit: 'limit=30, remaining=0, reset=30', 'x-ratelimit-limit': '100' }, 'the limit is announced as 100, declared as 30'],
  [{ 'ratelimit-remaining': '0', 'x-ratelimit-remaining': '63' }, '63 requests are announced as left, and it was refused'],
  [{ 'ratelimit-reset': '20', 'x-ratelimit-reset': '3600' }, 'the reset is 3600 s away, the period is 60 s'],
  [
    { ratelimit: '"a";r=0;t=30', 'ratelimit-policy': '"a";q=100;w=60', 'x-ratelimit-limit': '30' },
    'the limit is announced as 100, declared as 30',
  ],
  [
    { ratelimit: '"a";r=0;t=30', 'ratelimit-policy': '"a";q=30;w=60, "a";q=30;w=3600' },
    'the window is announced as 3600 s, declared as 60 s',
  ],
  [{ 'ratelimit-limit': '30, 30;w=3600' }, 'the window is announced as 3600 s, declared as 60 s'],
  [{ 'ratelimit-policy': '"a";q=100;w=60, "b";q=30;w=1' }, 'none of the 2 policies that are announced is 30 in 60 s'],
])('finds that %o does not fit', (headers, sentence) => {
  expect(wrong(headers)).toEqual([sentence])
})

it('takes a policy that could not be read for no announcement', () => {
  expect(isAnnounced(said({ 'ratelimit-policy': '100 per hour' }))).toBe(false)
  expect(isAnnounced(said({ 'ratelimit-policy': '100;w=3600' }))).toBe(true)
  expect(isAnnounced(said({ 'retry-after': '30' }))).toBe(true)
})
