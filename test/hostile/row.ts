import type { ChildProcess } from 'node:child_process'
import type { Outcome } from '../../src/core/outcome.ts'
import type { Report } from '../../src/core/report.ts'
import type { UnknownReason } from '../../src/core/unread.ts'
import type { TestServer } from '../support/server.ts'

/** What a row works with: a folder, a secret that no output may show, a healthy server, and the end of it all. */
export interface Stage {
  readonly folder: string
  /** Sent as bearer token with every request of the environment. */
  readonly canary: string
  readonly good: TestServer
  /** Runs when the row is over, last one first. */
  readonly atEnd: (close: () => unknown) => void
}

/** How the command line is started when not plainly with pipes. */
export interface Launch {
  /** Words of `sh -c`; `"$@"` stands for the command line. */
  readonly shell?: string
  /** `full` is /dev/full; `head` goes away after the first bytes. */
  readonly stdout?: 'full' | 'head'
  /** Runs beside the process, for signals. */
  readonly beside?: (child: ChildProcess) => Promise<void>
}

/** The files and flags of one run. Either an item under test beside a healthy one, or a whole checklist or configuration. */
export interface Setup {
  /** YAML of the item under test: its look and expectations. */
  readonly item?: string
  /** Origin that is looked at; default a healthy one. */
  readonly origin?: string
  /** YAML lines of the environment beside origins, secret and identity. */
  readonly environment?: string
  /** More entries of `secrets:` in flow form. */
  readonly secrets?: string
  /** Replaces checklist.yaml. */
  readonly checklist?: string | Uint8Array
  /** Replaces readiness.yaml. */
  readonly config?: string | Uint8Array
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly launch?: Launch
  /** Deadline of the look under test; default one second. */
  readonly deadlineMs?: number
  /** What else must hold; each entry is a complaint. */
  readonly verify?: (run: Run) => readonly (string | false | undefined)[]
}

export interface Expect {
  /** Exact exit status. */
  readonly status: number
  readonly outcome?: Outcome
  readonly reason?: UnknownReason
  /** In the item's own words (unknown or findings); without an item in what stderr says. */
  readonly says: RegExp
  /** The run ends before it judges or delivers: no reports are wanted. */
  readonly reports?: false
  /** A refusal that no line of a file is to blame for. */
  readonly place?: false
  /** The fault is about the whole run, so the healthy item need not pass. */
  readonly healthy?: false
}

/** One hostile input or target. Rows with the same id are variants of one fault of the catalogue. */
export interface Row {
  readonly id: string
  readonly title: string
  readonly setup: (stage: Stage) => Setup | Promise<Setup>
  readonly expect: Expect
}

/** What came of one run, seen from outside. */
export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly wallMs: number
  /** Peak resident memory of the command line, MiB. */
  readonly rssMiB: number
  readonly report?: Report
  readonly junit?: string
  /** Everything that was written: streams and files. */
  readonly outputs: Readonly<Record<string, string>>
}

/** The look could not be made or judged: the run is UNDETERMINED. */
export const unknown = (reason: UnknownReason, says: RegExp): Expect => ({ status: 3, outcome: 'unknown', reason, says })
/** It was seen, and it is wrong: NO-GO. */
export const fails = (says: RegExp): Expect => ({ status: 1, outcome: 'fail', says })
/** The fault does no harm: what was seen is right. */
export const harmless: Expect = { status: 0, outcome: 'pass', says: /./ }
/** Refused before anything is looked at; `says` is met by stderr, which also has to name the place. */
export const refused = (says: RegExp): Expect => ({ status: 2, says, reports: false })
