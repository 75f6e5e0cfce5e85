import type * as z from 'zod'
import type { Effect } from '../core/effect.ts'
import type { Unread } from '../core/unread.ts'
import type { CommandRunner } from '../io/command-types.ts'
import type { HeaderList, HttpClient } from '../io/http/types.ts'

/** What one look saw: plain JSON data of the probe's shape, and the parts of it that could not be read. */
export interface Seen<Observation = unknown> {
  readonly observation: Observation
  readonly unread?: readonly Unread[]
  /** The answer in a few words for the report: `200`, `3 lines`, `PostgreSQL 15.18`. Never a judgement. */
  readonly answer?: string
}

/** Everything a look may use; a probe touches no other way out. */
export interface ProbeContext<Target = unknown> {
  /** The chosen target, parsed by the probe's own schema; secrets in it are `Secret`. */
  readonly target: Target
  /** The chosen origin without trailing slash; only for probes whose target is an origin. */
  readonly origin?: string
  readonly http: HttpClient
  readonly commands: CommandRunner
  /** Whether programs that the author names may run (`--allow-exec`). */
  readonly allowExec: boolean
  /** PEM texts of the environment's private CA. */
  readonly ca?: string
  /** The folder of readiness.yaml: relative paths start here. */
  readonly baseDir: string
  /** Aborted at the look's deadline and on Ctrl-C; register what must be destroyed then. */
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly now: () => Date
  readonly run: { readonly id: string; readonly startedAt: Date }
  /** Makes a value found on the way a secret: it is masked in everything from here on. */
  readonly learn: (value: string, name: string) => void
}

export type Observe<Params, Observation, Target> = (params: Params, context: ProbeContext<Target>) => Promise<Seen<Observation>>

/** What a look would do, told without doing it; secrets in params are shown as `$NAME`. */
export interface Description {
  /** One line: `GET https://host/health`, `select ...`, `kubectl get deployments`. */
  readonly summary: string
  /** A line that repeats it by hand: curl, SQL, kubectl. */
  readonly repeat?: string
}

/** Where a look goes, and as whom. */
export interface Where<Target = unknown> {
  readonly origin?: string
  readonly target?: string
  /** What the entry of the target says, parsed by the probe's own schema; absent where nothing is looked at. */
  readonly settings?: Target
  /** Headers of the identity, for a probe whose target is an origin. */
  readonly identity?: HeaderList
  /** `url` of the target, where it has one, and the headers of its own. */
  readonly address?: HeaderList[number][1]
  readonly headers?: HeaderList
  /** Whether cookies of earlier steps are sent with a request to a URL. */
  readonly hasCookies?: (url: URL) => boolean
  /** The private CA of the environment, a path as its author wrote it. */
  readonly caFile?: string
  /** What it does to the target; absent for a read. */
  readonly effect?: Exclude<Effect, 'read'>
  /** How many of it a step sends: at the same moment, or one after the other. */
  readonly again?: { readonly times: number; readonly atOnce: boolean }
  /** What was sent before it and is no part of the line, in words. */
  readonly after?: readonly string[]
}

export interface TargetOf<Target> {
  /** The `kind` of entries in `targets:`; `origin` means the entries of `origins:`. */
  readonly kind: string
  /** Everything an entry may say beside `kind`; with kind `origin` unused. */
  readonly schema: z.ZodType<Target>
  /** Without a target the look is unknown: unconfigured. */
  readonly required: boolean
}

/** The manifest of a probe: data and lazy code (design section 5). */
export interface Probe<Params = unknown, Observation = unknown, Target = unknown> {
  readonly name: string
  /** One sentence: what it looks at. */
  readonly summary: string
  readonly params: z.ZodType<Params>
  readonly observation: z.ZodType<Observation>
  readonly target?: TargetOf<Target>
  /** Per attempt, milliseconds. */
  readonly timeoutMs: number
  /** `declare` when a look with these raw parameters must say its effect in the checklist, else it is a read. */
  readonly effect: (raw: Readonly<Record<string, unknown>>) => 'read' | 'declare'
  readonly describe: (params: Params, where: Where<Target>) => Description
  /** At least two, each a whole item in YAML that `validate` accepts. */
  readonly examples: readonly { readonly title: string; readonly yaml: string }[]
  readonly load: () => Promise<Observe<Params, Observation, Target>>
}

/** Keeps the types of one probe in step and forgets them at the border of the registry. */
export function defineProbe<Params, Observation, Target = undefined>(probe: Probe<Params, Observation, Target>): Probe {
  return probe as unknown as Probe
}
