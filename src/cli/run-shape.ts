import * as z from 'zod'
import { RECORDING_SCHEMA } from '../engine/record.ts'
import { UNKNOWN_REASONS } from '../core/unread.ts'
import { lookSchema, reportSchema } from '../report/json/schema.ts'

const unknown = z.looseObject({ reason: z.enum(UNKNOWN_REASONS), detail: z.string() })
const anything = z.record(z.string(), z.unknown())

const looked = z.looseObject({
  result: lookSchema,
  seen: z.exactOptional(
    z.looseObject({
      observation: anything,
      unread: z.array(unknown.extend({ path: z.array(z.union([z.string(), z.number()])) })),
      saved: anything,
      notReached: z.array(z.looseObject({ step: z.string(), why: z.string() })),
    }),
  ),
  failed: z.exactOptional(unknown),
  leftBehind: z.array(z.string()),
  withheld: z.array(z.string()),
})

const recordingSchema = z.looseObject({
  schema: z.literal(RECORDING_SCHEMA),
  report: reportSchema,
  environment: z.looseObject({
    name: z.string(),
    origins: z.record(z.string(), z.string()),
    phases: z.array(z.string()),
    allow: z.array(z.string()),
    secrets: z.array(z.string()),
  }),
  env: z.record(z.string(), z.string()),
  checklists: z.array(
    z.looseObject({
      file: z.string(),
      text: z.string(),
      packs: z.exactOptional(z.array(z.looseObject({ path: z.string(), file: z.string(), text: z.string() }))),
      params: anything,
      selected: z.array(z.string()),
      needed: z.array(z.string()),
    }),
  ),
  looks: z.record(z.string(), looked),
  polls: z.record(z.string(), z.array(looked)),
})

/** What a report or a recorded run lacks to be whole, as `sections.0.title: expected string, received undefined`; undefined when nothing. */
export function lackOf(kind: 'report' | 'recording', value: unknown): string | undefined {
  const parsed = (kind === 'report' ? reportSchema : recordingSchema).safeParse(value)
  const [issue] = parsed.error?.issues ?? []
  return issue && `${issue.path.map(String).join('.')}: ${issue.message.replace(/^Invalid input: /, '')}`
}
