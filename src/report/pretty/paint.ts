import { Chalk } from 'chalk'
import type { GateResult } from '../../core/report.ts'
import type { Outcome, Verdict } from '../../core/outcome.ts'
import type { Style } from '../style.ts'
import { widthOf } from './width.ts'
import { wrap } from './wrap.ts'

type Tone = 'good' | 'bad' | 'doubt' | 'quiet' | 'strong' | 'plain'

/** Everything that depends on the style: marks, colours, columns. */
export interface Paint {
  readonly width: number
  readonly verbose: boolean
  /** Colours a text that is already laid out. */
  tone(tone: Tone, text: string): string
  outcome(outcome: Outcome): string
  gate(state: GateResult['state']): string
  banner(verdict: Verdict, text: string): string
  warning: string
  dot: string
  /** A rule over the whole width, with the verdict's colour; a label stands in it. */
  rule(verdict: Verdict, label?: string): string
}

const OUTCOME_MARKS: Readonly<Record<Outcome, readonly [string, string, Tone]>> = {
  pass: ['✓', '+', 'good'],
  fail: ['✗', 'x', 'bad'],
  unknown: ['?', '?', 'doubt'],
  waived: ['~', '~', 'doubt'],
  'not-applicable': ['–', '-', 'quiet'],
}

const GATE_MARKS: Readonly<Record<GateResult['state'], readonly [string, string, Tone]>> = {
  met: ['✓', '+', 'good'],
  failed: ['✗', 'x', 'bad'],
  open: ['?', '?', 'doubt'],
  empty: ['✗', 'x', 'bad'],
}

/** Paint for a style; widths below 20 count as 20, above 120 as 120, so that lines stay readable. */
export function paintFor(style: Style): Paint {
  const chalk = new Chalk({ level: style.color })
  const width = Math.min(Math.max(Math.floor(style.width) || 80, 20), 120)
  const tones: Readonly<Record<Tone, (text: string) => string>> = {
    good: chalk.green,
    bad: chalk.red,
    doubt: chalk.yellow,
    quiet: chalk.dim,
    strong: chalk.bold,
    plain: (text) => text,
  }
  const verdicts: Readonly<Record<Verdict, { line: (text: string) => string; banner: (text: string) => string }>> = {
    GO: { line: chalk.green, banner: chalk.bgGreen.black.bold },
    'NO-GO': { line: chalk.red, banner: chalk.bgRed.white.bold },
    UNDETERMINED: { line: chalk.yellow, banner: chalk.bgYellow.black.bold },
  }
  const mark = ([pretty, ascii, tone]: readonly [string, string, Tone]): string => tones[tone](style.unicode ? pretty : ascii)
  return {
    width,
    verbose: style.verbose,
    tone: (tone, text) => tones[tone](text),
    outcome: (outcome) => mark(OUTCOME_MARKS[outcome]),
    gate: (state) => mark(GATE_MARKS[state]),
    banner: (verdict, text) => verdicts[verdict].banner(text),
    warning: chalk.yellow('!'),
    dot: style.unicode ? '·' : '-',
    rule: (verdict, label = '') => {
      const stroke = style.unicode ? '━' : '='
      const lead = label === '' ? '' : `${stroke.repeat(2)} ${label} `
      return verdicts[verdict].line(lead + stroke.repeat(Math.max(width - widthOf(lead), 0)))
    },
  }
}

/** A label and its text beside it, wrapped under itself: `  wanted  status == 200`. */
export function labelled(paint: Paint, indent: number, label: string, texts: readonly string[], tone: Tone = 'plain'): string[] {
  const column = label === '' ? indent : indent + Math.max(label.length + 1, 8)
  const rows = texts.flatMap((text) => wrap(text, paint.width - column))
  return rows.map((row, index) => {
    const lead = index === 0 ? ' '.repeat(indent) + paint.tone('quiet', label.padEnd(column - indent)) : ' '.repeat(column)
    return lead + paint.tone(tone, row)
  })
}

/** Text after a mark, wrapped under itself. */
export function marked(paint: Paint, indent: number, mark: string, text: string, tone: Tone = 'plain'): string[] {
  const rows = wrap(text, paint.width - indent - 2)
  return rows.map((row, index) => `${' '.repeat(indent)}${index === 0 ? mark : ' '} ${paint.tone(tone, row)}`)
}
