import type { Environment } from '@marcbachmann/cel-js'
import { evaluationError } from '../ast.ts'
import type { CheckedType, Node } from '../ast.ts'

/** What the library hands to a macro, as far as it is used here. */
interface Call {
  args: Node[]
  ast: Node
  receiver: Node | null
}
interface Macro extends Call {
  /** The variable that has the headers of the observation; `giveHeaders` puts it here. */
  headers?: string
  async: false
  typeCheck: Check
  evaluate: Run
}
type Check = (checker: Checker, macro: Macro, context: Names) => CheckedType
type Run = (evaluator: { run(node: Node, context: unknown): unknown }, macro: Macro, context: Names) => string
interface Names {
  getValue(name: string): unknown
}
interface Checker {
  check(node: Node, context: unknown): CheckedType
  getType(name: string): CheckedType
  createError(code: string, message: string, node: Node): Error
  objectTypes: Map<string, { fields?: Record<string, unknown> }>
}

/**
 * `header('X-A')` of the observation and `steps.x.header('X-A')`, whatever the case of the name. They are macros, since
 * a plain function sees no observation. A header that is not there is absent.
 */
export function registerHeader(environment: Environment): void {
  environment.registerFunction(
    'header(ast): string',
    (call: Call): Macro => ({
      ...call,
      async: false,
      typeCheck: (checker, macro, context) => {
        if (macro.headers !== undefined) return checkName(checker, macro, context)
        throw checker.createError('unknown_variable', 'no headers are observed here', macro.ast)
      },
      evaluate: (evaluator, macro, context) =>
        pick(context.getValue(macro.headers ?? ''), evaluator.run(argument(macro), context), macro.ast),
    }),
    { async: false },
  )

  environment.registerFunction(
    'dyn.header(ast): string',
    (call: Call): Macro => ({
      ...call,
      async: false,
      typeCheck: (checker, macro, context) => {
        const type = checker.check(receiver(macro), context)
        if (type.kind === 'dyn' || checker.objectTypes.get(type.name)?.fields?.['headers']) return checkName(checker, macro, context)
        throw checker.createError('no_headers', `${type.name} has no headers`, receiver(macro))
      },
      evaluate: (evaluator, macro, context) => {
        const of = evaluator.run(receiver(macro), context)
        const headers = typeof of === 'object' && of !== null && 'headers' in of ? of.headers : undefined
        return pick(headers, evaluator.run(argument(macro), context), macro.ast)
      },
    }),
    { async: false },
  )
}

function checkName(checker: Checker, macro: Macro, context: Names): CheckedType {
  const type = checker.check(argument(macro), context)
  if (type.name === 'string' || type.kind === 'dyn') return checker.getType('string')
  throw checker.createError('no_such_overload', `header() takes a name as text, not ${type.name}`, argument(macro))
}

function pick(headers: unknown, name: unknown, node: Node): string {
  const key = String(name).toLowerCase()
  const value: unknown = headers instanceof Map ? headers.get(key) : own(headers, key)
  if (typeof value === 'string') return value
  if (value === undefined) throw evaluationError('no_such_key', `there is no header ${key}`, node)
  throw evaluationError('field_type_mismatch', `the header ${key} is not text`, node)
}

function own(headers: unknown, key: string): unknown {
  if (typeof headers !== 'object' || headers === null || !Object.hasOwn(headers, key)) return undefined
  return (headers as Record<string, unknown>)[key]
}

function argument(macro: Call): Node {
  return macro.args[0] as Node
}

function receiver(macro: Call): Node {
  return macro.receiver as Node
}
