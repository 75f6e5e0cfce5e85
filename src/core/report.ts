import type { Effect } from './effect.ts'
import type { Finding } from './finding.ts'
import type { Outcome, SettledBy, Unknown, Verdict } from './outcome.ts'
import type { Severity } from './severity.ts'

export const REPORT_SCHEMA = 'readiness.report/1'

/** The one result of a run; every format is a rendering of it. All times are ISO 8601 UTC, all durations milliseconds. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA
  readonly tool: { readonly name: 'readiness'; readonly version: string }
  readonly run: RunSummary
  readonly environment: EnvironmentSummary
  readonly release: ReleaseSummary
  readonly checklists: readonly ChecklistSummary[]
  /** The worst of the phases. */
  readonly verdict: Verdict
  /** Sentences that say why the verdict is what it is, most important first. */
  readonly because: readonly string[]
  readonly phases: readonly PhaseVerdict[]
  readonly ledger: Ledger
  readonly facts: readonly FactResult[]
  readonly sections: readonly SectionResult[]
  readonly looks: readonly LookResult[]
  /** Items of phases that this run did not judge. */
  readonly later: readonly { readonly id: string; readonly title: string; readonly phase: string; readonly severity: Severity }[]
  /** What `finally` could not undo; not empty is never GO. */
  readonly leftBehind: readonly string[]
  /** Sentences on items that failed or are unknown and that no rule of the gate counts or reports; absent when there are none. */
  readonly uncounted?: readonly string[]
  readonly signOff: readonly { readonly role: string; readonly refs: readonly string[] }[]
  /** Notes for the reader: warnings of the load, withheld fields, clock. */
  readonly notes: readonly string[]
}

export interface RunSummary {
  readonly id: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly durationMs: number
  /** The command line that repeats this run, without secrets. */
  readonly command: string
  /** Set when items were selected: the run cannot be signed. */
  readonly partial?: string
  /** Phases that were asked for and have none of the selected items. */
  readonly leftOut?: readonly string[]
  /** The signal or deadline that ended the run early. */
  readonly interrupted?: string
  /** Set on a replay: id and time of the recorded run. */
  readonly replayOf?: { readonly id: string; readonly startedAt: string }
}

export interface EnvironmentSummary {
  readonly name: string
  readonly origins: Readonly<Record<string, string>>
  readonly allow: readonly Effect[]
  /** What `identify` came to; absent when the environment has none. */
  readonly identified?: Identified
}

/** Whether the target proved to be the environment that it was taken for. */
export interface Identified {
  /** `different` when what it answered says otherwise, `unknown` when it could not be told. */
  readonly state: 'proven' | 'different' | 'unknown'
  /** One line: what was asked. */
  readonly asked: string
  /** Why it is not proven. */
  readonly detail?: string
}

export interface ReleaseSummary {
  /** `--release` as given. */
  readonly expected?: string
  /** What the target answered when asked first and last; absent when the environment has no `release:`. */
  readonly running?: string
  readonly state: 'confirmed' | 'observed' | 'mixed' | 'different' | 'unknown' | 'undeclared'
  readonly detail?: string
}

export interface ChecklistSummary {
  readonly id: string
  readonly title: string
  readonly source?: string
  readonly owner?: string
  readonly file: string
  /** SHA-256 of the file, hex. */
  readonly digest: string
  /** Rules of its gate; absent in reports of early versions. */
  readonly gate?: readonly RuleSummary[]
}

/** A rule of a gate, as far as the arithmetic needs it. */
export interface RuleSummary {
  readonly severity: Severity
  /** Wanted share in per cent. */
  readonly atLeast: number
  readonly reportOnly: boolean
  /** Met when no item applies. */
  readonly emptyOk: boolean
  /** Only items of these phases when given. */
  readonly phases?: readonly string[]
  /** Phases in which the checklist has items that it could count. */
  readonly speaks: readonly string[]
  readonly refs: readonly string[]
}

export interface PhaseVerdict {
  readonly phase: string
  readonly verdict: Verdict
  readonly gates: readonly GateResult[]
}

/** One rule of the gate with its arithmetic, in integers. */
export interface GateResult {
  readonly checklist: string
  readonly severity: Severity
  /** Wanted share in per cent, for example 80. */
  readonly atLeast: number
  /** Items that pass or are waived, of the applicable ones. */
  readonly met: number
  readonly applicable: number
  readonly unknown: number
  readonly state: 'met' | 'open' | 'failed' | 'empty'
  readonly reportOnly: boolean
  readonly refs: readonly string[]
  /** For people: `high 21 of 25 = 84 %, needs 80 %`. */
  readonly text: string
}

/** Everything planned is accounted for: planned = the sum of the outcomes = the sum of settledBy. */
export interface Ledger {
  readonly planned: number
  readonly outcomes: Readonly<Record<Outcome, number>>
  readonly settledBy: Readonly<Record<SettledBy, number>>
  /** Distinct looks that were made, for "61 items, 23 looks". */
  readonly looks: number
}

export interface FactResult {
  readonly name: string
  readonly text: string
  /** The value as text; absent when it is unknown. */
  readonly value?: string
  readonly unknown?: Unknown
}

export interface SectionResult {
  readonly checklist: string
  readonly title: string
  readonly items: readonly ItemResult[]
}

export interface ItemResult {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly phase: string
  readonly outcome: Outcome
  readonly settledBy: SettledBy
  /** With outcome unknown always, else never. */
  readonly unknown?: Unknown
  readonly findings: readonly Finding[]
  /** Ids of the looks it was judged on, in `Report.looks`. */
  readonly looks: readonly string[]
  readonly children: readonly ItemResult[]
  readonly attestation?: AttestationResult
  /** How an unknown item could be settled, one sentence. */
  readonly settle?: string
  /** It runs only because a selected item needs it. */
  readonly needed?: true
  readonly refs: readonly string[]
  /** Lines of the source document, for example `11-49`. */
  readonly lines?: string
  readonly tags: readonly string[]
  readonly owner?: string
  readonly due?: string
  readonly why?: string
  readonly fix?: string
  readonly links: readonly string[]
  readonly place: { readonly file: string; readonly line: number }
}

export interface AttestationResult {
  readonly role: string
  readonly person: string
  readonly evidence?: string
  readonly at: string
  /** The release that the word is for; every one when absent. */
  readonly release?: string
  readonly expires?: string
}

export interface LookResult {
  readonly id: string
  /** The probe's name, or `steps`. */
  readonly probe: string
  readonly name?: string
  readonly target?: string
  readonly effect: Effect
  /** One line: what was asked, for example `GET https://host/health`. */
  readonly summary: string
  /** A line that repeats it by hand (curl, SQL, kubectl), secrets as `$NAME`. */
  readonly repeat?: string
  readonly durationMs: number
  readonly attempts: number
  /** Further attempts that were allowed when one could not be made. */
  readonly retries: number
  /** How often `eventually` or `throughout` looked. */
  readonly polls: number
  readonly failed?: Unknown
  readonly steps: readonly StepResult[]
}

export interface StepResult {
  readonly id: string
  readonly summary: string
  readonly repeat?: string
  /** For example `200` or `3 lines`; capped and redacted. */
  readonly answer?: string
  readonly durationMs: number
  readonly failed?: Unknown
}
