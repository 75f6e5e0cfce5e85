import { expect, it } from 'vitest'
import { originQuestion } from './init-question.ts'

it.each([
  ['http://localhost:3000', true],
  [' https://staging.example.com/ ', true],
  ['localhost:3000', 'wants an http or https origin; for example https://staging.example.com'],
  ['https://a.example/health', 'an origin has no path; write https://a.example here and the path in each look'],
  ['', 'wants an http or https origin; for example https://staging.example.com'],
])('the origin %j is taken, or asked for again with the reason', (text, said) => {
  expect(originQuestion.validate(text)).toBe(said)
})
