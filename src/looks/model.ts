import type { Effect } from '../core/effect.ts'
import type { Place } from '../core/problem.ts'
import type { Program, Template } from '../expression/index.ts'

/** A compiled expression and where it stands. */
export interface Expr {
  readonly program: Program
  readonly place: Place
}

/** A compiled expectation: what reports say in its place, and what they show as seen. */
export interface Expectation extends Expr {
  readonly message?: string
  readonly show?: readonly Shown[]
}

export interface Shown extends Expr {
  readonly label: string
}

/** YAML data in which any string may hold `${...}`. */
export type TemplateTree =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'template'; readonly template: Template; readonly place: Place }
  | { readonly kind: 'list'; readonly items: readonly TemplateTree[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, TemplateTree])[] }

/** Keys of a look, step or item that hold a duration. */
export type LateTime = 'timeout' | 'within' | 'wait' | 'spacing' | 'eventually' | 'throughout'

/** A text over `params` in place of a plain value. It is completed where a checklist is bound, before anything is sent; no look is made that still has one. */
export type Late =
  | { readonly kind: 'time'; readonly key: LateTime; readonly value: TemplateTree; readonly place: Place }
  | { readonly kind: 'target'; readonly value: TemplateTree; readonly place: Place }
  /** A label of `touches`. */
  | { readonly kind: 'label'; readonly used: number | 'all'; readonly value: TemplateTree; readonly place: Place }

/** How much of a limit a look uses: a number of uses, or all of it for a look that measures the limit. */
export type Touches = Readonly<Record<string, number | 'all'>>

/** Where a look or step writes the names of an environment that it uses. */
export interface NamePlaces {
  readonly as?: Place
  readonly target?: Place
  readonly touches?: Place
}

/** One use of a probe. */
export interface ProbeLook {
  readonly kind: 'probe'
  /** Key in the checklist's looks: the author's name, or `item:<id>` for a look written in an item. */
  readonly id: string
  readonly named: boolean
  readonly probe: string
  readonly with: TemplateTree
  readonly target?: string
  readonly as?: string
  readonly effect: Effect
  readonly touches: Touches
  /** Per attempt; the probe's default when absent. */
  readonly timeoutMs?: number
  readonly retry: number
  readonly late?: readonly Late[]
  readonly names?: NamePlaces
  readonly place: Place
}

/** A sequence of steps with its clean-up. */
export interface StepsLook {
  readonly kind: 'steps'
  readonly id: string
  readonly named: boolean
  readonly effect: Effect
  readonly touches: Touches
  readonly steps: readonly Step[]
  readonly finally: readonly Step[]
  readonly late?: readonly Late[]
  readonly names?: NamePlaces
  readonly place: Place
}

export type Look = ProbeLook | StepsLook

export interface Step {
  readonly id: string
  readonly probe: string
  readonly with: TemplateTree
  readonly target?: string
  readonly as?: string
  /** That of the look, unless the step by itself is a read. */
  readonly effect: Effect
  /** Cookies of this identity are kept between steps of the same jar name. */
  readonly jar?: string
  readonly save: readonly Save[]
  /** Sent at the same moment; `steps.<id>` is a list. */
  readonly copies?: number
  /** Sent one after the other, `spacingMs` apart; `steps.<id>` is a list. */
  readonly times?: number
  readonly spacingMs: number
  /** Once per named row; `steps.<id>.<row>` is the observation, `${each.x}` the row's value. */
  readonly each?: readonly (readonly [string, TemplateTree])[]
  /** Looks again until this holds, for at most `withinMs`. */
  readonly until?: Expr
  readonly withinMs: number
  /** Waits before it is sent. */
  readonly waitMs: number
  readonly timeoutMs?: number
  readonly late?: readonly Late[]
  readonly names?: NamePlaces
  readonly place: Place
}

export interface Save {
  readonly name: string
  readonly value: Expr
  /** A saved value is secret unless it says otherwise. */
  readonly public: boolean
}
