import * as z from 'zod'
import { RECORDING_SCHEMA } from '../engine/record.ts'
import { REPORT_SCHEMA } from '../core/report.ts'
import { UNKNOWN_REASONS } from '../core/unread.ts'
import { describeIssues } from '../document/zod-issues.ts'
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

/** The first thing that a report or a recorded run lacks to be whole, as `sections.0: "title" is missing`; undefined when nothing. */
export function lackOf(schema: typeof REPORT_SCHEMA | typeof RECORDING_SCHEMA, value: unknown): string | undefined {
  const whole = schema === REPORT_SCHEMA ? reportSchema : recordingSchema
  const { error } = whole.safeParse(value)
  const [first] = error ? describeIssues(error, value, whole) : []
  if (first === undefined) return undefined
  // What is said of a key names it.
  const place = first.part === 'key' ? first.path.slice(0, -1) : first.path
  return [...(place.length > 0 ? [place.join('.')] : []), first.message].join(': ')
}
