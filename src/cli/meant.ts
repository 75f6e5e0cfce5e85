import { nearest } from '../core/nearest.ts'

const MOST = 5

/** The names that were probably meant by a word: the nearest one, else those that have the word, or one near it, between their dots. */
export function meant(word: string, names: readonly string[]): string[] {
  const whole = nearest(word, names)
  if (whole !== undefined) return [whole]
  const part = nearest(word, names.flatMap(partsOf))
  return part === undefined ? [] : names.filter((name) => partsOf(name).includes(part)).slice(0, MOST)
}

/** `did you mean a, b or c?` */
export const didYouMean = (names: readonly string[]): string =>
  `did you mean ${names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`}?`

const partsOf = (name: string): string[] => name.split('.')
