import type { Effect } from '../core/effect.ts'
import type { Place, Problem } from '../core/problem.ts'
import type { Expectation, Expr, ProbeLook, TemplateTree } from '../looks/model.ts'

/** readiness.yaml, loaded; secrets are not resolved yet. */
export interface Config {
  readonly file: string
  /** Its folder: relative paths start here. */
  readonly baseDir: string
  /** Checklist files, absolute. */
  readonly checklists: readonly string[]
  readonly environments: ReadonlyMap<string, Environment>
  /** Environments in which a `${env.NAME}` has no value, with the problems; they cannot be chosen, the others can. */
  readonly unset: ReadonlyMap<string, readonly Problem[]>
  /** Every environment, those that cannot be chosen too: for the names that they declare, never to be looked at. */
  readonly declared: readonly Environment[]
}

export interface Environment {
  readonly name: string
  /** Name to origin (scheme, host, port); the first is the default. `${env.X}` is resolved. */
  readonly origins: ReadonlyMap<string, string>
  readonly release?: { readonly look: ProbeLook; readonly value: Expr }
  readonly identify?: { readonly look: ProbeLook; readonly expect: readonly Expectation[] }
  readonly phases: readonly string[]
  /** Where each of them is written; absent for the default. */
  readonly phasePlaces?: readonly Place[]
  readonly allow: readonly Effect[]
  readonly params: ReadonlyMap<string, unknown>
  readonly secrets: ReadonlyMap<string, SecretSource>
  /** Headers by identity; the first is the default identity. */
  readonly identities: ReadonlyMap<string, Identity>
  readonly targets: ReadonlyMap<string, Target>
  readonly limits: ReadonlyMap<string, Limit>
  /** Absolute path of a PEM file with the private CA. */
  readonly caFile?: string
  /** The same path as written, relative to the folder of readiness.yaml. */
  readonly caGiven?: string
  readonly place: Place
}

export type SecretSource =
  | { readonly kind: 'env'; readonly variable: string; readonly place: Place }
  /** `given` is the path as written, relative to the folder of readiness.yaml. */
  | { readonly kind: 'file'; readonly file: string; readonly given?: string; readonly place: Place }
  | { readonly kind: 'command'; readonly argv: readonly string[]; readonly place: Place }

/** `bearer`, `basic` and free headers, as templates over secrets. */
export interface Identity {
  readonly headers: readonly (readonly [string, TemplateTree])[]
  readonly basic?: { readonly user: TemplateTree; readonly password: TemplateTree }
}

export interface Target {
  readonly kind: string
  /** Everything beside `kind`, as templates; parsed by the probe's target schema after resolution. */
  readonly with: TemplateTree
  readonly place: Place
}

export interface Limit {
  readonly max: number
  readonly perMs: number
}
