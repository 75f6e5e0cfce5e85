import * as z from 'zod'
import { SETTLED_BY, OUTCOMES, VERDICTS } from '../../core/outcome.ts'
import { SEVERITIES } from '../../core/severity.ts'

export const Params = z.strictObject({
  file: z.string().min(1).describe('A recorded run or a JSON report, relative to the folder of readiness.yaml'),
})
export type Params = z.output<typeof Params>

export const RELEASE_STATES = ['confirmed', 'observed', 'mixed', 'different', 'unknown', 'undeclared'] as const

const Item = z.strictObject({
  outcome: z.enum(OUTCOMES).describe('What became of it'),
  settledBy: z.enum(SETTLED_BY).describe('By a look, an attestation or its children'),
  severity: z.enum(SEVERITIES).describe('Its weight in the gate'),
  phase: z.string().describe('The phase that it belongs to'),
})

export const Observation = z.strictObject({
  runId: z.string().describe('Id of the recorded run'),
  environmentName: z.string().describe('Environment that it looked at'),
  expectedRelease: z.string().optional().describe('What `--release` said; absent without it'),
  runningRelease: z.string().optional().describe('What the target answered; absent when it was not asked'),
  releaseState: z.enum(RELEASE_STATES).describe('Whether the release that ran is certain: `confirmed` asked for and answered'),
  verdict: z.enum(VERDICTS).describe('The worst of its phases'),
  partial: z.boolean().describe('Items were selected: not all were judged'),
  interrupted: z.boolean().describe('It was ended early'),
  replayed: z.boolean().describe('It judged a recording again instead of looking'),
  finishedAt: z.string().describe('When it ended, ISO 8601 UTC'),
  observedAt: z.string().describe('When it looked, ISO 8601 UTC: the end, or of a replay the start of the recorded run'),
  ageSeconds: z.int().describe('Seconds since it looked'),
  leftBehind: z.int().describe('How many things it could not clean up'),
  checklists: z
    .record(
      z.string(),
      z.strictObject({
        title: z.string().describe('Title of the checklist'),
        digest: z.string().describe('SHA-256 of the checklist file, hex'),
      }),
    )
    .describe('Checklists by id'),
  phases: z.record(z.string(), z.enum(VERDICTS)).describe('Verdict of each phase that it judged'),
  items: z.record(z.string(), Item).describe('Judged items by id, children included'),
  itemCount: z.int().describe('How many items it judged'),
})
export type Observation = z.output<typeof Observation>
