import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { withDeadline } from '../../io/deadline.ts'
import type { ProbeContext, Seen } from '../contract.ts'
import { openFiles } from './files.ts'
import { podLogs } from './kubernetes.ts'
import type { Observation, Params, Target } from './schema.ts'
import { collect, LINE_LIMIT } from './window.ts'
import type { Collected, Source, Window } from './window.ts'

const MAX_BYTES = 64 * 1024 * 1024
// Requests are sent before the application writes, but its clock may be a little behind ours.
const CLOCK_MS = 2000

/** Reads every source of the target. Throws LookError when one cannot be read, or its window cannot be shown. */
export async function observe(params: Params, context: ProbeContext<Target>): Promise<Seen<Observation>> {
  const { signal, timeoutMs } = context
  const opened: (() => void)[] = []
  let over = false
  // A file may be opened after another could not be.
  const onEnd = (close: () => void) => (over ? close() : void opened.push(close))
  const window = windowOf(params, context)
  try {
    return await withDeadline({ signal, timeoutMs, what: 'the log was not read to its end' }, async (deadline) => {
      const sources = await sourcesOf(params, context, window, onEnd)
      const collected: Collected[] = []
      for (const source of sources) {
        deadline.phase = `reading ${source.name}`
        collected.push(await collect(source, params, window))
      }
      return seen(collected, params)
    })
  } finally {
    over = true
    for (const close of opened) close()
  }
}

function windowOf({ since }: Params, { run, now }: ProbeContext<Target>): Window {
  if (since === 'run') return { start: run.startedAt.getTime() - CLOCK_MS, runId: run.id }
  if (typeof since === 'number') return { start: now().getTime() - since }
  return {}
}

async function sourcesOf(
  params: Params,
  context: ProbeContext<Target>,
  window: Window,
  onEnd: (close: () => void) => void,
): Promise<Source[]> {
  const { target, baseDir } = context
  if (target.file !== undefined) return openFiles(target.file, baseDir, onEnd)
  if (target.command !== undefined) return printed(target.command, context)
  return podLogs(context, params, window)
}

async function printed(
  argv: readonly string[],
  { commands, allowExec, baseDir, signal, timeoutMs }: ProbeContext<Target>,
): Promise<Source[]> {
  if (!allowExec) throw new LookError('refused', 'a log that a program prints is read only with --allow-exec')
  const name = argv[0] ?? ''
  const result = await commands.run({ argv, cwd: baseDir, signal, timeoutMs, maxBytes: MAX_BYTES })
  const source = (named: string, text: string): Source => ({ name: named, chunks: [Buffer.from(text)], partial: false, stamped: false })
  if (result.exitCode === 0)
    return [source(name, result.stdout), ...(result.stderr === '' ? [] : [source(`${name} (stderr)`, result.stderr)])]
  throw new LookError(
    'unreachable',
    `${name} ended with ${result.exitCode === undefined ? 'a signal' : `status ${result.exitCode}`}: its log is not known to be whole`,
  )
}

/** What a log without a line leaves open: "none" would be out of none. */
const COUNTED = ['lines', 'matched', 'everySource']

function seen(collected: readonly Collected[], { since }: Params): Seen<Observation> {
  const sum = (pick: (one: Collected) => number) => collected.reduce((total, one) => total + pick(one), 0)
  const matched = sum((one) => one.matched)
  const looked = sum((one) => one.looked)
  const doubtful = sum((one) => one.doubtful)
  const truncated = matched > LINE_LIMIT || collected.some((one) => one.full)
  const from = Math.min(...collected.map((one) => one.from ?? Infinity))
  const to = Math.max(...collected.map((one) => one.to ?? -Infinity))
  const unread: Unread[] = []
  const leave = (fields: readonly string[], detail: string) =>
    unread.push(...fields.map((field): Unread => ({ path: [field], reason: 'insufficient', detail })))
  const open = matched === 0 ? openEnd(collected, since) : undefined
  const unknown = looked === 0 || doubtful > 0 || open !== undefined
  if (looked === 0) leave(COUNTED, 'the window holds no line at all, so nothing can be said of what is in it or not')
  else if (doubtful > 0) leave(COUNTED, `${doubtful} lines are longer than 64 KiB and do not match in what was kept of them`)
  else if (open !== undefined) leave(COUNTED, open)
  else if (truncated)
    leave(
      ['lines'],
      `${matched} lines match, more than ${LINE_LIMIT} or 8 MiB: narrow them by \`contains\` or \`since\`, or judge \`matched\``,
    )
  const observation: Observation = {
    ...(unknown || truncated ? {} : { lines: collected.flatMap((one) => one.lines) }),
    ...(unknown ? {} : { matched, everySource: collected.every((one) => one.matched > 0) }),
    looked,
    sources: collected.map((one) => ({
      name: one.name,
      lines: one.looked,
      matched: one.matched,
      ...(since === 'boot' ? { bootFound: one.bootFound } : {}),
    })),
    sourceCount: collected.length,
    truncated,
    cutLines: sum((one) => one.cut),
    ...(Number.isFinite(from) ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() } : {}),
  }
  return { observation, unread, answer: `${matched} of ${looked} lines` }
}

/** Why a line that is not known to be in the window may match, where none in it does. */
function openEnd(collected: readonly Collected[], since: Params['since']): string | undefined {
  const unmarked = since === 'boot' ? collected.find((one) => !one.bootFound) : undefined
  if (unmarked !== undefined) return `${unmarked.name} holds no boot marker: which of its lines are of the last start is not known`
  const undated = collected.find((one) => one.undated > 0)
  return undated && `${undated.undated} lines of ${undated.name} have no time: whether they belong to the window is not known`
}
