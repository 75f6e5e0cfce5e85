import * as z from 'zod'
import { findings, secretText } from '../fields.ts'

const ALPHABETS = ['hex', 'base64', 'base64url', 'alphanumeric', 'printable', 'other'] as const
export type Alphabet = (typeof ALPHABETS)[number]

export const Params = z.strictObject({
  value: secretText().describe('The secret to be measured, normally "${secrets.name}"'),
  examples: z
    .array(z.string().min(1))
    .default([])
    .describe('Values that a document publishes as examples: public strings, so they stand in the checklist'),
})
export type Params = z.output<typeof Params>

export const Observation = z.strictObject({
  length: z.int().describe('Characters'),
  alphabet: z.enum(ALPHABETS).describe('The narrowest alphabet that holds every character'),
  decodedBytes: z.int().describe('Bytes of key material at most: hex and base64 decoded, other signs by what they can hold'),
  distinctCharacters: z.int().describe('Different characters'),
  longestRun: z.int().describe('The same character in a row, at most'),
  repeated: z.boolean().describe('A shorter piece is written again and again'),
  sequential: z.boolean().describe('Six or more neighbours in a row, of the alphabet, the digits or a keyboard row'),
  patterned: z.boolean().describe('Kinds of characters (lower, upper, digit) take turns in a fixed order: typed by hand'),
  placeholder: z.boolean().describe('It looks never filled in: <...>, changeme, your-..., xxx, example.com'),
  publishedExample: z.boolean().describe('It equals one of `examples` or a well-known example of a manual'),
  dictionary: z
    .strictObject({
      score: z.int().describe('zxcvbn score from 0 (guessed at once) to 4'),
      guessesLog10: z.number().describe('Guesses needed, as a power of ten, of the first 100 characters'),
    })
    .describe('How well it withstands dictionaries and known patterns'),
  weak: findings(z.strictObject({ what: z.string().describe('What makes it easy to guess, in a few words') })).describe(
    'Everything found that makes it easy to guess',
  ),
})
export type Observation = z.output<typeof Observation>
