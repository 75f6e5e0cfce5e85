import { resolve } from 'node:path'
import { formatDuration } from '../../core/duration.ts'
import { LookError } from '../../core/look-error.ts'
import { VERDICTS } from '../../core/outcome.ts'
import type { Verdict } from '../../core/outcome.ts'
import { REPORT_SCHEMA } from '../../core/report.ts'
import { parseJson } from '../../io/json.ts'
import { readText } from '../../io/read-text.ts'
import type { Observe } from '../contract.ts'
import { ReportShape } from './report-shape.ts'
import type { RecordedItem, RecordedReport } from './report-shape.ts'
import type { Observation, Params } from './schema.ts'

const RUN_SCHEMA = 'readiness.run/1'
const MAX_BYTES = 32 * 1024 * 1024
/** Clocks of two machines may differ by this much before a run of the future is no evidence. */
const CLOCK_SKEW_MS = 60_000

/** Reads a run of this tool as evidence for another one; a file that is no whole report is a LookError. */
export const observe: Observe<Params, Observation, undefined> = async ({ file }, context) => {
  const found = await readText(resolve(context.baseDir, file), MAX_BYTES)
  if (!found) throw new LookError('unconfigured', `no recorded run at ${file}`)
  const report = reportOf(found.text, file)
  const observation = summary(report, context.now().getTime(), file)
  return { observation, answer: `${observation.verdict}, ${formatDuration(observation.ageSeconds * 1000)} old` }
}

function reportOf(text: string, file: string): RecordedReport {
  const data = parse(text, file)
  const inner = isObject(data) && data['schema'] === RUN_SCHEMA ? data['report'] : data
  if (!isObject(inner) || inner['schema'] !== REPORT_SCHEMA) {
    throw new LookError('malformed', `${file} is neither a recorded run (${RUN_SCHEMA}) nor a report (${REPORT_SCHEMA})`)
  }
  const parsed = ReportShape.safeParse(inner)
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? ''
    throw new LookError('malformed', `${file} is not a whole report: ${path} is missing or of the wrong kind`)
  }
  if (worse(parsed.data.verdict, worst(parsed.data)) !== parsed.data.verdict) {
    throw new LookError('malformed', `${file} contradicts itself: its verdict is better than that of a phase`)
  }
  return parsed.data
}

function summary(report: RecordedReport, now: number, file: string): Observation {
  const { run, release } = report
  const observedAt = run.replayOf?.startedAt ?? run.finishedAt
  const ageMs = now - Date.parse(observedAt)
  if (ageMs < -CLOCK_SKEW_MS) throw new LookError('malformed', `${file} says that it was recorded in the future`)
  const items = report.sections.flatMap((section) => section.items).flatMap(withChildren)
  return {
    runId: run.id,
    environmentName: report.environment.name,
    ...(release.expected !== undefined && { expectedRelease: release.expected }),
    ...(release.running !== undefined && { runningRelease: release.running }),
    releaseState: release.state,
    verdict: report.verdict,
    partial: run.partial !== undefined,
    interrupted: run.interrupted !== undefined,
    replayed: run.replayOf !== undefined,
    finishedAt: run.finishedAt,
    observedAt,
    ageSeconds: Math.max(0, Math.floor(ageMs / 1000)),
    leftBehind: report.leftBehind.length,
    checklists: Object.fromEntries(report.checklists.map(({ id, title, digest }) => [id, { title, digest }])),
    phases: Object.fromEntries(report.phases.map(({ phase, verdict }) => [phase, verdict])),
    items: Object.fromEntries(items.map(({ id, outcome, settledBy, severity, phase }) => [id, { outcome, settledBy, severity, phase }])),
    itemCount: items.length,
  }
}

function withChildren(item: RecordedItem): RecordedItem[] {
  return [item, ...item.children.flatMap(withChildren)]
}

const BADNESS: Readonly<Record<Verdict, number>> = { GO: 0, UNDETERMINED: 1, 'NO-GO': 2 }

function worst(report: RecordedReport): Verdict {
  return report.phases.map((phase) => phase.verdict).reduce(worse, VERDICTS[0])
}

function worse(one: Verdict, other: Verdict): Verdict {
  return BADNESS[one] >= BADNESS[other] ? one : other
}

function parse(text: string, file: string): unknown {
  const parsed = parseJson(text)
  if (parsed.ok) return parsed.value
  throw new LookError('malformed', `${file} is not JSON: ${parsed.why}`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
