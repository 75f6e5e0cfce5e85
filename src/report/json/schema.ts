import * as z from 'zod'
import { EFFECTS } from '../../core/effect.ts'
import { OUTCOMES, SETTLED_BY, VERDICTS } from '../../core/outcome.ts'
import { REPORT_SCHEMA } from '../../core/report.ts'
import { SEVERITIES } from '../../core/severity.ts'
import { checklistSchema, environmentSchema, factSchema, ledgerSchema, phaseSchema, releaseSchema, runSchema } from './schema-run.ts'
import { findingSchema, text, unknownSchema } from './schema-parts.ts'

const attestationSchema = z
  .strictObject({
    role: text('Role in which the person spoke'),
    person: text('Who gave the word'),
    evidence: z.exactOptional(text('What it rests on, often a link')),
    at: text('When, ISO 8601 UTC'),
    release: z.exactOptional(text('The release that it is for; every one when absent')),
    expires: z.exactOptional(text('Until when it counts, ISO 8601 UTC')),
  })
  .describe('The word of a person that settled it')

const itemSchema = z
  .strictObject({
    id: text('Id of the item in its checklist'),
    title: text('What must hold'),
    severity: z.enum(SEVERITIES).describe('How much it weighs in the gate'),
    phase: text('Phase in which it is judged'),
    outcome: z.enum(OUTCOMES).describe('What became of it'),
    settledBy: z.enum(SETTLED_BY).describe('How the outcome came about'),
    unknown: z.exactOptional(unknownSchema),
    findings: z.array(findingSchema).describe('Its expectations, each with the values that decided it'),
    looks: z.array(text('Id of a look')).describe('The looks it was judged on'),
    get children(): z.ZodArray<typeof itemSchema> {
      return z.array(itemSchema).describe('The parts of an item settled by `any` or `all`')
    },
    attestation: z.exactOptional(attestationSchema),
    settle: z.exactOptional(text('How an unknown item could be settled')),
    needed: z.exactOptional(z.literal(true).describe('It ran only because a selected item needs it')),
    refs: z.array(text('Id of a requirement')).describe('Requirements that it settles'),
    lines: z.exactOptional(text('Lines of the source document, for example 11-49')),
    tags: z.array(text('Tag')).describe('Tags for selection'),
    owner: z.exactOptional(text('Who is answerable')),
    due: z.exactOptional(text('When it is due')),
    why: z.exactOptional(text('Why it matters')),
    fix: z.exactOptional(text('How to mend it')),
    links: z.array(text('Link')).describe('Further reading'),
    place: z
      .strictObject({ file: text('Checklist file'), line: z.int().describe('Line in it, from 1') })
      .describe('Where the item is written'),
  })
  .describe('One item with its outcome and evidence')

const stepSchema = z
  .strictObject({
    id: text('Id of the step'),
    summary: text('What was asked'),
    repeat: z.exactOptional(text('A line that repeats it by hand, secrets as $NAME')),
    answer: z.exactOptional(text('What came back, capped and redacted')),
    durationMs: z.number().describe('Duration in milliseconds'),
    failed: z.exactOptional(unknownSchema),
  })
  .describe('One step of a sequence')

export const lookSchema = z
  .strictObject({
    id: text('Id that items refer to'),
    probe: text('The probe, or `steps`'),
    name: z.exactOptional(text('Name of a shared look')),
    target: z.exactOptional(text('Name of the target')),
    effect: z.enum(EFFECTS).describe('What it does to its target'),
    summary: text('What was asked, one line'),
    repeat: z.exactOptional(text('A line that repeats it by hand, secrets as $NAME')),
    durationMs: z.number().describe('Duration in milliseconds'),
    attempts: z.int().describe('Attempts that were made'),
    retries: z.int().describe('Further attempts that were allowed'),
    polls: z.int().describe('How often `eventually` or `throughout` looked'),
    failed: z.exactOptional(unknownSchema),
    steps: z.array(stepSchema).describe('Steps of a sequence, in order'),
  })
  .describe('One look that was made')

const laterSchema = z
  .strictObject({
    id: text('Id of the item'),
    title: text('What must hold'),
    phase: text('Phase in which it will be judged'),
    severity: z.enum(SEVERITIES).describe('How much it weighs'),
  })
  .describe('An item of a phase that this run did not judge')

/** The report as data. Its keys stand in the order in which they are written; unknown keys are refused. */
export const reportSchema = z
  .strictObject({
    schema: z.literal(REPORT_SCHEMA).describe('Version of this format'),
    tool: z.strictObject({ name: z.literal('readiness').describe('Name'), version: text('Version') }).describe('What made the report'),
    run: runSchema,
    environment: environmentSchema,
    release: releaseSchema,
    checklists: z.array(checklistSchema).describe('What was judged by'),
    verdict: z.enum(VERDICTS).describe('The worst verdict of the phases'),
    because: z.array(text('Sentence')).describe('Why the verdict is what it is, most important first'),
    phases: z.array(phaseSchema).describe('The verdict of each phase'),
    ledger: ledgerSchema,
    facts: z.array(factSchema).describe('Named values over looks and parameters'),
    sections: z
      .array(
        z.strictObject({
          checklist: text('Id of the checklist'),
          title: text('Title of the section'),
          items: z.array(itemSchema).describe('Its items in the order of the document'),
        }),
      )
      .describe('Sections as in the document'),
    looks: z.array(lookSchema).describe('Every look that was made'),
    later: z.array(laterSchema).describe('Items of phases that this run did not judge'),
    leftBehind: z.array(text('Sentence')).describe('What could not be undone; never empty with a GO'),
    uncounted: z.exactOptional(z.array(text('Sentence')).describe('Items that failed or are unknown and that no rule of the gate counts')),
    signOff: z
      .array(
        z.strictObject({ role: text('Role that must sign'), refs: z.array(text('Requirement')).describe('Requirements that it settles') }),
      )
      .describe('Who must sign'),
    notes: z.array(text('Sentence')).describe('Notes for the reader'),
  })
  .describe('Report of one run of readiness')

/** JSON Schema (draft 7) of `readiness.report/1`. */
export function reportJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(reportSchema, { target: 'draft-7', io: 'input' })
}
