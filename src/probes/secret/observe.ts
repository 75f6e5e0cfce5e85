import { LookError } from '../../core/look-error.ts'
import { Secret } from '../../redaction/secret.ts'
import type { Observe } from '../contract.ts'
import { formOf } from './measure.ts'
import type { Observation, Params } from './schema.ts'
import { madeOfWords } from './words.ts'

type Form = Omit<Observation, 'dictionary' | 'weak'>
type Dictionary = Observation['dictionary']
interface Estimate {
  readonly dictionary: Dictionary
  readonly words: boolean
}
type Check = (value: string) => Dictionary

/** The strength estimate takes time that grows with the square of the length. */
const ESTIMATED_CHARACTERS = 100
const LONGEST = 65_536

const WEAKNESSES: readonly (readonly [string, (form: Form, estimate: Estimate) => boolean])[] = [
  ['empty', (form) => form.length === 0],
  ['placeholder', (form) => form.placeholder],
  ['published example', (form) => form.publishedExample],
  ['repeated', (form) => form.repeated],
  ['sequential', (form) => form.sequential],
  ['patterned', (form) => form.patterned],
  ['one character many times in a row', (form) => form.longestRun >= 6],
  ['few different characters', (form) => form.distinctCharacters * 4 < Math.min(form.length, 32)],
  ['dictionary word', (_, { dictionary }) => dictionary.score < 3],
  ['made of words', (_, { words }) => words],
]

/** Measures a secret; the observation holds facts of its form and never the value, a part or a hash of it. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const value = textOf(params.value, context.learn)
  if (value.length > LONGEST) throw new LookError('malformed', `the value is longer than ${LONGEST} characters`)
  const form = formOf(value, params.examples)
  const dictionary = (await estimator())(value.slice(0, ESTIMATED_CHARACTERS))
  const words = (await madeOfWords())(value)
  const weak = WEAKNESSES.filter(([, found]) => found(form, { dictionary, words })).map(([what]) => ({ what }))
  return { observation: { ...form, dictionary, weak }, answer: `${form.length} characters, ${form.alphabet}` }
}

function textOf(value: Params['value'], learn: (value: string, name: string) => void): string {
  if (value instanceof Secret) return value.reveal()
  learn(value, 'secret.value')
  return value
}

let loaded: Promise<Check> | undefined

function estimator(): Promise<Check> {
  loaded ??= loadEstimator()
  return loaded
}

async function loadEstimator(): Promise<Check> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')])
  const factory = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs })
  return (value) => {
    const { score, guessesLog10 } = factory.check(value)
    return { score, guessesLog10: Math.max(0, guessesLog10) }
  }
}
