import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { ENCODINGS } from './encodings.ts'
import { createRedactor } from './redactor.ts'

function knowing(...secrets: readonly string[]) {
  const redactor = createRedactor()
  secrets.forEach((secret, at) => redactor.learn(secret, `s${at}`))
  return redactor
}

let drawn = 0
/** Bytes that look random and are the same in every run. */
function randomBytes(size: number): Buffer {
  drawn += 1
  return createHash('shake256', { outputLength: size }).update(`draw ${drawn}`).digest()
}

const printable = () => Array.from(randomBytes(24), (byte) => String.fromCharCode(33 + (byte % 94))).join('')
const kinds: Readonly<Record<string, () => string>> = {
  base64: () => randomBytes(24).toString('base64'),
  hex: () => randomBytes(8).toString('hex'),
  printable,
  international: () => `pä${printable().slice(0, 8)}ß"wörd" 😀${printable().slice(0, 4)}`,
  eight: () => printable().replaceAll('\\', '').slice(0, 8),
}

it.each(Object.entries(kinds))('leaves nothing of 60 random secrets (%s) in any encoding', (_, make) => {
  for (let count = 0; count < 60; count += 1) {
    const secret = make()
    const redactor = knowing(secret)
    for (const { name, encode, run } of ENCODINGS) {
      for (const variant of encode(secret)) {
        if (variant.replace(/[\s\\]/g, '').length < run) continue
        const left = redactor.redactText(`<< ${variant} >>`).replaceAll('[secret:s0]', '')
        expect(left.replace(/[<>\s\\]/g, '').length, `${name}: ${variant} left ${left}`).toBeLessThan(8)
      }
    }
  }
})

it.each([
  ['ANSI colours', (s: string) => `${s.slice(0, 9)}\u001b[31m${s.slice(9)}`],
  ['NUL', (s: string) => s.split('').join('\0')],
  ['zero-width spaces', (s: string) => s.split('').join('\u200b')],
  ['a wrapped line', (s: string) => `${s.slice(0, 10)}\n    ${s.slice(10)}`],
  ['a wrapped line in JSON', (s: string) => JSON.stringify(`${s.slice(0, 10)}\n\t${s.slice(10)}`)],
  ['upper case', (s: string) => s.toUpperCase()],
])('finds a secret through %s', (_, hide) => {
  const secret = 'kJ8sQ2mX9vLw4TzR7bNc'
  const redactor = knowing(secret)
  expect(redactor.redactText(`a ${hide(secret)} b`)).toMatch(/^"?a "?\[secret:s0\]"? b"?$/)
})

it('finds the base64 of a secret inside a longer one, and Basic credentials', () => {
  const secret = 'Sunny-Morning-42'
  const redactor = createRedactor()
  redactor.learn(secret, 'password')
  redactor.learnBasic('al', secret, 'password')
  for (const before of ['', 'a', 'ab']) {
    expect(redactor.redactText(Buffer.from(`${before}${secret}:tail`).toString('base64'))).toContain('[secret:password]')
  }
  expect(redactor.redactText(`Basic ${Buffer.from(`al:${secret}`).toString('base64')}`)).toBe('Basic [secret:password]')
})

it('masks a part of a secret from 8 characters on, and not less', () => {
  const redactor = knowing('kJ8sQ2mX9vLw4TzR7bNc')
  expect(redactor.redactText('x 8sQ2mX9v y')).toBe('x [secret:s0] y')
  expect(redactor.redactText('x 8sQ2mX9 y')).toBe('x 8sQ2mX9 y')
})

it('names secrets that share a beginning, and masks both whole', () => {
  const redactor = knowing('alphabetagamma', 'alphabetagammadelta99')
  expect(redactor.redactText('alphabetagammadelta99!')).toBe('[secret:s0]!')
})

it.each(['short', 'postgres', 'Production', 'localhost', ''])('does not search for %j', (value) => {
  const redactor = createRedactor()
  expect(redactor.learn(value, 'weak')).toBe('too-short')
  expect(redactor.redactText('short postgres production localhost')).toBe('short postgres production localhost')
  expect(redactor.usesShort({ rows: [{ name: value }] })).toEqual(['weak'])
  expect(redactor.usesShort({ rows: [{ name: `${value}.` }] })).toEqual([])
})

