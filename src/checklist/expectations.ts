import type { Path } from '../core/unread.ts'
import { complain } from '../looks/desk.ts'
import { loadExpectations as loadList, loadExpr } from '../looks/exprs.ts'
import type { Expectation, Expr } from '../looks/model.ts'
import { fieldsOf } from '../looks/scopes.ts'
import type { Body } from './body.ts'
import type { ChecklistDesk } from './desk.ts'
import type { RawItem } from './schema.ts'

/** The compiled expressions of an item. */
export interface Expectations {
  readonly when?: Expr
  readonly enough: readonly Expectation[]
  readonly expect: readonly Expectation[]
  readonly warn: readonly Expectation[]
}

const ALWAYS_OBSERVED = ['looks', 'facts', 'release']

/** Compiles `when` against the roots alone, the others against the observation too; each of these must read something observed. */
export function loadExpectations(desk: ChecklistDesk, raw: RawItem, body: Body, path: Path): Expectations {
  const fields = Object.keys(fieldsOf(body.observation ?? {}))
  const observed = [...fields, ...ALWAYS_OBSERVED, ...(body.saved ? ['saved'] : [])]
  const scope = desk.scopes.expression(body.observation, body.saved)
  const load = (role: 'enough' | 'expect' | 'warn'): Expectation[] => {
    if (raw[role] === undefined) return []
    const exprs = loadList(desk, scope, [...path, role], raw[role], { kind: 'bool', observed })
    for (const expr of exprs) refuseUnobservedFacts(desk, expr, observed)
    return exprs
  }
  const when = raw.when === undefined ? undefined : loadWhen(desk, raw.when, [...path, 'when'])
  return { enough: load('enough'), expect: load('expect'), warn: load('warn'), ...(when && { when }) }
}

function loadWhen(desk: ChecklistDesk, value: unknown, path: Path): Expr | undefined {
  const expr = loadExpr(desk, desk.scopes.expression(), path, value, { kind: 'bool' })
  if (expr && expr.program.reads.length === 0)
    complain(desk, path, 'constant-condition', 'this condition is the same whatever happens', 'remove it, or ask a parameter or a fact')
  return expr
}

/** A fact over parameters alone is not observed, and an expectation must read more than that. */
function refuseUnobservedFacts(desk: ChecklistDesk, { program, place }: Expr, observed: readonly string[]): void {
  const reads = program.reads.filter(([root]) => observed.includes(String(root)))
  const onlyFacts = reads.every(([root, name]) => root === 'facts' && name !== undefined && !desk.observedFacts.has(String(name)))
  if (onlyFacts)
    desk.report({
      code: 'reads-nothing',
      level: 'error',
      message: 'this reads facts over parameters alone, nothing that was observed',
      place,
    })
}
