import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { Secret } from '../../redaction/secret.ts'
import { formOf } from './measure.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'
import { madeOfWords } from './words.ts'

const EXAMPLE = 'kN8zP2mQ9vR4sW5xT6yU7nA3bC1dE2fG3hI4jK5lM6nO7pQ8rS9t'

async function measure(value: string, examples: readonly string[] = []) {
  const context = testContext()
  const { observation } = await observe(Params.parse({ value: new Secret(value, 'secrets.key'), examples }), context)
  await context.close()
  expect(Observation.parse(observation)).toEqual(observation)
  return observation
}

let drawn = 0
/** Bytes as evenly spread as random ones and the same in each run: of a million genuine keys three look weak by chance. */
function bytes(count: number): Buffer {
  drawn += 1
  const half = (name: string) => createHash('sha256').update(`${name} ${drawn}`).digest()
  return Buffer.concat([half('first'), half('second')]).subarray(0, count)
}

const whatOf = (observation: Observation) => observation.weak.map((one) => one.what)

it('finds nothing wrong with 1,000 genuine keys of 32 bytes', () => {
  for (let index = 0; index < 1000; index++) {
    const form = formOf(bytes(32).toString('base64url'), [EXAMPLE])
    expect(form).toMatchObject({
      length: 43,
      decodedBytes: 32,
      repeated: false,
      sequential: false,
      patterned: false,
      placeholder: false,
      publishedExample: false,
    })
    expect(form.longestRun).toBeLessThan(6)
    expect(form.distinctCharacters).toBeGreaterThan(8)
  }
})

it.each([
  ['token_urlsafe(32)', () => bytes(32).toString('base64url'), 32],
  ['openssl rand -base64 32', () => bytes(32).toString('base64'), 32],
  ['openssl rand -hex 32', () => bytes(32).toString('hex'), 32],
  ['token_urlsafe(64)', () => bytes(64).toString('base64url'), 64],
])('finds nothing weak in the output of %s', async (_, make, decodedBytes) => {
  for (let index = 0; index < 25; index++) {
    expect(await measure(make())).toMatchObject({ weak: [], decodedBytes, dictionary: { score: 4 } })
  }
})

it.each([
  ['changemechangemechangemechangeme', ['placeholder', 'repeated']],
  [EXAMPLE, ['published example', 'patterned']],
  ['a'.repeat(64), ['repeated', 'one character many times in a row', 'few different characters']],
  ['abcdefghijklmnopqrstuvwxyz0123456789', ['sequential']],
  ['<generate_strong_32_char_secret>', ['placeholder']],
  ['dev-secret', ['published example', 'dictionary word']],
  ['your-secret-key-change-in-production', ['placeholder']],
  ['qwertyuiopasdfghjkl', ['sequential']],
  ['', ['empty']],
])('finds "%s" weak', async (value, reasons) => {
  expect(whatOf(await measure(value))).toEqual(expect.arrayContaining(reasons))
})

it.each([
  ['TBD', true],
  ['todo: ask operations', true],
  ['sk-TODO', true],
  ['https://tbd/', true],
  ['prod-TODO-key', true],
  ['Your-key', true],
  ['PUT_YOUR_KEY_HERE', true],
  ['my_placeholder_key', true],
  ['TODO_SET_ME', true],
  ['FILL_ME_IN', true],
  ['insert-key-here', true],
  ['null', true],
  ['undefined', true],
  ['$(SECRET)', true],
  ['$JWT_SECRET', true],
  ['%SECRET%', true],
  ['[secret]', true],
  ['["https://app.internal"]', false],
  ['none', false],
  ['5SfRI0UntirE2-TbD-0sik2e6pIPt-zMLcc-T8nAS54', false],
  ['yoUR-AwiIXA1c-FV0DuS2CwaGrXOC6t4JGUUJl3zPpY', false],
])('takes "%s" for a placeholder: %s', (value, placeholder) => {
  expect(formOf(value, []).placeholder).toBe(placeholder)
})

it.each([
  'ThisIsMyVerySecretKeyForProduction!!',
  'my-super-secret-jwt-key-for-production!!',
  'company_backend_token_signing_secret_2024',
  Buffer.from('password123password123').toString('base64'),
  Buffer.from('local testing of the company backend').toString('hex'),
])('finds "%s" made of words', async (value) => {
  expect(whatOf(await measure(value))).toContain('made of words')
})

it('finds no words in 2,000 genuine keys in each notation', async () => {
  const check = await madeOfWords()
  for (let index = 0; index < 2000; index++) {
    const key = bytes(32)
    expect((['base64', 'base64url', 'hex'] as const).filter((notation) => check(key.toString(notation)))).toEqual([])
  }
})

it('finds the pattern of the published example without knowing the example', () => {
  expect(formOf(EXAMPLE.replace('k', 'w'), [])).toMatchObject({ publishedExample: false, patterned: true })
})

it('compares with the examples of the checklist', async () => {
  const value = bytes(32).toString('base64url')
  expect((await measure(value)).publishedExample).toBe(false)
  expect(whatOf(await measure(value, [value]))).toEqual(['published example'])
})

it.each([
  ['00ff10', 'hex', 3],
  ['abc', 'alphanumeric', 2],
  ['ab_-', 'base64url', 3],
  ['ab+/', 'base64', 3],
  ['AAAA==', 'base64url', 3],
  ['p4ss word!', 'printable', 7],
  ['0123456789abcdef0123456789abcdef!', 'printable', 16],
  ['key_0123456789abcdef0123456789abcdef', 'base64url', 19],
  ['0123456789abcdef0123456789abcdef0', 'alphanumeric', 16],
  ['schlüssel', 'other', 10],
])('measures the alphabet and the bytes of "%s"', (value, alphabet, decodedBytes) => {
  expect(formOf(value, [])).toMatchObject({ alphabet, decodedBytes })
})

it('says 31 characters of 31', async () => {
  expect((await measure(bytes(32).toString('base64url').slice(0, 31))).length).toBe(31)
})

it('says nothing of the value, nor a part of it', async () => {
  const value = bytes(32).toString('base64url')
  const text = JSON.stringify(await measure(value))
  for (let start = 0; start + 5 <= value.length; start++) expect(text).not.toContain(value.slice(start, start + 5))
})

it('refuses a value beyond all measure', async () => {
  await expect(measure('x'.repeat(70_000))).rejects.toMatchObject({ name: 'LookError', reason: 'malformed' })
})
