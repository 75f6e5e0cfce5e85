import { expect, it } from 'vitest'
import { Secret } from '../redaction/secret.ts'
import { Request, areReads, seriesOf, shownSeries } from './series.ts'

const ORIGIN = 'https://api.example.com'
const parsed = (...raw: unknown[]) => raw.map((each) => Request.parse(each))

it('numbers each request and draws it digits, the same at every place of one request', () => {
  const next = seriesOf(
    parsed({
      method: 'post',
      path: '/u/{n}',
      query: { q: '{n}' },
      headers: { 'X-Id': 'r-{random}' },
      json: { mail: 'u{n}-{random}@example.com', deep: [{ n: '{n}' }, 7] },
    }),
    ORIGIN,
  )
  const [first, second] = [next(1), next(2)]
  expect([first.method, first.url, second.url]).toEqual(['POST', `${ORIGIN}/u/1?q=1`, `${ORIGIN}/u/2?q=2`])
  const drawn = /^r-([0-9a-f]{16})$/.exec(String(first.headers?.['X-Id']))?.[1]
  expect(JSON.parse(String(first.body))).toEqual({ mail: `u1-${drawn}@example.com`, deep: [{ n: '1' }, 7] })
  expect(second.headers?.['X-Id']).not.toBe(first.headers?.['X-Id'])
})

it('leaves secrets as they are, in whatever they stand', () => {
  const password = new Secret('p{n}ssw0rd-long', 'secrets.password')
  const { body } = seriesOf(parsed({ method: 'POST', path: '/login', json: { user: 'u{n}', password } }), ORIGIN)(3)
  expect(body).toBeInstanceOf(Secret)
  expect(JSON.parse((body as Secret).reveal())).toEqual({ user: 'u3', password: 'p{n}ssw0rd-long' })
})

it('uses a list in turn, and only inside of the environment', () => {
  const next = seriesOf(parsed({ path: '/a' }, { path: '/b' }), ORIGIN)
  expect([1, 2, 3].map((n) => next(n).url.at(-1))).toEqual(['a', 'b', 'a'])
  expect(next(1).ownOnly).toBe(true)
  expect(() => seriesOf(parsed({ path: '/a' }), undefined)).toThrow('no origin')
})

it('says what is sent and whether all of it only reads', () => {
  expect(shownSeries(parsed({ method: 'post', path: '/u/{n}', query: { q: '{random}' } }), ORIGIN)).toBe(`POST ${ORIGIN}/u/{n}?q={random}`)
  expect(shownSeries(parsed({ path: '/a' }, { path: '/b' }, { path: '/c' }), ORIGIN)).toBe(`GET ${ORIGIN}/a (and 2 others in turn)`)
  expect(shownSeries(parsed({ path: '/a' }, { path: '/a', json: 1 }), ORIGIN)).toBe(`GET ${ORIGIN}/a (2 requests in turn)`)
  expect([{}, [{}, { method: 'head' }], [{}, { method: 'POST' }], { method: 'put' }].map(areReads)).toEqual([true, true, false, false])
})
