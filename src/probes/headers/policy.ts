import { isDirective } from 'csp_evaluator/dist/csp.js'
import { joinedOf } from './lines.ts'
import type { HeaderLines } from './lines.ts'

/** One policy: directive names in lower case with their values as written. */
export interface Policy {
  readonly directives: ReadonlyMap<string, readonly string[]>
}

/** What takes something from a page. Other directives report, speak of addresses, or are read no longer. */
const EFFECTIVE: ReadonlySet<string> = new Set(
  [
    'default-src script-src script-src-elem script-src-attr style-src style-src-elem style-src-attr child-src connect-src',
    'fenced-frame-src font-src frame-src img-src manifest-src media-src object-src worker-src base-uri form-action',
    'frame-ancestors sandbox webrtc require-trusted-types-for trusted-types',
  ].flatMap((names) => names.split(' ')),
)
const SPACE = /[\t\n\f\r ]+/
// ASCII alone, and what the serialisation of a directive may hold (CSP3, 2.2.1).
const ASCII = /^[\u0000-\u007f]*$/

/** The policies of all lines of a header, and of each line's list (CSP3, 2.2.2); one without an effective directive forbids nothing and is none. */
export function policiesOf(lines: HeaderLines, name: string): Policy[] {
  return all(lines, name).filter(({ directives }) => [...directives.keys()].some((each) => EFFECTIVE.has(each)))
}

/** Whether a policy of that header has a directive that is or was one, whatever it does. */
export function isKnown(lines: HeaderLines, name: string): boolean {
  return all(lines, name).some(({ directives }) => [...directives.keys()].some((each) => EFFECTIVE.has(each) || isDirective(each)))
}

function all(lines: HeaderLines, name: string): Policy[] {
  return (joinedOf(lines, name) ?? '').split(',').map(policy)
}

/** The first directive wins, a second of its name is ignored (CSP3, 2.2.1). */
function policy(text: string): Policy {
  const directives = new Map<string, readonly string[]>()
  for (const token of text.split(';')) {
    const [name = '', ...values] = token.split(SPACE).filter((each) => each !== '')
    if (name === '' || !ASCII.test(token)) continue
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), values)
  }
  return { directives }
}
