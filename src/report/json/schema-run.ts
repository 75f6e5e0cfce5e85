import * as z from 'zod'
import { EFFECTS } from '../../core/effect.ts'
import { OUTCOMES, SETTLED_BY, VERDICTS } from '../../core/outcome.ts'
import { SEVERITIES } from '../../core/severity.ts'
import { instant, text, unknownSchema } from './schema-parts.ts'

export const runSchema = z
  .strictObject({
    id: text('Id of the run, sent with every request'),
    startedAt: instant('ISO 8601 UTC'),
    finishedAt: instant('ISO 8601 UTC'),
    durationMs: z.number().describe('Duration in milliseconds'),
    command: text('The command line that repeats the run, without secrets'),
    partial: z.exactOptional(text('How items were selected; such a run cannot be signed')),
    interrupted: z.exactOptional(text('What ended the run early')),
    leftOut: z.exactOptional(z.array(text('Name of the phase')).describe('Phases that were asked for and have none of the selected items')),
    replayOf: z.exactOptional(
      z.strictObject({ id: text('Id of the recorded run'), startedAt: instant('ISO 8601 UTC') }).describe('Set on a replay'),
    ),
  })
  .describe('The run')

export const environmentSchema = z
  .strictObject({
    name: text('Name of the environment'),
    origins: z.record(z.string(), z.string()).describe('Origins by name, the first is the default'),
    allow: z.array(z.enum(EFFECTS)).describe('Effects that the environment allows'),
    identified: z.exactOptional(
      z
        .strictObject({
          state: z.enum(['proven', 'different', 'unknown']).describe('Whether what `identify` expects holds; a GO needs `proven`'),
          asked: text('What was asked, one line'),
          detail: z.exactOptional(text('Why it is not proven')),
        })
        .describe('Whether the target proved to be this environment; absent without `identify`'),
    ),
  })
  .describe('What was judged')

export const releaseSchema = z
  .strictObject({
    expected: z.exactOptional(text('The release as given on the command line')),
    running: z.exactOptional(text('What the target answered')),
    state: z.enum(['confirmed', 'observed', 'mixed', 'different', 'unknown', 'undeclared']).describe('How the two agree'),
    detail: z.exactOptional(text('One sentence more')),
  })
  .describe('The release that was judged')

const ruleSchema = z
  .strictObject({
    severity: z.enum(SEVERITIES).describe('Severity that it counts'),
    atLeast: z.number().describe('Wanted share in per cent'),
    reportOnly: z.boolean().describe('It is shown and does not decide'),
    emptyOk: z.boolean().describe('It is met when no item applies'),
    phases: z.exactOptional(z.array(text('Name of the phase')).describe('Phases that it is limited to')),
    speaks: z.array(text('Name of the phase')).describe('Phases in which the checklist has items that it could count'),
    refs: z.array(text('Requirement')).describe('Requirements that it settles'),
  })
  .describe('One rule of the gate')

export const checklistSchema = z
  .strictObject({
    id: text('Id'),
    title: text('Title'),
    source: z.exactOptional(text('The document it came from')),
    owner: z.exactOptional(text('Who is answerable')),
    file: text('File'),
    digest: text('SHA-256 of the file, hex'),
    gate: z.exactOptional(z.array(ruleSchema).describe('Rules of its gate')),
  })
  .describe('A checklist that was judged by')

const gateSchema = z
  .strictObject({
    checklist: text('Id of the checklist'),
    severity: z.enum(SEVERITIES).describe('Severity that it counts'),
    atLeast: z.number().describe('Wanted share in per cent'),
    met: z.int().describe('Items that pass or are waived'),
    applicable: z.int().describe('Items that apply'),
    unknown: z.int().describe('Items that are unknown'),
    state: z
      .enum(['met', 'open', 'failed', 'empty'])
      .describe('`open`: unknown items could still decide it; `empty`: no item applies, which is not met'),
    reportOnly: z.boolean().describe('It is shown and does not decide'),
    refs: z.array(text('Requirement')).describe('Requirements that it settles'),
    text: text('The arithmetic for people'),
  })
  .describe('One rule of the gate')

export const phaseSchema = z
  .strictObject({
    phase: text('Name of the phase'),
    verdict: z.enum(VERDICTS).describe('Verdict for this phase'),
    gates: z.array(gateSchema).describe('Its gates with their arithmetic'),
  })
  .describe('The verdict of one phase')

export const ledgerSchema = z
  .strictObject({
    planned: z.int().describe('Items that were planned; the sum of the outcomes'),
    outcomes: tally(OUTCOMES).describe('Items by outcome'),
    settledBy: tally(SETTLED_BY).describe('Items by how they were settled'),
    looks: z.int().describe('Distinct looks that were made'),
  })
  .describe('Everything planned is accounted for')

export const factSchema = z
  .strictObject({
    name: text('Name'),
    text: text('The expression'),
    value: z.exactOptional(text('Its value as text')),
    unknown: z.exactOptional(unknownSchema),
  })
  .describe('One fact')

function tally<K extends string>(keys: readonly K[]): z.ZodObject<Record<K, z.ZodInt>, z.core.$strict> {
  return z.strictObject(Object.fromEntries(keys.map((key) => [key, z.int().describe(`Items: ${key}`)])) as Record<K, z.ZodInt>)
}
