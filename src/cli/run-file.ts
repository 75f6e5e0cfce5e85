import { resolve } from 'node:path'
import type { Loaded } from '../core/problem.ts'
import { REPORT_SCHEMA, type Report } from '../core/report.ts'
import { RECORDING_SCHEMA, type Recording } from '../engine/record.ts'
import { readCapped } from '../io/files.ts'
import { parseJson } from '../io/json.ts'
import { isRecord } from '../looks/observation.ts'
import { whyUnread } from './load.ts'
import { usage } from './say.ts'
import type { Terminal } from './terminal.ts'

const MAX_BYTES = 64 * 1024 * 1024

export interface RunFile {
  readonly report: Report
  readonly recording?: Recording
}

/** Reads a recorded run or a JSON report, by the path that the user gave; anything else is a problem. */
export async function readRun(file: string, { cwd }: Pick<Terminal, 'cwd'>): Promise<Loaded<RunFile>> {
  const wrong = (message: string, hint = 'readiness check --record run.json writes one'): Loaded<RunFile> => ({
    ok: false,
    problems: [usage(message, hint)],
  })
  const path = resolve(cwd, file)
  let text: string
  try {
    text = Buffer.from(await readCapped(path, MAX_BYTES)).toString('utf8')
  } catch (error) {
    return wrong(whyUnread(error, path, file))
  }
  const parsed = parseJson(text)
  if (!parsed.ok) return wrong(`${file} is no JSON${parsed.why === 'it is not JSON' ? '' : `: ${parsed.why}`}`)
  const { value } = parsed
  const schema = isRecord(value) ? value['schema'] : undefined
  if (schema !== RECORDING_SCHEMA && schema !== REPORT_SCHEMA)
    return wrong(`${file} is neither a recorded run (${RECORDING_SCHEMA}) nor a report (${REPORT_SCHEMA})`)
  // Most runs read no other, and the schema of a report is long.
  const { lackOf } = await import('./run-shape.ts')
  const lack = lackOf(schema, value)
  if (lack !== undefined)
    return wrong(
      `${file} is no whole ${schema === REPORT_SCHEMA ? 'report' : 'recorded run'}: ${lack}`,
      'take the file as this version of readiness wrote it',
    )
  if (schema === REPORT_SCHEMA) return { ok: true, value: { report: value as Report }, warnings: [] }
  const recording = value as Recording
  return { ok: true, value: { report: recording.report, recording }, warnings: [] }
}
