import { expect, it } from 'vitest'
import { parseOrigin } from './origins.ts'

const GOOD: readonly (readonly [string, string])[] = [
  ['https://staging.example.com', 'https://staging.example.com'],
  ['https://staging.example.com/', 'https://staging.example.com'],
  ['HTTP://Localhost:8080', 'http://localhost:8080'],
  ['https://a.example.com:443', 'https://a.example.com'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
]

it.each(GOOD)('%s is the origin %s', (text, origin) => {
  expect(parseOrigin(text)).toEqual({ origin })
})

const BAD: readonly (readonly [string, RegExp])[] = [
  ['https://x.example.com/api', /no path/],
  ['https://x.example.com?a=1', /no query/],
  ['https://x.example.com/#a', /no query and no fragment/],
  ['https://u:canary-5f1c7a@x.example.com', /no credentials/],
  ['https://u:canary-5f1c7a#@x.example.com', /no credentials/],
  ['https://u:canary-5f1c7a/a@x.example.com', /no credentials/],
  ['https://@x.example.com', /no credentials/],
  ['ftp://x.example.com', /wants an http or https origin/],
  ['x.example.com', /wants an http or https origin/],
  ['https://', /wants an http or https origin/],
  ['https:x.example.com', /wants an http or https origin/],
  ['https://x.example.com\\y', /wants an http or https origin/],
  [' https://x.example.com', /wants an http or https origin/],
  ['https://${secrets.host}', /only \$\{env.NAME\}/],
]

it.each(BAD)('C07/C08: %s is refused, and nothing of a password is repeated', (text, message) => {
  const parsed = parseOrigin(text)
  expect('message' in parsed && parsed.message).toMatch(message)
  expect(JSON.stringify(parsed)).not.toContain('canary')
})
