import { expect, it } from 'vitest'
import { createJar } from './jar.ts'

const https = new URL('https://a.example.com/login')
const http = new URL('http://a.example.com/login')

function kept(lines: readonly string[], url = https): string | undefined {
  const jar = createJar({ now: () => new Date() })
  jar.store(url, lines)
  return jar.header(url)
}

it.each([
  '__Host-sid=1; Path=/',
  '__Host-sid=1; Secure',
  '__host-sid=1; Secure; Path=/login',
  '__Host-sid=1; Secure; Path=/; Domain=example.com',
  '__Secure-sid=1; Path=/',
  'sid=1; SameSite=None',
])('does not keep %s, as no browser does', (line) => {
  expect(kept([line])).toBeUndefined()
})

it.each([
  '__Host-sid=1; Secure; Path=/',
  '__Secure-sid=1; Secure; Domain=example.com',
  'sid=1; Secure; SameSite=None',
  'sid=1; SameSite=Lax',
])('keeps %s', (line) => {
  expect(kept([line])).toBe(line.split(';', 1)[0])
})

it('takes loopback for secure, as browsers do', () => {
  expect(kept(['__Host-sid=1; Secure; Path=/'], new URL('http://127.0.0.1/'))).toBe('__Host-sid=1')
})

it.each(['sid=evil; Path=/', 'sid=; Path=/; Max-Age=0', 'sid=evil; Path=/login'])(
  'a line %s over plain http neither replaces nor hides a Secure cookie',
  (line) => {
    const jar = createJar({ now: () => new Date() })
    jar.store(https, ['sid=good; Secure; Path=/', 'theme=dark; Path=/'])
    jar.store(http, [line, 'theme=light; Path=/'])
    expect(jar.header(https)).toBe('sid=good; theme=light')
    jar.store(https, ['sid=next; Path=/'])
    expect(jar.header(http)).toBe('theme=light; sid=next')
  },
)

it('plain http sets a cookie of the same name beside the path of a Secure one', () => {
  const jar = createJar({ now: () => new Date() })
  jar.store(https, ['sid=good; Secure; Path=/admin'])
  jar.store(http, ['sid=other; Path=/'])
  expect(jar.header(http)).toBe('sid=other')
})
