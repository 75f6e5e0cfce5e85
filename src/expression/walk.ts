import type { Path } from '../core/unread.ts'
import { nearest } from '../core/nearest.ts'
import { STAND_INS, giveHeaders, intoField, isLoop, operands, textOf } from './ast.ts'
import type { Node } from './ast.ts'
import { regex } from './functions/matches.ts'
import { problemAt } from './problem.ts'
import type { ExpressionProblem } from './problem.ts'
import { literalsOf, schemaAt } from './schema.ts'
import type { JsonSchema } from './schema.ts'
import type { Scope } from './scope.ts'
import { NOWHERE, computedFrom, elementOf, pathText, trailOf } from './trail.ts'
import type { Trail } from './trail.ts'

/** What a node is to the loops around it. */
export interface Role {
  /** It is what a loop ranges over, worth a note when it was observed and is empty: the text of that note. */
  readonly range?: string
  /** It is run once an element of this loop; of `all` the element that decided is kept for the explanation. */
  readonly bodyOf?: { readonly loop: Node; readonly decides: boolean }
}

/** What one walk over the tree finds out. The tree itself is changed: names are marked, stand-ins put in. */
export interface Walk {
  readonly nodes: readonly Node[]
  readonly roles: ReadonlyMap<Node, Role>
  readonly reads: readonly Path[]
  /** Where the value of a node stands, for nodes that are a place in what was observed. */
  readonly paths: ReadonlyMap<Node, Path>
  /** Mistakes that the type check does not see. */
  readonly problems: readonly ExpressionProblem[]
}

type Locals = ReadonlyMap<string, Trail>
type Variables = Readonly<Record<string, JsonSchema>>

/** Walks the tree as written; what the macros expand to shares these very nodes, so nothing of it needs to be known. */
export function walk(root: Node, { variables, declared }: Pick<Scope, 'variables' | 'declared'>): Walk {
  const nodes: Node[] = []
  const roles = new Map<Node, Role>()
  const reads = new Map<string, Path>()
  const paths = new Map<Node, Path>()
  const problems: ExpressionProblem[] = []

  const read = (trail: Trail): Trail => {
    if (trail.path) reads.set(JSON.stringify(trail.path), trail.path)
    return trail
  }
  const visitAll = (list: readonly Node[], locals: Locals): Trail => computedFrom(list.map((node) => visit(node, locals)))
  /** `within` leaves the read to the access around it, so that `json.a.b` reads that path and not `json` too. */
  const visit = (node: Node, locals: Locals, within = false): Trail => {
    nodes.push(node)
    const trail = follow(node, locals)
    if (trail.path) paths.set(node, trail.path)
    return within ? trail : read(trail)
  }
  const follow = (node: Node, locals: Locals): Trail => {
    switch (node.op) {
      case 'value':
        return NOWHERE
      case 'id':
        return name(node, locals)
      case '.':
        return below(visit(node.args[0], locals, true), node.args[1])
      case '[]':
        return index(node.args, locals)
      case 'call':
        return call(node, locals)
      case 'rcall':
        return method(node, locals)
      case '==':
      case '!=':
      case 'in':
        return comparison(node, locals)
      default:
        return visitAll(operands(node), locals)
    }
  }
  const name = (node: Node & { op: 'id' }, locals: Locals): Trail => {
    const local = locals.get(node.args)
    if (local) return local
    const variable = declared.get(node.args)?.variable
    if (variable === undefined) return NOWHERE
    const path = [node.args]
    node.args = variable
    return trailOf(variables, path)
  }
  const below = (of: Trail, key: string): Trail =>
    of.path ? trailOf(variables, [...of.path, key]) : { observed: of.observed, findings: false }
  const index = ([of, key]: readonly Node[], locals: Locals): Trail => {
    const trail = of ? visit(of, locals, true) : NOWHERE
    if (key) visit(key, locals)
    return key?.op === 'value' && typeof key.args === 'string' ? below(trail, key.args) : elementOf(variables, trail)
  }
  const comparison = (node: Node, locals: Locals): Trail => {
    const sides = operands(node)
    const trails = sides.map((side) => visit(side, locals))
    const [left, right] = sides
    if (left && right) problems.push(...unknownLiterals(variables, node, [left, right], trails))
    return computedFrom(trails)
  }
  const call = (node: Node & { op: 'call' }, locals: Locals): Trail => {
    const [called, args] = node.args
    const [first] = args
    if (called === 'has' && first?.op === 'id' && !locals.has(first.args) && declared.has(first.args)) {
      const trail = read(trailOf(variables, [first.args]))
      intoField(first)
      return trail
    }
    if (called === 'header') {
      giveHeaders(node, declared.get('headers')?.variable)
      read(trailOf(variables, headerPath(['headers'], first)))
    }
    if (called === 'timestamp') node.args[0] = STAND_INS.timestamp
    return visitAll(args, locals)
  }
  const method = (node: Node & { op: 'rcall' }, locals: Locals): Trail => {
    const [called, receiver, args] = node.args
    const [first, second, third] = args
    if (called === 'bind' && receiver.op === 'id' && receiver.args === 'cel' && first?.op === 'id' && second && third) {
      return visit(third, new Map(locals).set(first.args, visit(second, locals)))
    }
    if (isLoop(node) && first?.op === 'id') return loop(node, first.args, locals)
    if (called === 'header') {
      const of = visit(receiver, locals, true)
      if (of.path) read({ ...of, path: headerPath([...of.path, 'headers'], first) })
      return computedFrom([of, visitAll(args, locals)])
    }
    if (called === 'matches' && args.length === 1) {
      node.args[0] = STAND_INS.matches
      problems.push(...brokenRegex(first))
    }
    if (called === 'getDayOfYear' || (ZONED.test(called) && args.length > 0)) problems.push(zonedProblem(node))
    return visitAll([receiver, ...args], locals)
  }
  const loop = (node: Node & { op: 'rcall' }, variable: string, locals: Locals): Trail => {
    const [called, receiver, [, ...bodies]] = node.args
    const range = visit(receiver, locals, true)
    const inner = new Map(locals).set(variable, elementOf(variables, range))
    const trails = bodies.map((body) => visit(body, inner))
    if (![...reads.values()].some((path) => startsWith(path, range.path))) read(range)
    if (range.observed && !range.findings) {
      roles.set(receiver, { ...roles.get(receiver), range: `${range.path ? pathText(range.path) : receiverText(receiver)}.${called}()` })
    }
    for (const body of bodies) roles.set(body, { ...roles.get(body), bodyOf: { loop: node, decides: called === 'all' } })
    if (called === 'filter') return range
    const last = trails.at(-1)
    return called === 'map' && last ? { ...computedFrom([range]), element: last } : computedFrom([range, ...trails])
  }

  visit(root, new Map())
  return { nodes, roles, reads: [...reads.values()], paths, problems }
}

