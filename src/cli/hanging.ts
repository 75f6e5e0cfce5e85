import { widthOf } from '../report/pretty/width.ts'
import { wrap } from '../report/pretty/wrap.ts'

/** Fewest columns that a text beside its head is readable in. */
const LEAST = 30

/** A head with its text beside it, wrapped at words to `width` columns and indented below itself; below the head where too little room is left. */
export function hanging(head: string, text: string, width: number): string[] {
  const beside = widthOf(head)
  if (text === '') return [head.trimEnd()]
  if (width - beside >= LEAST) {
    const [first = '', ...more] = linesOf(text, width - beside)
    return [`${head}${first}`, ...more.map((line) => `${' '.repeat(beside)}${line}`)]
  }
  const indent = ' '.repeat((/^ */.exec(head)?.[0].length ?? 0) + 4)
  return [head.trimEnd(), ...linesOf(text, width - indent.length).map((line) => `${indent}${line}`)]
}

const linesOf = (text: string, width: number): string[] =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => wrap(line, width))
