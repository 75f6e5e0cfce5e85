import './plain-schemas.ts'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { parseDuration } from '../core/duration.ts'
import { quoted } from '../core/shell-word.ts'
import type { Loaded, Problem } from '../core/problem.ts'
import { bind } from '../engine/bind.ts'
import { check as run, deadlineReason, type Checked } from '../engine/check.ts'
import { systemClock } from '../engine/clock.ts'
import { createJournal } from '../engine/journal.ts'
import { checkWritable, writeAtomically } from '../io/files.ts'
import type { Environment } from '../config/model.ts'
import { findConfig } from '../config/discover.ts'
import { checkProcess } from '../config/process.ts'
import { delivering } from './delivery.ts'
import { exitOf } from './exit.ts'
import { onGitHub } from './github.ts'
import { makeGear, type GearOptions } from './gear.ts'
import { environmentOf, loadSources, type SourceOptions, type Sources } from './load.ts'
import { misspeltNames } from './names.ts'
import { deliver, parseOutputs, writtenBy, type Output } from './output.ts'
import { filesOf, forgetEarlier, makeRoom, type Read, type Written } from './overwrites.ts'
import { createProgress } from './progress.ts'
import { optimiseLess } from './v8-flags.ts'
import { withRelease } from './release.ts'
import { sayProblems, sayWarnings, usage } from './say.ts'
import { choiceOf, type SelectionOptions } from './selection.ts'
import { listenForSignals, type Interruption } from './signals.ts'
import type { Terminal } from './terminal.ts'
import { wordOf } from './word-of.ts'

export interface CheckOptions extends SourceOptions, SelectionOptions {
  readonly format: string
  readonly output?: readonly string[]
  readonly record?: string
  readonly recordFull?: boolean
  readonly deadline?: string
  readonly concurrency: string
  readonly allowExec?: boolean
  readonly release?: string
  readonly quiet?: boolean
  readonly verbose?: boolean
}

interface Settings {
  readonly outputs: readonly Output[]
  readonly record?: string
  readonly deadlineMs?: number
  readonly concurrency: number
}

/** `readiness check`: load, look, judge, decide, report. Gives the exit status of the verdict. */
export async function check(given: CheckOptions, terminal: Terminal): Promise<number> {
  optimiseLess()
  const named = withRelease(given)
  const options = named.ok ? named.value : given
  const settings = await settingsOf(options, terminal)
  const sources = await loadSources(options, terminal)
  const processProblems = checkProcess(terminal.env)
  const environment = sources.ok ? environmentOf(sources.value, options.env) : undefined
  const inputs = sources.ok && environment ? readIn(sources.value, environment, options, terminal) : namedIn(options, terminal)
  const problems = [
    ...processProblems.filter(({ level }) => level === 'error'),
    ...(named.ok ? [] : named.problems),
    ...(settings.ok ? [] : settings.problems),
    ...(sources.ok ? [] : sources.problems),
    ...(settings.ok ? await makeRoom(writtenIn(settings.value), inputs) : []),
  ]
  if (!settings.ok || !sources.ok || !environment || problems.length > 0) return sayProblems(problems, terminal)
  if (!environment.ok) return sayProblems(environment.problems, terminal)
  const choice = await choiceOf(options, environment.value, sources.value.checklists, terminal)
  if (!choice.ok) return sayProblems(choice.problems, terminal)
  const plan = bind(sources.value.checklists, environment.value, sources.value.config.baseDir, choice.value)
  if (!plan.ok) return sayProblems(plan.problems, terminal)
  const inPlan = plan.value.checklists.map(({ checklist }) => checklist)
  const names = await misspeltNames(inPlan, environment.value, sources.value.config.declared)
  if (names.length > 0) return sayProblems(names, terminal)
  if (options.quiet !== true) await sayWarnings(sources.warnings, terminal)

  const { deadlineMs } = settings.value
  const interruption = listenForSignals(deadlineMs === undefined ? undefined : { ms: deadlineMs, reason: deadlineReason(deadlineMs) })
  const progress = createProgress(terminal, { quiet: options.quiet === true, verbose: options.verbose === true }, systemClock.monotonic)
  const info = {
    id: runId(systemClock.now()),
    startedAt: systemClock.now(),
    command: commandOf(options),
    ...(options.release === undefined ? {} : { release: options.release }),
  }
  const gearOptions: GearOptions = { ...settings.value, allowExec: options.allowExec === true, listen: progress.listen }
  const made = await makeGear(plan.value, info, gearOptions, interruption.signal, terminal)
  try {
    const checked = await run({
      plan: plan.value,
      gear: made.gear,
      notes: [...processProblems.map(({ message }) => message), ...made.notes],
      recordFull: options.recordFull === true,
      journal: createJournal(join(sources.value.config.baseDir, '.readiness', 'journal'), process.pid),
      wordOf: wordOf(sources.value.attestations, environment.value.name, info.startedAt),
    })
    progress.end()
    await report(checked, settings.value, options, made.gear.redactor, terminal)
    await forgetEarlier(writtenIn(settings.value))
    return statusOf(checked, interruption)
  } finally {
    progress.end()
    interruption.end()
    made.close()
  }
}

