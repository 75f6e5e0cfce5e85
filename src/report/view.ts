import type { Finding } from '../core/finding.ts'
import type { Outcome, SettledBy } from '../core/outcome.ts'
import type { ItemResult, LookResult, Report, StepResult } from '../core/report.ts'
import { SEVERITIES } from '../core/severity.ts'
import { evidence, line } from './text.ts'

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  waived: 'waived',
  'not-applicable': 'not applicable',
}

export const SETTLED_WORDS: Readonly<Record<SettledBy, string>> = { look: 'looked at', attestation: 'attested', children: 'by its parts' }

/** How an item was settled, for a column of its own; nothing was looked at for what does not apply. */
export function settledWord({ outcome, settledBy }: ItemResult): string {
  if (outcome === 'unknown') return 'not settled'
  return outcome === 'not-applicable' ? '–' : SETTLED_WORDS[settledBy]
}

/** The items that stand in sections, in the order of the document. */
export function topItems(report: Report): ItemResult[] {
  return report.sections.flatMap((section) => section.items)
}

/** Heaviest first, the order of the document otherwise. */
export function worstFirst(items: readonly ItemResult[]): ItemResult[] {
  return [...items].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}

/** The root cause of a blocked item, undefined for every other. */
export function rootCause(item: ItemResult): string | undefined {
  return item.unknown?.reason === 'blocked' ? item.unknown.root : undefined
}

/** Blocked items by the item that is their root cause, in order of appearance. */
export function byRoot(items: readonly ItemResult[]): Map<string, ItemResult[]> {
  const groups = new Map<string, ItemResult[]>()
  for (const item of items) {
    const root = rootCause(item)
    if (root === undefined) continue
    const group = groups.get(root)
    if (group) group.push(item)
    else groups.set(root, [item])
  }
  return groups
}

/** The children that explain the outcome: those that share it, or all when none does. */
export function decidingChildren(item: ItemResult): readonly ItemResult[] {
  const same = item.children.filter((child) => child.outcome === item.outcome)
  return same.length > 0 ? same : item.children
}

/** Findings that did not hold, warnings apart. */
export function unmet(item: ItemResult): Finding[] {
  return item.findings.filter((finding) => finding.role !== 'warn' && finding.result !== 'true')
}

/** Warnings that did not hold; they never gate. */
export function warnings(item: ItemResult): Finding[] {
  return item.findings.filter((finding) => finding.role === 'warn' && finding.result !== 'true')
}

/** The looks an item was judged on. */
export function looksOf(item: ItemResult, looks: ReadonlyMap<string, LookResult>): LookResult[] {
  return item.looks.flatMap((id) => looks.get(id) ?? [])
}

/** `document line 55`, `document lines 11-18,41`. */
export const documentLines = (lines: string): string => `document ${/^\d+$/.test(lines) ? 'line' : 'lines'} ${lines}`

export function looksById(report: Report): Map<string, LookResult> {
  return new Map(report.looks.map((look) => [look.id, look]))
}

/**
 * The line that repeats what decided the item: of the step that its first unmet finding reads (where all hold, its first one), of the look
 * that has no steps, or of the step that failed where nothing could be seen. None rather than one of another step: that might write.
 */
export function repeatLine(item: ItemResult, looks: ReadonlyMap<string, LookResult>): string | undefined {
  const made = looksOf(item, looks)
  const failed = item.outcome === 'unknown' ? failedStep(item, made) : undefined
  // Of a step with rows the one that failed was the last.
  if (failed) return failed.repeat?.split(AFTER_ROW).at(-1)
  const open = unmet(item)
  const decided = open.length > 0 ? open : item.findings.filter(({ role }) => role === 'expect')
  const texts = [...decided].sort((a, b) => Number(b.result === 'false') - Number(a.result === 'false')).flatMap(decidingTexts)
  for (const text of texts) {
    const line = lineOf(text, made, texts)
    if (line !== undefined) return line.repeat
  }
  return made.find(({ repeat, steps }) => repeat !== undefined && steps.length === 0)?.repeat
}

/** `on attempt 2 of 3`, `after 3 attempts`, `looked 5 times`; nothing for a look that went well at once. */
export function attemptsLine(look: LookResult): string | undefined {
  const parts: string[] = []
  if (look.attempts > 1) parts.push(attemptsText(look))
  if (look.polls > 1) parts.push(`looked ${look.polls} times`)
  return parts.length > 0 ? parts.join(', ') : undefined
}

function attemptsText({ attempts, retries, failed }: LookResult): string {
  if (failed) return `after ${attempts} attempts`
  return attempts < retries + 1 ? `on attempt ${attempts} of ${retries + 1}` : `on attempt ${attempts}`
}

