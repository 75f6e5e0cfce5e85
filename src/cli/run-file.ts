import { resolve } from 'node:path'
import type { Loaded } from '../core/problem.ts'
import { VERDICTS } from '../core/outcome.ts'
import { REPORT_SCHEMA, type Report } from '../core/report.ts'
import { RECORDING_SCHEMA, type Recording } from '../engine/record.ts'
import { readCapped } from '../io/files.ts'
import { parseJson } from '../io/json.ts'
import { whyUnread } from './load.ts'
import { usage } from './say.ts'
import type { Terminal } from './terminal.ts'

const MAX_BYTES = 64 * 1024 * 1024

export interface RunFile {
  readonly report: Report
  readonly recording?: Recording
}

interface Stored {
  readonly schema?: unknown
  readonly verdict?: unknown
  readonly report?: { readonly schema?: unknown; readonly verdict?: unknown }
}

/** Reads a recorded run or a JSON report, by the path that the user gave; anything else is a problem. */
export async function readRun(file: string, { cwd }: Pick<Terminal, 'cwd'>): Promise<Loaded<RunFile>> {
  const wrong = (message: string): Loaded<RunFile> => ({
    ok: false,
    problems: [usage(message, 'readiness check --record run.json writes one')],
  })
  const bad = (message: string) => wrong(`${file} ${message}`)
  const path = resolve(cwd, file)
  let text: string
  try {
    text = Buffer.from(await readCapped(path, MAX_BYTES)).toString('utf8')
  } catch (error) {
    return wrong(whyUnread(error, path, file))
  }
  const parsed = parseJson(text)
  if (!parsed.ok) return bad(parsed.why === 'it is not JSON' ? 'is no JSON' : `is no JSON: ${parsed.why}`)
  const value = parsed.value as Stored | null
  const report = value?.schema === RECORDING_SCHEMA ? value.report : value
  // Without a verdict there is no exit status that could be given for it.
  if (report?.schema === REPORT_SCHEMA && !VERDICTS.some((verdict) => verdict === report.verdict)) return bad('holds no verdict')
  const kind = value?.schema === RECORDING_SCHEMA ? 'recording' : 'report'
  // Most runs read no other, and the schema of a report is long.
  const { lackOf } = await import('./run-shape.ts')
  const lack = report?.schema === REPORT_SCHEMA ? lackOf(kind, value) : undefined
  if (lack !== undefined) return bad(`is not as this version of readiness writes a ${kind}: ${lack}`)
  if (value?.schema === RECORDING_SCHEMA && value.report?.schema === REPORT_SCHEMA) {
    const recording = value as unknown as Recording
    return { ok: true, value: { report: recording.report, recording }, warnings: [] }
  }
  if (value?.schema === REPORT_SCHEMA) return { ok: true, value: { report: value as unknown as Report }, warnings: [] }
  return bad('is neither a recorded run (readiness.run/1) nor a report (readiness.report/1)')
}