async function report(
  checked: Checked,
  settings: Settings,
  options: CheckOptions,
  redactor: Parameters<typeof deliver>[3],
  terminal: Terminal,
): Promise<void> {
  const flags = { verbose: options.verbose === true, quiet: options.quiet === true }
  const { record } = settings
  if (record !== undefined) {
    const text = redactor?.redactText(JSON.stringify(checked.recording())) ?? ''
    await delivering('the recording', record, () => writeAtomically(record, text))
  }
  await deliver(checked.report, settings.outputs, flags, redactor, terminal)
  await onGitHub(checked.report, settings.outputs, redactor, terminal)
}

function statusOf({ report: { verdict } }: Checked, interruption: Interruption): number {
  return interruption.status() ?? exitOf(verdict)
}

async function settingsOf(options: CheckOptions, terminal: Terminal): Promise<Loaded<Settings>> {
  const problems: Problem[] = []
  const outputs = await parseOutputs(options.format, options.output ?? [], terminal)
  if (!outputs.ok) problems.push(...outputs.problems)
  const deadlineMs = options.deadline === undefined ? undefined : parseDuration(options.deadline)
  if (options.deadline !== undefined && (deadlineMs === undefined || deadlineMs < 1 || deadlineMs > 86_400_000)) {
    problems.push(usage(`--deadline wants a duration with a unit up to 24h; came "${options.deadline}"`, 'for example --deadline 2m'))
  }
  const concurrency = Number(options.concurrency)
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 500)
    problems.push(usage(`--concurrency wants a whole number from 1 to 500; came "${options.concurrency}"`))
  const record = options.record === undefined ? undefined : resolve(terminal.cwd, options.record)
  if (record !== undefined) await checkWritable(record).catch((error: Error) => problems.push(usage(error.message)))
  if (problems.length > 0 || !outputs.ok) return { ok: false, problems }
  return {
    ok: true,
    warnings: [],
    value: {
      outputs: outputs.value,
      concurrency,
      ...(record === undefined ? {} : { record }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    },
  }
}

const writtenIn = ({ outputs, record }: Settings): Written[] => [
  ...writtenBy(outputs),
  ...(record === undefined ? [] : [{ option: '--record', file: record }]),
]

/** The files of the user that a run reads before it looks. */
function readIn(
  { config, checklists, attestationsFile }: Sources,
  environment: Loaded<Environment>,
  { failed }: CheckOptions,
  { cwd }: Terminal,
): Read[] {
  const ca = environment.ok ? environment.value.caFile : undefined
  return [
    { what: 'the configuration', file: config.file },
    ...filesOf(checklists, cwd),
    { what: 'the attestations', file: attestationsFile },
    ...failedRead(failed, cwd),
    ...(ca === undefined ? [] : [{ what: 'the certificates of the environment', file: ca }]),
  ]
}

/** The same as far as the command line names them, where they could not be loaded. */
function namedIn({ config, checklist = [], failed }: CheckOptions, { cwd }: Terminal): Read[] {
  const found = config === undefined ? findConfig(cwd) : resolve(cwd, config)
  return [
    ...(found === undefined ? [] : [{ what: 'the configuration', file: found }]),
    ...checklist.map((file) => ({ what: 'the checklist', file: resolve(cwd, file) })),
    ...failedRead(failed, cwd),
  ]
}

const failedRead = (failed: string | undefined, cwd: string): Read[] =>
  failed === undefined ? [] : [{ what: 'the recording of --failed', file: resolve(cwd, failed) }]

/** Sortable and short; it marks every request of the run. */
const runId = (now: Date): string =>
  `r${now
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z/g, '')
    .toLowerCase()}-${randomBytes(3).toString('hex')}`

function commandOf(options: CheckOptions): string {
  const words = ['readiness check']
  for (const [flag, value] of [
    ['--config', options.config],
    ['--env', options.env],
    ['--release', options.release],
    ['--failed', options.failed],
    ['--record', options.record],
  ] as const) {
    if (value !== undefined) words.push(flag, quoted(value))
  }
  for (const [flag, values] of [
    ['--checklist', options.checklist],
    ['--phase', options.phase],
    ['--param', options.param],
    ['--only', options.only],
    ['--skip', options.skip],
    ['--severity', options.severity],
    ['--tag', options.tag],
  ] as const) {
    for (const value of values ?? []) words.push(flag, quoted(value))
  }
  if (options.allowExec) words.push('--allow-exec')
  return words.join(' ')
}
