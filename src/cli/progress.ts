import { formatDuration } from '../core/duration.ts'
import type { Listener, RunEvent } from '../core/event.ts'
import { escapeControls } from '../redaction/escape.ts'
import type { Terminal } from './terminal.ts'

export interface Progress {
  readonly listen: Listener
  /** Takes the live line away. */
  readonly end: () => void
}

interface State {
  items: number
  settled: number
  looks: number
  looked: number
  failed: number
  readonly running: Map<string, string>
  readonly waiting: Map<string, { label: string; limit: string; until: number }>
}

const LIVE_MS = 100
const PLAIN_MS = 5_000
const PLAIN_COLUMNS = 100
/** A shorter wait is over before it is read. */
const WORTH_TELLING_MS = 1_000

/** Tells on stderr how a run goes: a live line on a terminal, a plain line now and then in CI, nothing with `--quiet`. */
export function createProgress(terminal: Terminal, mode: { quiet: boolean; verbose: boolean }, monotonic: () => number): Progress {
  if (mode.quiet) return { listen: () => {}, end: () => {} }
  const state: State = { items: 0, settled: 0, looks: 0, looked: 0, failed: 0, running: new Map(), waiting: new Map() }
  const started = monotonic()
  const live = terminal.stderr.isTTY && !terminal.ci && terminal.env.TERM !== 'dumb'
  const say = (text: string) => void terminal.stderr.write(text).catch(() => {})
  const line = () => statusLine(state, monotonic() - started, monotonic())
  const draw = () => say(`\r\u001b[2K${fit(line(), terminal.stderr.columns - 1)}`)
  const timer = setInterval(() => (live ? draw() : say(`${fit(line(), PLAIN_COLUMNS)}\n`)), live ? LIVE_MS : PLAIN_MS)
  timer.unref()
  return {
    listen: (event) => {
      const before = note(event, { live, verbose: mode.verbose })
      update(state, event, monotonic())
      if (before !== undefined) say(live ? `\r\u001b[2K${before}\n` : `${before}\n`)
    },
    end: () => {
      clearInterval(timer)
      if (live) say('\r\u001b[2K')
    },
  }
}

function update(state: State, event: RunEvent, now: number): void {
  switch (event.type) {
    case 'started':
      state.items = event.items
      state.looks = event.looks
      return
    case 'look-waiting':
      state.waiting.set(event.look, { label: event.label, limit: event.limit, until: now + event.waitMs })
      return
    case 'look-started':
      state.waiting.delete(event.look)
      state.running.set(event.look, event.label)
      return
    case 'look-ended':
      state.running.delete(event.look)
      state.looked += 1
      return
    case 'item':
      state.settled += 1
      if (event.outcome === 'fail') state.failed += 1
      return
    case 'note':
  }
}

/** What is worth a line of its own: long waits where no live line tells them, each look with `--verbose`. */
function note(event: RunEvent, { live, verbose }: { live: boolean; verbose: boolean }): string | undefined {
  if (event.type === 'look-waiting' && event.waitMs >= WORTH_TELLING_MS && (!live || verbose)) {
    return fit(`waits ${formatDuration(event.waitMs)} for the limit ${event.limit}: ${escapeControls(event.label)}`, PLAIN_COLUMNS)
  }
  if (event.type === 'note') return escapeControls(event.text)
  if (event.type === 'look-ended' && verbose)
    return `${event.ok ? 'looked' : 'could not look'} (${formatDuration(event.durationMs)}): ${escapeControls(event.label)}`
  return undefined
}

function statusLine(state: State, elapsedMs: number, now: number): string {
  const parts = [`${state.settled} of ${state.items} items${state.failed > 0 ? `, ${state.failed} failed` : ''}`]
  const [waiting] = [...state.waiting.values()].filter(({ until }) => until - now >= WORTH_TELLING_MS)
  if (waiting) parts.push(`waits ${formatDuration(waiting.until - now)} for ${waiting.limit}`)
  const [running] = state.running.values()
  // The label may be long: what it says counts more than the end of the line, which a narrow terminal cuts off.
  if (running !== undefined) parts.push(`${state.running.size > 1 ? `${state.running.size} running: ` : ''}${escapeControls(running)}`)
  return `${formatDuration(elapsedMs)} · ${[...parts, `${state.looked} of ${state.looks} looks`].join(' · ')}`
}

const fit = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`)
