import type * as z from 'zod'
import type { Place, Problem } from '../core/problem.ts'
import type { Severity } from '../core/severity.ts'
import type { Path } from '../core/unread.ts'
import type { JsonSchema } from '../expression/index.ts'
import type { Look } from '../looks/model.ts'
import type { RawLook } from '../looks/schema.ts'
import type { Roots } from '../looks/scopes.ts'
import type { LookDesk } from '../looks/use-probe.ts'
import type { Fact, Included, Item } from './model.ts'
import type { PackFile } from './packs.ts'
import type { AdjustSchema } from './schema.ts'

/** What the checklist says of a named look before it is compiled. */
export interface NamedLook {
  readonly observation: JsonSchema
  readonly saved: Roots
  /** Absent when its keys are wrong; that is reported already. */
  readonly raw?: RawLook
}

/** What an include says otherwise of an item of its pack. */
export type Adjust = Omit<z.output<typeof AdjustSchema>, 'include'>

/** What an item takes from its section, parent or include when it does not say its own. */
export interface Inherited {
  readonly phase: string
  readonly severity?: Severity
}

/** All that the loaders of one checklist share. */
export interface ChecklistDesk extends LookDesk {
  /** The name under which the checklist included the pack that is loaded; absent for the checklist itself. */
  readonly prefix?: string
  /** The packs that the checklist includes, by the path that it writes. */
  readonly packs: ReadonlyMap<string, PackFile>
  /** Loads what stands in place of an item and brings those of a pack. */
  readonly include: (desk: ChecklistDesk, path: Path, value: unknown, inherited: Inherited) => Item[]
  /** Includes that were loaded, by prefix. */
  readonly included: Map<string, Included>
  /** By the names that expressions of this document use. */
  readonly named: ReadonlyMap<string, NamedLook>
  /** Of a pack: what the checklist says otherwise of its items, by their id in the pack. */
  readonly adjust: ReadonlyMap<string, Adjust>
  /** Types of what expressions may read beside the observation. */
  readonly roots: Roots
  /** Compiled facts, those of packs too. */
  readonly facts: Fact[]
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

/** What the checklist calls something that is called so in the document at hand. */
export const outside = ({ prefix }: Pick<ChecklistDesk, 'prefix'>, name: string): string =>
  prefix === undefined ? name : `${prefix}.${name}`
