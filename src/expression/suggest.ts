import type { Environment } from '@marcbachmann/cel-js'
import { nearest } from '../core/nearest.ts'
import { authorsWords, nameAsWritten, textOf } from './ast.ts'
import type { Node } from './ast.ts'
import { problemAt } from './problem.ts'
import type { ExpressionProblem } from './problem.ts'
import type { Registry } from './registry.ts'

const LOOPS = ['all', 'exists', 'exists_one', 'filter', 'map']
const HIDDEN = new Set(['re2_matches', 'rfc3339'])

/** What the library's errors carry, as far as it is used; a fault such as a RangeError has none of it. */
interface LibraryError {
  code?: string
  summary?: string
  range?: { start: number; end: number }
  node?: Node
}
/** A change to the problem that the library's error would make. */
type Repair = Partial<Pick<ExpressionProblem, 'message' | 'hint' | 'start' | 'end'>>
interface Case {
  error: LibraryError
  node: Node | undefined
  source: string
  registry: Registry
  variables: readonly string[]
  word: string
}

/** A parse or type error as a problem: the caret under the very word, the nearest valid name, the usual remedy. */
export function explainError(thrown: unknown, source: string, registry: Registry, variables: readonly string[]): ExpressionProblem {
  const error: LibraryError = typeof thrown === 'object' && thrown !== null ? thrown : {}
  if (error.code === undefined) return problemAt({ start: 0, end: source.length }, ...faultOf(thrown))
  const range = error.range ?? { start: 0, end: source.length }
  const start = Math.min(range.start, Math.max(0, source.length - 1))
  const word = source.slice(range.start, range.end)
  const repair = REPAIRS[error.code]?.({ error, node: error.node, source, registry, variables, word }) ?? {}
  const at = { start: repair.start ?? start, end: repair.end ?? range.end }
  return problemAt(at, error.code, repair.message ?? authorsWords(error.summary ?? 'not an expression'), repair.hint)
}

/** The parser overflows the stack on 20,000 times `!`, and the checker knows a few forms that it cannot type, `[].all(..)` for one. */
function faultOf(thrown: unknown): [code: string, message: string] {
  if (thrown instanceof RangeError) return ['too_complex', 'this expression is too deep to be read']
  return ['unsupported', 'this expression cannot be checked: write it in another way']
}

const REPAIRS: Readonly<Record<string, (given: Case) => Repair>> = {
  unknown_variable: ({ node, variables }) =>
    node?.op === 'id' ? { message: `there is no ${node.args} here`, ...hintOf(node.args, variables) } : {},
  no_such_key: unknownField,
  no_such_overload: wrongOperands,
  no_matching_overload: wrongCall,
  invalid_logical_operand: notLogical,
  unexpected_character: strayWord,
  unexpected_token: ({ word }) => (word === '' ? { message: 'the expression ends too early' } : {}),
  invalid_macro_argument: () => ({ hint: "has() takes a field, as in has(a.b); for a key of a map write 'x' in a" }),
  invalid_duration: ({ error }) => ({ hint: hoursInstead(error.summary ?? '') }),
  invalid_timestamp: () => ({ hint: "write timestamp('2026-01-31T00:00:00Z')" }),
  heterogeneous_list_element: () => ({ hint: 'the elements of a list must be of one type: write 1.0 beside 2.5' }),
}

const FEW = 8

/** The name that was probably meant, else all of a few. */
function hintOf(word: string, names: readonly string[]): Repair {
  const near = nearest(word, names)
  if (near !== undefined) return { hint: `did you mean ${near}?` }
  return names.length > 0 && names.length <= FEW ? { hint: `known here: ${names.join(', ')}` } : {}
}

function unknownField({ node, registry }: Case): Repair {
  if (node?.op !== '.') return {}
  const [of, key] = node.args
  const fields = Object.keys(registry.fields.get(of.checkedType?.name ?? '') ?? {})
  const hyphenated = fields.find((field) => field.startsWith(`${key}-`))
  const message = `${textOf(of)} has no field ${key}`
  if (hyphenated) return { message, hint: `write ["${hyphenated}"]: a name with - is a key` }
  return { message, ...hintOf(key, fields) }
}

const OPERAND_HINTS: readonly (readonly [(types: readonly string[]) => boolean, string])[] = [
  [(types) => types.includes('null'), 'a declared field is never null: write has(x) or !has(x)'],
  [(types) => types[0] === 'double' && types[1] === 'list<int>', 'write the numbers of the list with a point, as in 4.0'],
  [(types) => types.includes('Secret'), 'a secret can only be sent, not looked at'],
]

/** The library underlines the whole operation; the operator is what does not fit. */
function wrongOperands({ node, source }: Case): Repair {
  const { left, right } = node ?? {}
  if (!node || !left || !right) return {}
  const at = source.indexOf(node.op, left.end)
  const place = at >= 0 && at < right.start ? { start: at, end: at + node.op.length } : {}
  const types = [left, right].map((side) => nameAsWritten(side.checkedType?.name ?? 'unknown'))
  const hint = OPERAND_HINTS.find(([fits]) => fits(types))?.[1]
  return { ...place, message: `${node.op} does not work on ${types.join(' and ')}`, ...(hint && { hint }) }
}

function wrongCall({ node, source, registry }: Case): Repair {
  if (node?.op !== 'call' && node?.op !== 'rcall') return {}
  const [name] = node.args
  const from = node.op === 'rcall' ? source.indexOf(name, node.args[1].end) : node.start
  const place = from < 0 ? {} : { start: from, end: from + name.length }
  const ofReceiver = node.op === 'rcall'
  const known = functionNames(registry.environment, ofReceiver)
  if (known.includes(name)) return place
  const message = `there is no function ${name}()`
  if (!functionNames(registry.environment, !ofReceiver).includes(name)) return { ...place, message, ...hintOf(name, known) }
  return { ...place, message: `${name}() is not called this way`, hint: ofReceiver ? `write ${name}(x, ...)` : `write x.${name}(...)` }
}

function functionNames(environment: Environment, ofReceiver: boolean): string[] {
  const all = environment.getDefinitions().functions
  const names = all.filter((one) => Boolean(one.receiverType) === ofReceiver).map((one) => one.name)
  return [...new Set([...names, ...(ofReceiver ? [...LOOPS, 'header'] : ['has', 'header', 'timestamp'])])].filter(
    (name) => !HIDDEN.has(name),
  )
}

/** `a && b`: the side that is not true or false. */
function notLogical({ node }: Case): Repair {
  const side = [node?.left, node?.right].find((one) => one?.checkedType && !/^(bool|dyn)/.test(one.checkedType.name))
  return side ? { start: side.start, end: side.end } : {}
}

const INSTEAD: Readonly<Record<string, string>> = {
  '=': '==',
  '&': '&&',
  '|': '||',
  and: '&&',
  or: '||',
  not: '!',
  '===': '==',
  AND: '&&',
  OR: '||',
}

function strayWord({ word }: Case): Repair {
  const instead = INSTEAD[word]
  return { message: `${JSON.stringify(word)} cannot stand here`, ...(instead && { hint: `write ${instead}` }) }
}

/** CEL has no unit for days. */
function hoursInstead(summary: string): string {
  const days = /(\d+)d/.exec(summary)?.[1]
  return days ? `write duration('${Number(days) * 24}h'): the units are h, m, s, ms` : "the units are h, m, s, ms, as in duration('1h30m')"
}
