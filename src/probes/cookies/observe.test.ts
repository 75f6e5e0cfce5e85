import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { serve, serveTls } from '../../../test/support/server.ts'
import { Secret } from '../../redaction/secret.ts'
import { cookieDate } from './cookie-date.ts'
import { probe } from './index.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const NOW = new Date('2026-01-01T00:00:00Z')

async function look(setCookie: readonly string[], url = 'https://app.example.com/auth/login') {
  const context = testContext({ now: () => NOW })
  closing.push(context.close)
  const seen = await observe(Params.parse({ setCookie, url }), context)
  return { ...seen, ...seen.observation }
}

/** The Set-Cookie lines of a real answer, and its address. */
async function answered(origin: string, ca?: string): Promise<readonly [readonly string[], string]> {
  const context = testContext({ origin, ...(ca === undefined ? {} : { ca }) })
  closing.push(context.close)
  const { setCookie, url } = await context.http.send({
    method: 'GET',
    url: `${origin}/api/v1/auth/login`,
    signal: context.signal,
    timeoutMs: 5000,
  })
  return [setCookie, url]
}

it('reads the duplicate lines of a real answer, over TLS and without', async () => {
  const handler: Parameters<typeof serve>[0] = (_, response) =>
    void response
      .setHeader('Set-Cookie', ['access_token=a; HttpOnly; Secure; SameSite=Lax; Path=/', 'theme=dark', 'access_token=b; Path=/'])
      .end()
  const secure = await serveTls(handler)
  const plain = await serve(handler)
  closing.push(secure.close, plain.close)
  for (const lines of [await answered(secure.url, secure.caPem), await answered(plain.url)]) {
    const { cookies, byName, names, duplicates, answer, observation } = await look(...lines)
    expect(Observation.parse(observation)).toEqual(observation)
    expect(cookies[0]).toMatchObject({
      name: 'access_token',
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      domain: '127.0.0.1',
      looksLikeSession: true,
      rejected: [],
    })
    expect(byName['theme']).toMatchObject({ path: '/api/v1/auth', session: true, looksLikeSession: false })
    expect(byName['access_token']).toMatchObject({ secure: false })
    expect([names, duplicates, answer]).toEqual([['access_token', 'theme'], ['access_token'], '3 cookies'])
  }
})

it('does not let a cookie that browsers drop hide one that they keep', async () => {
  const { byName, answer } = await look(['sid=1', 'sid=2; Secure; HttpOnly; SameSite=Strict; Domain=other.example', '__Host-x=1'])
  expect(byName['sid']).toMatchObject({ secure: false, httpOnly: false, rejected: [] })
  expect(byName['__Host-x']?.rejected).toEqual(['__Host- without Secure', '__Host- without Path=/'])
  expect(answer).toBe('3 cookies, 2 of them dropped by browsers')
})

it('counts a cookie as set twice where the second replaces the first', async () => {
  const twice = async (...lines: string[]) => (await look(lines)).duplicates
  expect(await twice('sid=; Max-Age=0; Path=/', 'sid=1; Path=/')).toEqual([])
  expect(await twice('sid=; Max-Age=0; Path=/; Domain=example.com', 'sid=; Max-Age=0; Path=/', 'sid=1; Path=/')).toEqual([])
  expect(await twice('sid=1; Path=/a', 'sid=1; Path=/b')).toEqual([])
  expect(await twice('sid=1; Path=/', 'sid=1; Path=/; Domain=app.example.com')).toEqual([])
  expect(await twice('sid=1; Path=/', 'sid=2; Path=/')).toEqual(['sid'])
  expect(await twice('sid=1; Path=/', 'sid=; Path=/; Max-Age=0')).toEqual(['sid'])
})

it('keeps what the parser drops', async () => {
  const { cookies, names } = await look(['', '=', 'toString=1; Secure', '__proto__=1; HttpOnly', 'x'])
  expect(cookies.map(({ name, rejected }) => [name, rejected])).toEqual([
    ['', ['it has neither name nor value']],
    ['', ['it has neither name nor value']],
    ['toString', []],
    ['__proto__', []],
    ['', []],
  ])
  expect(names).toEqual(['', 'toString', '__proto__'])
})

it('takes the path of the address below the origin', async () => {
  const first = async (origin?: string) => {
    const context = testContext({ now: () => NOW, ...(origin === undefined ? {} : { origin }) })
    closing.push(context.close)
    return (await observe(Params.parse({ setCookie: ['a=1; Secure'], url: '/auth/login' }), context)).observation.cookies[0]
  }
  expect(await first('https://app.example.com')).toMatchObject({ path: '/auth', domain: 'app.example.com', rejected: [] })
  expect(await first('http://app.example.com')).toMatchObject({ rejected: ['Secure was set over plain http'] })
  await expect(first()).rejects.toMatchObject({ reason: 'unconfigured' })
})

it('observes empty lists without a line', async () => {
  expect((await look([])).observation).toEqual({ cookies: [], byName: {}, names: [], duplicates: [] })
})

it('never shows a value', async () => {
  const { observation } = await look(['sid=hunter2-Zk9qLmX4; Secure', '=hunter2-Zk9qLmX4'])
  expect(JSON.stringify(observation)).not.toContain('hunter2')
})

it('sends nothing and needs no effect', () => {
  expect(probe.effect({})).toBe('read')
})

it.each([
  {},
  { setCookie: [] },
  { setCookie: 'a=1', url: 'https://a.example' },
  { setCookie: new Secret('["a=1"]', 'saved.lines'), url: 'https://a.example' },
  { setCookie: [], url: 'login' },
  { setCookie: [], url: '//evil.example' },
  { setCookie: [], url: 'https://' },
])('does not take %o', (params) => {
  expect(Params.safeParse(params).success).toBe(false)
})

it.each<[string, string | undefined]>([
  ['Wed, 21 Oct 2015 07:28:00 GMT', '2015-10-21T07:28:00.000Z'],
  ['Wednesday, 21-Oct-15 07:28:00 GMT', '2015-10-21T07:28:00.000Z'],
  ['Wed Oct 21 07:28:00 2015', '2015-10-21T07:28:00.000Z'],
  ['21 October 1999 7:8:9 whatever', '1999-10-21T07:08:09.000Z'],
  ['Thu, 01 Jan 1970 00:00:00 GMT', '1970-01-01T00:00:00.000Z'],
  ['Wed, 21 Oct 2015', undefined],
  ['21 Oct 1600 00:00:00', undefined],
  ['21 Oct 2015 24:00:00', undefined],
  ['0', undefined],
  ['', undefined],
])('reads the date %j as %s', (text, wanted) => {
  const time = cookieDate(text)
  expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(wanted)
})
