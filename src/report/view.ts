import type { Finding } from '../core/finding.ts'
import type { Outcome, SettledBy } from '../core/outcome.ts'
import type { ItemResult, LookResult, Report } from '../core/report.ts'
import { SEVERITIES } from '../core/severity.ts'
import { evidence, line, listed } from './text.ts'

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'pass', fail: 'fail', unknown: 'unknown', waived: 'waived', 'not-applicable': 'not applicable',
}

export const SETTLED_WORDS: Readonly<Record<SettledBy, string>> = { look: 'looked at', attestation: 'attested', children: 'by its parts' }

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

export function looksById(report: Report): Map<string, LookResult> {
  return new Map(report.looks.map((look) => [look.id, look]))
}

/** The line that repeats what decided the item: of the step that failed, or that its findings read, or of the look. */
export function repeatLine(item: ItemResult, looks: ReadonlyMap<string, LookResult>): string | undefined {
  const made = looksOf(item, looks)
  for (const look of made) {
    const failed = look.steps.find((step) => step.failed && step.repeat)
    if (failed?.repeat) return failed.repeat
  }
  const texts = unmet(item).flatMap((finding) => [finding.text, ...finding.values.map((value) => value.text)])
  for (const look of made) {
    const read = look.steps.findIndex((step) => texts.some((text) => readsStep(text, step.id)))
    // A step that only judges what another was answered has no line of its own.
    const sent = look.steps.slice(0, read + 1).findLast((step) => step.repeat)
    if (sent?.repeat) return sent.repeat
  }
  return made.find((look) => look.repeat)?.repeat ?? made.flatMap((look) => look.steps).find((step) => step.repeat)?.repeat
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
  if (finding.result === 'true' || finding.result === 'false') return undefined
  return finding.reason ? `${finding.result}: ${finding.reason}` : finding.result
}

/** `text = value`, both safe, for every value that decided the finding. */
export function valueLines(finding: Finding): string[] {
  return finding.values.map(({ text, value }) => `${evidence(text, 200)} = ${evidence(value)}`)
}

/** `pre-deploy and staging`. */
export function phaseNames(report: Report): string {
  return listed(report.phases.map((phase) => line(phase.phase, 40)), 6)
}

/** Why the report cannot be signed, or undefined for a whole run that ended in GO. */
export function whyNotSignable(report: Report): string | undefined {
  if (report.verdict !== 'GO') return `the verdict is ${report.verdict}`
  if (report.run.interrupted !== undefined) return 'the run was interrupted'
  if (report.run.partial !== undefined) return 'the run is partial'
  if (report.leftBehind.length > 0) return 'the run left something behind'
  if (report.run.replayOf) return 'this is a replay; the report of the recorded run is the one to sign'
  return undefined
}

function readsStep(text: string, step: string): boolean {
  const at = text.indexOf(`steps.${step}`)
  return at >= 0 && !/[A-Za-z0-9_]/.test(text.charAt(at + `steps.${step}`.length))
}