it('leaves common words alone that are a part of a secret', () => {
  const redactor = knowing('production-database-9f3k')
  expect(redactor.redactText('the production database')).toBe('the production database')
  expect(redactor.redactText('production-database-9f3k')).toMatch(/^.{0,7}\[secret:s0\]$/)
})

it('masks the password of a connection URL, not its host or database', () => {
  const redactor = knowing('postgres://app_user:Xk9%2BvQ2mLw7T@db.internal.example:5432/app_production')
  expect(redactor.redactText('app_production at db.internal.example:5432 as app_user')).toBe(
    'app_production at db.internal.example:5432 as app_user',
  )
  expect(redactor.redactText('postgres://app_user:Xk9%2BvQ2mLw7T@db')).toBe('postgres://app_user:[secret:s0]@db')
  expect(redactor.redactText('password Xk9+vQ2mLw7T')).toBe('password [secret:s0]')
  const hook = knowing('https://hooks.example.com/services/T0AB/B0CD/8sQ2mX9vLw4TzR7b')
  expect(hook.redactText('https://hooks.example.com/services/T0AB/B0CD/8sQ2mX9vLw4TzR7b')).toMatch(
    /^https:\/\/hooks.example.com\/.*\[secret:s0\]$/,
  )
})

it('withholds a connection URL whose password is too short to search for', () => {
  const redactor = createRedactor()
  expect(redactor.learn('redis://cache:abc@redis:6379/0', 'redisUrl')).toBe('too-short')
  expect(redactor.usesShort(['abc'])).toEqual(['redisUrl'])
  expect(redactor.redactText('redis://cache:abc@redis:6379/0')).toBe('redis://[secret:redisUrl]redis:6379/0')
})

it.each([
  ['4711', true],
  ['47-11', true],
  ['redis://cache:123@redis:6379/0', true],
  ['kite', false],
  ['k1te', false],
  ['4929123412341234', false],
])('says whether a short secret may be a number: %s', (value, isNumber) => {
  const redactor = createRedactor()
  redactor.learn(value, 's')
  expect(redactor.holdsNumber()).toBe(isNumber)
})

it('masks strings, keys and long numbers of plain data, and gives back what it did not touch', () => {
  const redactor = knowing('kJ8sQ2mX9vLw4TzR7bNc', '4929123412341234')
  const clean = { a: [1, 'x', null], b: { c: true } }
  expect(redactor.redactValue(clean)).toBe(clean)
  const value = { kJ8sQ2mX9vLw4TzR7bNc: 1, KJ8SQ2MX9VLW4TZR7BNC: 2, list: ['is kJ8sQ2mX9vLw4TzR7bNc'], card: 4929123412341234 }
  expect(redactor.redactValue(value)).toEqual({ '[secret:s0]': 1, '[secret:s0] (2)': 2, list: ['is [secret:s0]'], card: '[secret:s1]' })
  const hostile = JSON.parse('{"__proto__":"kJ8sQ2mX9vLw4TzR7bNc"}') as object
  expect(Object.entries(redactor.redactValue(hostile))).toEqual([['__proto__', '[secret:s0]']])
})

it('covers nothing after it redacted, and redacts nothing twice', () => {
  const redactor = knowing('kJ8sQ2mX9vLw4TzR7bNc')
  const text = 'token=kJ8sQ2mX9vLw4TzR7bNc'
  expect(redactor.covers(text)).toBe(true)
  const safe = redactor.redactText(text)
  expect(redactor.covers(safe)).toBe(false)
  expect(redactor.redactText(safe)).toBe(safe)
})

it('does not invent secrets in 4 MB of ordinary output', () => {
  const redactor = knowing(...Array.from({ length: 20 }, () => randomBytes(24).toString('base64')))
  const line = '{"level":"info","ts":"2026-11-21T02:31:56.123Z","msg":"deleted event","digest":"sha256:'
  const text = Array.from({ length: 25_000 }, () => `${line}${randomBytes(32).toString('hex')}"}`).join('\n')
  const started = performance.now()
  expect(redactor.redactText(text)).toBe(text)
  expect(performance.now() - started).toBeLessThan(8000)
})

it('gives back the same text as long as it knows nothing', () => {
  const redactor = createRedactor()
  expect([redactor.redactText('anything at all'), redactor.covers('x'.repeat(99))]).toEqual(['anything at all', false])
})
