import type { EvaluationError, ParseResult } from '@marcbachmann/cel-js'
import { evaluationError, intercept, operands, textOf } from './ast.ts'
import type { Node } from './ast.ts'
import { UnreadError, partialOf } from './gaps.ts'
import { kindOf, sizeOf } from './values.ts'
import type { Role, Walk } from './walk.ts'

const BUDGET = 200_000
const LARGEST = 4_000_000

/** What one evaluation leaves behind beside its value. */
export interface Recording {
  /** The value, or the error, of every part that was looked at; of a loop's body only what decided. */
  values: Map<Node, unknown>
  readonly empty: Set<string>
  /** Elements of a loop that ended unread. */
  readonly lost: Map<Node, UnreadError>
  /** What ends an evaluation over budget; made only then, since an error costs more than most evaluations. */
  stop?: EvaluationError
  steps: number
}

/** An evaluation's end. `error` is of the library, of ours, or a fault such as a stack overflow. */
export type Run = { recording: Recording } & ({ value: unknown } | { error: unknown })

/** An evaluation is synchronous and trees do not call each other, so the recorder of the moment is one per module. */
let current: Recording | undefined

/** Puts the wrappers in place that count, record and guard. To be done once, after the type check. */
export function instrument(tree: Walk): void {
  for (const node of new Set(tree.nodes)) {
    const role = tree.roles.get(node) ?? {}
    intercept(node, (run) => (current ? step(node, role, run, current) : run()))
  }
}

/** Evaluates an instrumented expression once, within its budget of steps. It never throws. */
export function runOnce(parsed: ParseResult, context: object): Run {
  const recording: Recording = { values: new Map(), empty: new Set(), lost: new Map(), steps: 0 }
  current = recording
  try {
    return { recording, value: parsed(context) as unknown }
  } catch (error) {
    return { recording, error: recording.steps > BUDGET ? outOfSteps(recording) : error }
  } finally {
    current = undefined
  }
}

const outOfSteps = (recording: Recording): EvaluationError => (recording.stop ??= evaluationError('budget', `more than ${BUDGET} steps`))

function step(node: Node, role: Role, run: () => unknown, recording: Recording): unknown {
  if (++recording.steps > BUDGET) throw outOfSteps(recording)
  const outside = recording.values
  if (role.bodyOf) recording.values = new Map()
  recording.lost.delete(node)
  const value = guarded(node, role, run, recording)
  recording.values.set(node, value)
  if (role.bodyOf) {
    const inside = recording.values
    recording.values = outside
    if (value instanceof UnreadError) recording.lost.set(role.bodyOf.loop, value)
    if (role.bodyOf.decides && value !== true) for (const [part, its] of inside) outside.set(part, its)
  }
  if (value instanceof Error) throw value
  return value
}

/** The value of a part, or the error that takes its place. */
function guarded(node: Node, role: Role, run: () => unknown, recording: Recording): unknown {
  try {
    const value = run()
    recording.steps += cost(node, recording)
    if ((typeof value === 'string' || Array.isArray(value)) && value.length > LARGEST) recording.steps = BUDGET + 1
    // Once the budget is used up no step gives a value, so it does no harm that `all`, `exists` and `||` swallow errors.
    if (recording.steps > BUDGET) return outOfSteps(recording)
    if (role.range !== undefined && sizeOf(value) === 0) recording.empty.add(role.range)
    return objection(node, role, value, recording) ?? value
  } catch (error) {
    return unreadBehind(node, error, recording) ?? (error instanceof Error ? error : new Error(String(error)))
  }
}

/** Where CEL gives an answer that an expectation must not stand on. */
function objection(node: Node, role: Role, value: unknown, recording: Recording): Error | undefined {
  if (role.range !== undefined) return unreadPart(value)
  switch (node.op) {
    case '==':
    case '!=':
      return comparedPart(node, recording) ?? mixedKinds(node, recording)
    case 'in':
      return foreignElement(node, recording)
    case 'call':
      return node.args[0] === 'size' ? unreadPart(operandValues(node, recording)[0]) : undefined
    case 'rcall':
      return node.args[0] === 'size' ? unreadPart(operandValues(node, recording)[0]) : undefined
    case '+':
    case '-':
    case '*':
    case '/':
      return notFinite(node, value)
    default:
      return undefined
  }
}

/** Of `absent || unread` the unread part is what matters: we could not look. CEL keeps whichever error came last. */
function unreadBehind(node: Node, error: unknown, recording: Recording): UnreadError | undefined {
  if (error instanceof UnreadError) return error
  if (node.op === 'rcall') return recording.lost.get(node)
  if (node.op !== '||' && node.op !== '&&') return undefined
  return operandValues(node, recording).find((value) => value instanceof UnreadError)
}

function unreadPart(value: unknown): UnreadError | undefined {
  const unread = partialOf(value)
  return unread && new UnreadError(unread)
}

function comparedPart(node: Node, recording: Recording): UnreadError | undefined {
  return operandValues(node, recording)
    .map(unreadPart)
    .find((error) => error !== undefined)
}

/** CEL says that 3 and "3" are unequal; that makes `json.n != "3"` true, which nobody means. */
function mixedKinds(node: Node, recording: Recording): Error | undefined {
  const [left, right] = operandValues(node, recording).map(kindOf)
  if (left === right || left === 'null' || right === 'null') return undefined
  return evaluationError('mixed_kinds', `${textOf(node)} compares ${left} with ${right}`, node)
}

function foreignElement(node: Node, recording: Recording): Error | undefined {
  const [value, list] = operandValues(node, recording)
  if (!Array.isArray(list) || list.length === 0 || value === null) return undefined
  const kind = kindOf(value)
  const kinds = new Set(list.map(kindOf))
  if (kinds.has(kind) || kinds.has('null')) return undefined
  return evaluationError('mixed_kinds', `${textOf(node)} looks for ${kind} in a list of ${[...kinds].join(' and ')}`, node)
}

function notFinite(node: Node, value: unknown): Error | undefined {
  if (typeof value !== 'number' || Number.isFinite(value)) return undefined
  return evaluationError('not_finite', `${textOf(node)} is not a number: a division by zero or too large`, node)
}

/** Work that the library does inside one step, so that long lists and texts use up the budget too. */
function cost(node: Node, recording: Recording): number {
  if (!COSTLY.has(node.op)) return 0
  const perText = node.op === 'rcall' && node.args[0] === 're2_matches' ? 64 : 1024
  let sum = 0
  for (const value of operandValues(node, recording)) {
    if (typeof value === 'string') sum += Math.floor(value.length / perText)
    else if (typeof value === 'object') sum += Math.floor((sizeOf(value) ?? 0) / 16)
  }
  return sum
}

const COSTLY = new Set(['==', '!=', 'in', '+', 'call', 'rcall'])

function operandValues(node: Node, recording: Recording): unknown[] {
  return operands(node).map((operand) => (operand.op === 'value' ? operand.args : recording.values.get(operand)))
}
