import type { Place, Problem } from '../core/problem.ts'
import type { JsonSchema } from '../expression/index.ts'
import type { Look } from '../looks/model.ts'
import type { RawLook } from '../looks/schema.ts'
import type { Roots } from '../looks/scopes.ts'
import type { LookDesk } from '../looks/use-probe.ts'
import type { Item } from './model.ts'

/** What the checklist says of a named look before it is compiled. */
export interface NamedLook {
  readonly observation: JsonSchema
  readonly saved: Roots
  /** Absent when its keys are wrong; that is reported already. */
  readonly raw?: RawLook
}

/** All that the loaders of one checklist share. */
export interface ChecklistDesk extends LookDesk {
  readonly named: ReadonlyMap<string, NamedLook>
  /** Facts that rest on something observed, not on parameters alone. */
  readonly observedFacts: ReadonlySet<string>
  /** Compiled looks, those of items too. */
  readonly looks: Map<string, Look>
  /** Loaded items, children too. */
  readonly items: Map<string, Item>
  /** Every id that the checklist gives, also of items that could not be loaded. */
  readonly ids: Map<string, Place>
  report(problem: Problem): void
}
