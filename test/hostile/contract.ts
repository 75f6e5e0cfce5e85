import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import type { ItemResult, Report } from '../../src/core/report.ts'
import { reportJsonSchema } from '../../src/report/json/schema.ts'
import { shown } from './canary.ts'
import type { Expect, Run, Setup, Stage } from './row.ts'

const SLACK_MS = 250
/** Start-up, the two seconds that a run may take to end (E3), and a second for a busy machine. */
const AROUND_MS = 4000
const MOST_MIB = 256

const isReport = new Ajv({ strict: false, validateFormats: false }).compile(reportJsonSchema())

/** Everything of the universal contract that a run breaks, each complaint with its clause in front; empty when it survived. */
export function complaints(expect: Expect, run: Run, setup: Setup, stage: Stage): string[] {
  return [
    run.status === expect.status
      ? []
      : [`U2 exit status ${run.status}, wanted ${expect.status}: ${run.stderr.slice(0, 600)}${wrongReason(run.report)}`],
    times(run, setup),
    neverGo(expect, run),
    shown(stage.canary, run.outputs).map((where) => `U4 the canary is in ${where}`),
    expect.reports === false ? refusal(expect, run) : reports(expect, run),
    run.rssMiB > MOST_MIB ? [`U6 ${Math.round(run.rssMiB)} MiB at the peak`] : [],
    leftOver(run.report).map((pid) => `U7 process ${pid} is still there`),
    noise(run.stderr),
    (setup.verify?.(run) ?? []).filter((text): text is string => typeof text === 'string'),
  ].flat()
}

const itemsOf = (report: Report | undefined): readonly ItemResult[] => report?.sections.flatMap(({ items }) => items) ?? []

function wrongReason(report: Report | undefined): string {
  return itemsOf(report)
    .map(({ id, outcome, unknown, findings }) => `\n${id}: ${outcome} ${JSON.stringify(unknown ?? findings).slice(0, 600)}`)
    .join('')
}

function times(run: Run, { deadlineMs = 1000 }: Setup): string[] {
  const victim = itemsOf(run.report).find(({ id }) => id === 'victim')
  const late =
    run.report?.looks.filter(({ id, durationMs }) => victim?.looks.includes(id) === true && durationMs > deadlineMs + SLACK_MS) ?? []
  return [
    ...late.map(({ id, durationMs }) => `U1 the look ${id} took ${durationMs} ms with a deadline of ${deadlineMs} ms`),
    ...(run.wallMs > deadlineMs + AROUND_MS ? [`U1 the process took ${Math.round(run.wallMs)} ms`] : []),
  ]
}

function neverGo({ status }: Expect, run: Run): string[] {
  if (status === 0) return []
  // Where delivery failed the files may hold a true verdict; the status does not.
  const said = (status !== 70 && run.report?.verdict === 'GO') || /(?<!NO-)\bGO\b(?! for|\/)/.test(run.stdout.split('\n')[0] ?? '')
  return said || run.status === 0 ? ['U3 it said GO'] : []
}

function reports(expect: Expect, { report, junit, outputs }: Run): string[] {
  if (report === undefined) return ['U5 the JSON report is missing or no JSON']
  const invalid = isReport(report) ? [] : [`U5 the JSON report is not as its schema says: ${JSON.stringify(isReport.errors?.slice(0, 2))}`]
  const missing = ['report.html', 'report.md', 'run.json'].filter((name) => outputs[name] === undefined || outputs[name] === '')
  return [
    ...invalid,
    ...(junit === undefined ? ['U5 the JUnit report is missing'] : []),
    ...missing.map((name) => `U5 ${name} is missing`),
    ...items(expect, report),
  ]
}

function items({ outcome, reason, says, healthy }: Expect, report: Report): string[] {
  const victim = itemsOf(report).find(({ id }) => id === 'victim')
  const other = itemsOf(report).find(({ id }) => id === 'healthy')
  const wrong: string[] = []
  if (healthy !== false && other?.outcome !== 'pass')
    wrong.push(`U9 the healthy item is ${other?.outcome ?? 'gone'}: ${JSON.stringify(other?.unknown ?? other?.findings)}`)
  if (outcome === undefined) return wrong
  if (victim === undefined) return [...wrong, 'the item under test is not in the report']
  const words = victim.unknown === undefined ? JSON.stringify(victim.findings) : victim.unknown.detail
  if (victim.outcome !== outcome) wrong.push(`the item is ${victim.outcome}, wanted ${outcome}: ${words}`)
  else if (reason !== undefined && victim.unknown?.reason !== reason)
    wrong.push(`the reason is ${victim.unknown?.reason ?? 'missing'}, wanted ${reason}: ${words}`)
  if (!says.test(words)) wrong.push(`U8 the words do not name the cause (${says}): ${words.slice(0, 800)}`)
  if (/\bundefined\b|\[object |\n\s+at |node:internal/.test(words)) wrong.push(`U8 that is not for people: ${words.slice(0, 400)}`)
  return wrong
}

const PLACE = /^(?:\S*\/)?(?:checklist|readiness|attestations)\.yaml:\d+:\d+: error: /m

function refusal({ says, status, place }: Expect, { stderr, stdout, outputs }: Run): string[] {
  if (status !== 2) return says.test(stderr) ? [] : [`U8 stderr does not name the cause (${says}): ${stderr.slice(0, 600)}`]
  return [
    ...(says.test(stderr) ? [] : [`U8 stderr does not name the cause (${says}): ${stderr.slice(0, 800)}`]),
    ...(place !== false && !PLACE.test(stderr) ? [`U8 no file:line:column: ${stderr.slice(0, 400)}`] : []),
    ...(stdout === '' ? [] : ['a refusal belongs on stderr alone']),
    ...Object.keys(outputs)
      .filter((name) => name.includes('.'))
      .map((name) => `${name} was written although nothing was looked at`),
  ]
}

function noise(stderr: string): string[] {
  const found =
    /^\s+at .+[:)]\d*|\(node:\d+\)|\[ioredis\]|Unhandled|DeprecationWarning|ExperimentalWarning|node:internal|\bundefined\b|\[object /m.exec(
      stderr,
    )
  return found ? [`U10 stderr has noise: ${stderr.slice(Math.max(0, found.index - 200), found.index + 300)}`] : []
}

/** Programs that the run started are known by the cookie in their environment. */
function leftOver(report: Report | undefined): string[] {
  if (report === undefined) return []
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`READINESS_RUN=${report.run.id}.`)
    } catch {
      return false
    }
  })
}