function receiverText(node: Node): string {
  return ['call', 'rcall', 'list', 'id'].includes(node.op) ? textOf(node) : `(${textOf(node)})`
}

function startsWith(path: Path, start: Path | undefined): boolean {
  return start !== undefined && start.every((key, index) => path[index] === key)
}

function headerPath(headers: Path, name: Node | undefined): Path {
  return name?.op === 'value' ? [...headers, String(name.args).toLowerCase()] : headers
}

function brokenRegex(pattern: Node | undefined): ExpressionProblem[] {
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string') return []
  try {
    regex(pattern.args)
    return []
  } catch (error) {
    return [problemAt(pattern, 'invalid_regex', error instanceof Error ? error.message : String(error))]
  }
}

const ZONED = /^get(Date|DayOfMonth|DayOfWeek|FullYear|Hours|Milliseconds|Minutes|Month|Seconds)$/

/** The library computes these through the time zone of the machine that judges. */
function zonedProblem(node: Node & { op: 'rcall' }): ExpressionProblem {
  const [called, receiver] = node.args
  const start = node.input.indexOf(called, receiver.end)
  return problemAt(
    { start, end: start + called.length },
    'machine_zone',
    `${called}() depends on the machine here`,
    'use UTC, as in now.getHours(), and durations',
  )
}

/** `framing == 'dney'` would never hold and `!=` always, without a word from the type check: enums are plain strings there. */
function unknownLiterals(variables: Variables, node: Node, [left, right]: [Node, Node], trails: readonly Trail[]): ExpressionProblem[] {
  const [leftTrail, rightTrail] = trails
  const subject = left.op === 'value' ? rightTrail : leftTrail
  const other = left.op === 'value' ? left : right
  const path = node.op === 'in' ? leftTrail?.path : subject?.path
  const schema = path && schemaAt(variables, path)
  const allowed = schema && literalsOf(schema)
  if (!path || !allowed?.some((value) => typeof value === 'string')) return []
  const candidates = node.op === 'in' ? listItems(right) : [other]
  return candidates.flatMap((literal) => {
    if (literal.op !== 'value' || typeof literal.args !== 'string' || allowed.includes(literal.args)) return []
    const near = nearest(literal.args, allowed.map(String))
    const message = `${pathText(path)} is never ${JSON.stringify(literal.args)}, only ${allowed.map((one) => JSON.stringify(one)).join(', ')}`
    return [problemAt(literal, 'unknown_literal', message, near && `did you mean ${JSON.stringify(near)}?`)]
  })
}

function listItems(node: Node): readonly Node[] {
  return node.op === 'list' ? node.args : []
}
