import { LookError } from '../../core/look-error.ts'
import { linesOf } from './lines.ts'
import type { Line, Params } from './schema.ts'
import { timeOf } from './timestamp.ts'

/** Where lines come from. */
export interface Source {
  readonly name: string
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** The beginning was left out for its size: the window must be shown to lie in what is read. */
  readonly partial: boolean
  /** Each line begins with a time and a space that are not part of it (kubectl --timestamps). */
  readonly stamped: boolean
}

export interface Window {
  /** Milliseconds since 1970; undefined without a beginning in time. */
  readonly start?: number
  /** Lines that hold it are in the window whenever they were written. */
  readonly runId?: string
}

/** What one source gave. */
export interface Collected {
  readonly name: string
  lines: Line[]
  looked: number
  matched: number
  cut: number
  /** Cut lines that do not match as far as they are known. */
  doubtful: number
  from: number | undefined
  to: number | undefined
  bootFound: boolean
  /** Lines left out only because it is not known when they were written. */
  undated: number
  /** Characters of `lines`. */
  size: number
  /** Lines that match are left out of `lines`. */
  full: boolean
}

interface Entry {
  readonly text: string
  readonly cut: boolean
  readonly time: number | undefined
  readonly number: number
}

export const LINE_LIMIT = 2000
const SIZE_LIMIT = 8 * 1024 * 1024
// Lines held beyond the tail before the oldest are dropped.
const SLACK = 256
const STAMP = /^(\S+) /

/** Reads a source to its end and keeps the lines of the window that match. Throws LookError when the window cannot be shown. */
export async function collect(source: Source, params: Params, window: Window): Promise<Collected> {
  const wanted = typeof params.contains === 'string' ? [params.contains] : (params.contains ?? [])
  const all = fresh(source.name)
  const last: Entry[] = []
  let number = 0
  let time: number | undefined
  let timed = false
  let before = !source.partial
  const restart = () => {
    Object.assign(all, fresh(source.name), { bootFound: true })
    last.length = 0
  }
  for await (const batch of linesOf(source.chunks)) {
    for (const raw of batch) {
      number += 1
      // The first line of a partial source has lost its beginning.
      if (source.partial && number === 1) continue
      const { text, stamp } = source.stamped ? unstamped(raw.text) : { text: raw.text, stamp: timeOf(raw.text, params.timestamp === 'utc') }
      time = stamp ?? time
      timed ||= stamp !== undefined
      if (window.start !== undefined && time !== undefined && time < window.start) {
        before = true
        // What stands before an old line is older.
        all.undated = 0
      }
      if (params.bootMarker !== undefined && text.includes(params.bootMarker)) restart()
      if (!isIn(text, time, window)) {
        if (time === undefined) all.undated += 1
        continue
      }
      if (params.since === 'boot' && !all.bootFound) continue
      const entry = { text, time, number, cut: raw.cut }
      if (params.tail === undefined) add(all, entry, wanted)
      else if (last.push(entry) >= params.tail + SLACK) last.splice(0, SLACK)
    }
  }
  if (params.tail !== undefined) for (const entry of last.slice(-params.tail)) add(all, entry, wanted)
  checkShown({ source, params, all, read: number, timed, before, inTail: last.length })
  return all
}

const fresh = (name: string): Collected => ({
  name,
  lines: [],
  looked: 0,
  matched: 0,
  cut: 0,
  doubtful: 0,
  from: undefined,
  to: undefined,
  bootFound: false,
  undated: 0,
  size: 0,
  full: false,
})

function unstamped(line: string): { text: string; stamp: number | undefined } {
  const [prefix = '', stamp = ''] = STAMP.exec(line) ?? []
  return { text: line.slice(prefix.length), stamp: timeOf(stamp, false) }
}

function isIn(text: string, time: number | undefined, { start, runId }: Window): boolean {
  if (start === undefined) return true
  return (time !== undefined && time >= start) || (runId !== undefined && text.includes(runId))
}

function add(all: Collected, { text, time, number, cut }: Entry, wanted: readonly string[]): void {
  all.looked += 1
  if (time !== undefined) {
    all.from = Math.min(all.from ?? time, time)
    all.to = Math.max(all.to ?? time, time)
  }
  const matches = wanted.every((each) => text.includes(each))
  if (cut) all.cut += 1
  if (cut && !matches) all.doubtful += 1
  if (!matches) return
  all.matched += 1
  all.full ||= all.lines.length >= LINE_LIMIT || all.size + text.length > SIZE_LIMIT
  if (all.full) return
  all.size += text.length
  all.lines.push({ source: all.name, text, number, ...(time === undefined ? {} : { time: new Date(time).toISOString() }) })
}

interface Shown {
  readonly source: Source
  readonly params: Params
  readonly all: Collected
  readonly read: number
  readonly timed: boolean
  readonly before: boolean
  readonly inTail: number
}

/** The window must be known: lines without times have no place in one, and what was left out may belong to it. */
function checkShown({ source, params, all, read, timed, before, inTail }: Shown): void {
  const { name } = source
  const byTime = params.since !== undefined && params.since !== 'boot'
  if (byTime && !timed && read > 0 && all.looked === 0) {
    throw new LookError(
      'insufficient',
      `${name} has no times with a zone, so that what belongs to the window is not known; \`timestamp: utc\` takes times without a zone as UTC`,
    )
  }
  if (byTime && params.since !== 'run' && !timed && read > 0) throw new LookError('insufficient', `${name} has no times with a zone`)
  if (!source.partial) return
  const tailFull = params.tail !== undefined && inTail >= params.tail
  const shown = byTime ? before : params.since === 'boot' && all.bootFound
  if (!shown && !tailFull)
    throw new LookError(
      'malformed',
      `${name} is larger than 256 MiB and its end alone does not show the window: say a shorter \`since\` or a \`tail\``,
    )
}
