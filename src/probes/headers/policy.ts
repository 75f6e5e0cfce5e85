import { isDirective } from 'csp_evaluator/dist/csp.js'
import { joinedOf } from './lines.ts'
import type { HeaderLines } from './lines.ts'

/** One policy: directive names in lower case with their values as written. */
export interface Policy {
  readonly text: string
  readonly directives: ReadonlyMap<string, readonly string[]>
}

const SPACE = /[\t\n\f\r ]+/
// ASCII alone, and what the serialisation of a directive may hold (CSP3, 2.2.1).
const ASCII = /^[\u0000-\u007f]*$/

/** The policies of all lines of a header, and of each line's list (CSP3, 2.2.2); one without a known directive forbids nothing and is none. */
export function policiesOf(lines: HeaderLines, name: string): Policy[] {
  return (joinedOf(lines, name) ?? '')
    .split(',')
    .map(policy)
    .filter(({ directives }) => [...directives.keys()].some((each) => isDirective(each)))
}

/** The first directive wins, a second of its name is ignored (CSP3, 2.2.1). */
function policy(text: string): Policy {
  const directives = new Map<string, readonly string[]>()
  for (const token of text.split(';')) {
    const [name = '', ...values] = token.split(SPACE).filter((each) => each !== '')
    if (name === '' || !ASCII.test(token)) continue
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), values)
  }
  return { text: text.trim(), directives }
}
