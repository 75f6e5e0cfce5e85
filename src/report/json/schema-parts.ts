import * as z from 'zod'
import { FINDING_RESULTS, FINDING_ROLES } from '../../core/finding.ts'
import { UNKNOWN_REASONS } from '../../core/unread.ts'

/** A described string. */
export function text(description: string): z.ZodString {
  return z.string().describe(description)
}

/** A described moment, `2026-11-30T10:00:00.000Z`. */
export function instant(description: string): z.ZodString {
  return text(description).refine((value) => !Number.isNaN(Date.parse(value)), 'wants a moment, for example 2026-11-30T10:00:00Z')
}

export const unknownSchema = z
  .strictObject({
    reason: z.enum(UNKNOWN_REASONS).describe('Kind of cause'),
    detail: text('One sentence'),
    root: z.exactOptional(text('The item that is the root cause when it is blocked')),
  })
  .describe('Why it is not known')

export const findingSchema = z
  .strictObject({
    role: z.enum(FINDING_ROLES).describe('What the expectation is for; `warn` never gates'),
    text: text('The expression as written'),
    message: z.exactOptional(text('The same as a sentence, where the checklist has one')),
    result: z.enum(FINDING_RESULTS).describe('What became of it'),
    values: z
      .array(z.strictObject({ text: text('Sub-expression'), value: text('The value it had, redacted and capped') }))
      .describe('The values that decided it'),
    shown: z.exactOptional(
      z
        .array(z.strictObject({ label: text('Label'), value: text('Value, redacted and capped') }))
        .describe('What the checklist wants shown in their place'),
    ),
    detail: z.exactOptional(text('Why it is neither true nor false')),
    reason: z.exactOptional(z.enum(UNKNOWN_REASONS).describe('Of the part that could not be read')),
  })
  .describe('One expectation with its result')
