import * as z from 'zod'
import { OUTCOMES, SETTLED_BY, VERDICTS } from '../../core/outcome.ts'
import { REPORT_SCHEMA } from '../../core/report.ts'
import { SEVERITIES } from '../../core/severity.ts'
import { RELEASE_STATES } from './schema.ts'

const instant = z.iso.datetime()

const item = z.object({
  id: z.string(),
  outcome: z.enum(OUTCOMES),
  settledBy: z.enum(SETTLED_BY),
  severity: z.enum(SEVERITIES),
  phase: z.string(),
  get children() {
    return z.array(item)
  },
})
export type RecordedItem = z.output<typeof item>

/** The part of a report that is read as evidence; other fields are not looked at. */
export const ReportShape = z.object({
  schema: z.literal(REPORT_SCHEMA),
  run: z.object({
    id: z.string().min(1),
    finishedAt: instant,
    partial: z.string().optional(),
    interrupted: z.string().optional(),
    replayOf: z.object({ startedAt: instant }).optional(),
  }),
  environment: z.object({ name: z.string() }),
  release: z.object({ expected: z.string().optional(), running: z.string().optional(), state: z.enum(RELEASE_STATES) }),
  checklists: z.array(z.object({ id: z.string(), title: z.string(), digest: z.string() })),
  verdict: z.enum(VERDICTS),
  phases: z.array(z.object({ phase: z.string(), verdict: z.enum(VERDICTS) })),
  sections: z.array(z.object({ items: z.array(item) })),
  leftBehind: z.array(z.string()),
})
export type RecordedReport = z.output<typeof ReportShape>
