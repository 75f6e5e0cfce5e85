import { operands, textOf } from './ast.ts'
import type { Node } from './ast.ts'
import type { Program } from './compile.ts'
import { problemAt } from './problem.ts'
import type { ExpressionProblem } from './problem.ts'

const ORDER: ReadonlySet<string> = new Set(['<', '<=', '>', '>='])
/** Their letters are in the order of time: `2026-01-31`, `2026-01`, `20260131`, `20260131093000`. */
const ISO_DATE = /^\d{4}-\d{2}(?:-\d{2}(?:[T ].*)?)?$|^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:T?\d{6}Z?)?$/
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/
const DURATION = /^\d+(?:\.\d+)?(?:ms|[hms])$/
const VERSION = /^v?\d+(?:\.\d+)*(?:[-+.\s].*)?$/i

/**
 * `json.version >= '1.10.0'` compares letters, by which 1.4.2 is more: every `<`, `<=`, `>`, `>=` with a text that is written like a version,
 * a number or a duration.
 */
export function lettersCompared(program: Program): ExpressionProblem[] {
  if (!/[<>]/.test(program.source)) return []
  return program.internals().nodes.flatMap((node) => {
    const [left, right] = operands(node)
    if (!ORDER.has(node.op) || !left || !right) return []
    const [literal, other] = textIn(right) === undefined ? [left, right] : [right, left]
    const text = textIn(literal)
    const kind = text === undefined || textIn(other) !== undefined ? undefined : kindOf(text)
    if (kind === undefined || text === undefined) return []
    const sides = [kind.other(textOf(other)), kind.literal(text)]
    const message = `${node.op} compares letters here, not ${kind.name}: by letters "9" is more than "10"`
    return [problemAt(literal, 'letters_compared', message, `write ${(literal === right ? sides : sides.reverse()).join(` ${node.op} `)}`)]
  })
}

const textIn = (node: Node): string | undefined => (node.op === 'value' && typeof node.args === 'string' ? node.args : undefined)

interface Kind {
  readonly name: string
  /** How the two sides are written so that they are compared as such. */
  readonly literal: (text: string) => string
  readonly other: (text: string) => string
}

const VERSIONS: Kind = { name: 'versions', literal: (text) => `semver('${text}')`, other: (text) => `semver(${text})` }
const NUMBERS: Kind = { name: 'numbers', literal: (text) => (text.includes('.') ? text : `${text}.0`), other: (text) => `double(${text})` }
const DURATIONS: Kind = { name: 'durations', literal: (text) => `duration('${text}')`, other: (text) => `duration(${text})` }

function kindOf(text: string): Kind | undefined {
  const plain = text.trim()
  if (ISO_DATE.test(plain)) return undefined
  if (NUMBER.test(plain)) return NUMBERS
  if (DURATION.test(plain)) return DURATIONS
  return VERSION.test(plain) ? VERSIONS : undefined
}
