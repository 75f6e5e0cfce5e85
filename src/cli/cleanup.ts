import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Checklist } from '../checklist/model.ts'
import { completed } from '../engine/completed.ts'
import { systemClock } from '../engine/clock.ts'
import { readJournal, type JournalRecord } from '../engine/journal.ts'
import { undoRecord } from '../engine/undo.ts'
import { EXIT } from './exit.ts'
import { makeGear } from './gear.ts'
import { loadSources, type SourceOptions, type Sources } from './load.ts'
import { count, sayProblems, usage } from './say.ts'
import { listenForSignals } from './signals.ts'
import type { Terminal } from './terminal.ts'

export interface CleanupOptions extends SourceOptions {
  readonly run?: string
  readonly list?: boolean
}

/** `readiness cleanup`: runs the `finally` of looks whose run was killed before it could. */
export async function cleanup(options: CleanupOptions, terminal: Terminal): Promise<number> {
  const sources = await loadSources(options, terminal)
  if (!sources.ok) return sayProblems(sources.problems, terminal)
  const folder = join(sources.value.config.baseDir, '.readiness', 'journal')
  const { entries, broken } = await readJournal(folder)
  for (const file of broken) await terminal.stderr.write(`${file} is no journal of readiness; look at it by hand\n`)
  const own = entries.filter(({ record }) => options.run === undefined || record.run === options.run)
  if (own.length === 0) {
    await terminal.stdout.write('nothing is left to undo\n')
    return broken.length > 0 ? EXIT.undetermined : EXIT.go
  }
  let left = broken.length
  for (const { file, record } of own) {
    const about = `${record.run} (${record.startedAt}, ${record.environment}): ${record.look}`
    if (options.list) {
      await terminal.stdout.write(`${about}${GOES_ON[stateOf(record)]}\n`)
      continue
    }
    const faults = await undo(record, sources.value, terminal)
    if (faults.length === 0) await rm(file, { force: true })
    else left += 1
    await terminal.stdout.write(`${about}: ${faults.length === 0 ? 'undone' : `left behind: ${faults.join('; ')}`}\n`)
  }
  if (options.list) await terminal.stdout.write(`${count(own.length, 'look')} to undo\n`)
  return left > 0 ? EXIT.undetermined : EXIT.go
}

/** What `--list` adds about the run that made it. */
const GOES_ON = {
  alive: ': this run still goes on, and undoes it at its end',
  ended: '',
  untold: ': should this run still go on, it undoes it at its end',
} as const

/** Whether the process of a run still lives; records of earlier versions name none. */
function stateOf({ pid }: JournalRecord): keyof typeof GOES_ON {
  if (pid === undefined) return 'untold'
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 'alive' : 'ended'
  }
}

async function undo(record: JournalRecord, { checklists, config }: Sources, terminal: Terminal): Promise<string[]> {
  const found = checklists.find(({ file }) => resolve(terminal.cwd, file) === resolve(terminal.cwd, record.checklist))
  const environment = config.environments.get(record.environment)
  if (!found || !environment)
    return [usage(`${found ? `the environment ${record.environment}` : `the checklist ${record.checklist}`} is not there any more`).message]
  const { checklist, problems } = completed(found, record.params)
  if (problems.length > 0) return problems.map(({ message }) => message)
  const interruption = listenForSignals()
  const bound = { checklist, params: record.params, selected: ownersOf(checklist, record.look), needed: new Set<string>() }
  const plan = { environment, baseDir: config.baseDir, phases: environment.phases, checklists: [bound] }
  const info = { id: record.run, startedAt: new Date(record.startedAt), command: 'readiness cleanup' }
  const made = await makeGear(plan, info, { concurrency: 1, allowExec: false, listen: () => {} }, interruption.signal, terminal)
  try {
    return await undoRecord(record, checklist, { ...made.gear, clock: systemClock })
  } finally {
    made.close()
    interruption.end()
  }
}

/** Items whose look it is: they decide which secrets are resolved. */
const ownersOf = ({ items, sections }: Checklist, look: string): ReadonlySet<string> =>
  new Set(
    sections.flatMap((section) =>
      section.items.filter((item) => item.body.kind === 'look' && items.has(item.id) && item.body.look === look).map(({ id }) => id),
    ),
  )
