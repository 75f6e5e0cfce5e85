import type { Listener } from '../core/event.ts'
import type { Unknown } from '../core/outcome.ts'
import type { KnownRelease } from '../core/release.ts'
import type { LookResult } from '../core/report.ts'
import type { Unread } from '../core/unread.ts'
import type { Checklist, Item } from '../checklist/model.ts'
import type { Environment } from '../config/model.ts'
import type { Word } from '../judge/attestation.ts'
import type { Secret } from '../redaction/secret.ts'

/** What one look came to, redacted: what was seen, or why nothing was. */
export interface Looked {
  readonly result: LookResult
  readonly seen?: Sight
  readonly failed?: Unknown
  /** What `finally` could not undo, one sentence each. */
  readonly leftBehind: readonly string[]
  /** Names of secrets too short to be searched for that this look used: its values are not shown. */
  readonly withheld: readonly string[]
}

export interface Sight {
  readonly observation: Readonly<Record<string, unknown>>
  readonly unread: readonly Unread[]
  /** Values saved on the way: public ones as they are, others as `Secret`. */
  readonly saved: Readonly<Record<string, unknown>>
  /** Steps that were never sent, with the reason: `intent answered 503`. */
  readonly notReached: readonly { readonly step: string; readonly why: string }[]
  /** Our own identity was refused: a sentence that names it. */
  readonly refusedIdentity?: string
  /** What answers with another status than 2xx said, by step; see `answersSaid`. */
  readonly said?: Readonly<Record<string, string>>
}

/** Where looks come from: the live target, or a recording. */
export interface LookSource {
  /** The look of that id, made at most once a run. */
  look(checklist: Checklist, id: string): Promise<Looked>
  /** The same look made again and again for one item until the consumer stops or time is over. */
  polls(checklist: Checklist, item: Item): AsyncIterable<Looked>
}

/** Everything chosen and bound; nothing has been sent. */
export interface Plan {
  readonly environment: Environment
  readonly baseDir: string
  readonly phases: readonly string[]
  readonly checklists: readonly BoundChecklist[]
  readonly partial?: string
  /** Phases that were asked for and have no selected item; of partial runs only. */
  readonly leftOut?: readonly string[]
}

export interface BoundChecklist {
  readonly checklist: Checklist
  /** Values of every declared parameter. */
  readonly params: Readonly<Record<string, unknown>>
  /** Items of sections that this run judges, in document order. */
  readonly selected: ReadonlySet<string>
  /** Items that run only because a selected one needs them. */
  readonly needed: ReadonlySet<string>
}

export interface RunInfo {
  readonly id: string
  readonly startedAt: Date
  readonly version: string
  readonly command: string
  readonly release?: string
}

export interface Secrets {
  readonly values: ReadonlyMap<string, Secret>
  readonly missing: ReadonlyMap<string, Unknown>
}

/** A person's word on an item in a run of this release, looked up in the attestations. */
export type WordOf = (checklist: Checklist, item: Item, release: KnownRelease) => Word

export interface Options {
  readonly concurrency: number
  /** Whole run, milliseconds. */
  readonly deadlineMs?: number
  readonly allowExec: boolean
  readonly listen: Listener
}
