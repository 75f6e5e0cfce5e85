import type { ParamType } from '../core/param-type.ts'
import type { Place } from '../core/problem.ts'
import type { Severity } from '../core/severity.ts'
import type { Expectation, Expr, Late, Look, TemplateTree } from '../looks/model.ts'

/** A loaded checklist: everything compiled, every reference resolved. */
export interface Checklist {
  readonly id: string
  readonly title: string
  readonly source?: string
  readonly owner?: string
  readonly file: string
  /** The file's text, for recordings, and its SHA-256 in hex. */
  readonly text: string
  readonly digest: string
  readonly gate: readonly GateRule[]
  readonly signOff: readonly SignOffRole[]
  readonly params: readonly Param[]
  readonly looks: ReadonlyMap<string, Look>
  /** In an order in which each reads only earlier ones. */
  readonly facts: readonly Fact[]
  readonly sections: readonly Section[]
  /** Every item by id, children included. */
  readonly items: ReadonlyMap<string, Item>
  /** Packs that it includes, by prefix; their items, looks and facts stand among the others with the prefix and a dot. */
  readonly included: ReadonlyMap<string, Included>
  /** The packs' files, for recordings. */
  readonly packs: readonly { readonly path: string; readonly file: string; readonly text: string }[]
}

/** One use of a pack. */
export interface Included {
  readonly params: readonly Param[]
  /** Values for them, over the parameters of the checklist. */
  readonly with: ReadonlyMap<string, TemplateTree>
  readonly place: Place
}

export interface GateRule {
  readonly severity: Severity
  /** Per cent, 0 to 100. */
  readonly atLeast: number
  readonly reportOnly: boolean
  readonly emptyOk: boolean
  /** Only items of these phases when given. */
  readonly phases?: readonly string[]
  readonly refs: readonly string[]
  readonly place: Place
}

export interface SignOffRole {
  readonly role: string
  readonly refs: readonly string[]
}

export interface Param {
  readonly name: string
  readonly type: ParamType
  readonly default?: unknown
  readonly description: string
  readonly place: Place
}

export interface Fact {
  readonly name: string
  readonly value: Expr
}

export interface Section {
  readonly title: string
  readonly items: readonly Item[]
}

export interface Item {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly phase: string
  readonly refs: readonly string[]
  readonly lines?: string
  readonly tags: readonly string[]
  readonly due?: string
  readonly owner?: string
  readonly why?: string
  readonly fix?: string
  readonly links: readonly string[]
  readonly waivable: boolean
  readonly when?: Expr
  readonly needs: readonly string[]
  readonly body: ItemBody
  readonly enough: readonly Expectation[]
  readonly expect: readonly Expectation[]
  readonly warn: readonly Expectation[]
  readonly attest?: Attest
  readonly eventuallyMs?: number
  readonly throughoutMs?: number
  readonly late?: readonly Late[]
  /** SHA-256 over title and expectations, 16 hex digits: an attestation lapses when it changes. */
  readonly digest: string
  readonly place: Place
}

export type ItemBody =
  /** Its observation stands at the top level of the expectations; the id is a key of `Checklist.looks`. */
  | { readonly kind: 'look'; readonly look: string }
  /** Expectations over named looks and facts alone. */
  | { readonly kind: 'facts' }
  | { readonly kind: 'children'; readonly mode: 'any' | 'all'; readonly children: readonly Child[] }
  | { readonly kind: 'attest' }

/** A child written in place, or another item by its id. */
export type Child = { readonly kind: 'item'; readonly item: Item } | { readonly kind: 'ref'; readonly id: string }

export interface Attest {
  readonly role: string
  readonly evidence: 'required' | 'optional'
  /** How long a word holds, milliseconds. */
  readonly validMs?: number
}