/** Why a finding is not simply true or false: its detail, or what its result means. */
export function findingDetail(finding: Finding): string | undefined {
  if (finding.detail) return line(finding.detail, 400)
  if (finding.result === 'true' || finding.result === 'false' || finding.shown) return undefined
  return finding.reason ? `${finding.result}: ${finding.reason}` : finding.result
}

/** What was wanted, safe: the author's sentence, else the expression. */
export function wantedText({ message, text }: Finding, max = 400): string {
  return message === undefined ? evidence(text, max) : line(message, max)
}

/** `label: value` of what the author wants shown, else `text = value` for every value that decided the finding, safe; a long text says less than its value alone. */
export function valueLines({ shown, values }: Finding): string[] {
  if (shown) return shown.map(({ label, value }) => `${line(label, 80)}: ${evidence(value)}`)
  return values.map(({ text, value }) => (text.length > LONG_TEXT ? evidence(value) : `${evidence(text)} = ${evidence(value)}`))
}

const LONG_TEXT = 72

/** Why the report cannot be signed, or undefined for a whole run that ended in GO. */
export function whyNotSignable(report: Report): string | undefined {
  if (report.verdict !== 'GO') return `the verdict is ${report.verdict}`
  if (report.run.interrupted !== undefined) return 'the run was interrupted'
  if (report.run.partial !== undefined) return 'the run is partial'
  if (report.leftBehind.length > 0) return 'the run left something behind'
  if (report.run.replayOf) return 'this is a replay; the report of the recorded run is the one to sign'
  return undefined
}

/** Texts of a finding that name what decided it, the values that are false first. */
function decidingTexts({ text, values }: Finding): string[] {
  const rank: Readonly<Record<string, number>> = { false: 0, true: 2 }
  const sorted = [...values].sort((a, b) => (rank[a.value] ?? 1) - (rank[b.value] ?? 1))
  return [...sorted.map((value) => `${value.text} = ${value.value}`), text]
}

/** What the first step or look that a text names has for a line; undefined when it names none. */
function lineOf(text: string, made: readonly LookResult[], texts: readonly string[]): { readonly repeat: string | undefined } | undefined {
  const [, named, step] =
    /(?:\blooks\.(\w+))?(?:(?:^|[^\w.]|\.)steps\.(\w+))?/.exec(text.slice(Math.max(0, text.search(/\b(?:looks|steps)\.\w/)))) ?? []
  const look =
    named === undefined
      ? made.find(({ steps }) => steps.some(({ id }) => id === step))
      : made.find(({ id, name }) => name === named || id === named)
  if (look === undefined || (step === undefined && look.steps.length > 0)) return undefined
  if (step === undefined) return { repeat: look.repeat }
  const at = look.steps.findIndex(({ id }) => id === step)
  const sent = at < 0 ? undefined : look.steps.slice(0, at + 1).findLast(({ summary }) => !summary.includes(SENDS_NOTHING))
  return { repeat: sent?.repeat === undefined ? undefined : rowLine(sent, texts) }
}

/** How probes that only judge what another step was answered say so: their line is that of the step before. */
const SENDS_NOTHING = '(nothing is sent)'

/** The step for which nothing was seen: its failure is in the reason of the item. */
function failedStep({ unknown, findings }: ItemResult, made: readonly LookResult[]): StepResult | undefined {
  const reasons = [unknown?.detail, ...findings.map(({ detail }) => detail)].filter((reason) => reason !== undefined)
  return made.flatMap(({ steps }) => steps).find(({ failed }) => failed && reasons.some((reason) => reason.includes(failed.detail)))
}

/** The line of the row that the values show, where a step has a line for each row. */
function rowLine({ id, repeat = '' }: StepResult, texts: readonly string[]): string | undefined {
  const lines = repeat.split(AFTER_ROW)
  if (lines.length === 1) return repeat
  const shown = texts.flatMap((text) => {
    const [, field, key, variable] = new RegExp(`\\bsteps\\.${id}(?:\\.(\\w+)|\\[["']([^"']*)["']\\])|^\\w+ = "([^"]*)"$`).exec(text) ?? []
    return field ?? key ?? variable ?? []
  })
  for (const row of shown) {
    const found = lines.find((line) => ROW.exec(line)?.[1] === row)
    if (found !== undefined) return found
  }
  return undefined
}

/** The comment that says for which row a line is. */
const ROW = /#"row ([^"]*)"$/
const AFTER_ROW = /(?<=#"row [^"\n]*")\n/
