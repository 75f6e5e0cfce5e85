import { refusedIdentityIn } from '../core/refused-identity.ts'
import type { ItemResult, Report } from '../core/report.ts'
import { quoted } from '../core/shell-word.ts'
import { causesOf, decidingLeaves, sharedCauses, type Cause } from './causes.ts'
import { count, line, listed } from './text.ts'
import { topItems, unmet, wantedText, whyNotSignable, worstFirst } from './view.ts'

/** One thing to do: `items: text`, and the command that does it. */
export interface Step {
  /** Ids of the items that it mends, for links. */
  readonly items: readonly string[]
  readonly text: string
  readonly command?: string
  /** Tells of further steps and is none itself: it has no number. */
  readonly aside?: true
}

const MAX_FAILURES = 8
const NAMED = 3

/** A step as one safe line. */
export function stepText({ items, text, command }: Step): string {
  return `${stepItems(items)}${text}${command === undefined ? '' : `: ${command}`}`
}

/** The numbers that steps are shown with, undefined for what is no step. */
export function numbered(steps: readonly Step[]): (string | undefined)[] {
  return steps.map((step, index) => (step.aside ? undefined : String(steps.slice(0, index + 1).filter(({ aside }) => !aside).length)))
}

/** What to do next, most important first: clean up, what blocks many items, failures by severity, other unknown items. */
export function nextSteps(report: Report): Step[] {
  const failed = failures(report)
  const open = [...sharedCauses(report).slice(0, 3).map(mend), ...failed.slice(0, MAX_FAILURES), ...left(failed), ...settling(report)]
  const steps = [...cleaning(report), ...open]
  if (steps.length === 0 && report.verdict !== 'GO')
    steps.push(...report.because.slice(0, 3).map((why) => ({ items: [], text: `Settle: ${line(why)}` })))
  if (open.length > 0) steps.push(again(report))
  if (whyNotSignable(report) === undefined && report.signOff.length > 0)
    steps.push({
      items: [],
      text: `Have it signed by ${listed(
        report.signOff.map((sign) => line(sign.role, 60)),
        6,
      )}`,
    })
  return steps
}

/** One step for all items that are unknown by one cause. */
function mend({ items, text, unproven, leaves }: Cause): Step {
  const many = count(items.length, 'item')
  if (unproven) return { items: [], text: `Mend this first, ${many} cannot be known before: ${text}` }
  return { items: [], text: `${many}: ${text}: ${line(leaves[0]?.settle ?? 'find out why it is unknown')}` }
}

/** Steps for the unknown items that share no cause with many others. */
function settling(report: Report): Step[] {
  const shared = new Set(sharedCauses(report).map(({ key }) => key))
  const leaves = causesOf(report)
    .filter(({ key }) => !shared.has(key))
    .flatMap((cause) => cause.leaves)
  const unattested = new Set(leaves.filter(({ unknown }) => unknown?.reason === 'unattested').map(({ id }) => id))
  return bySameAnswer(
    worstFirst(leaves).map((leaf) => ({ id: leaf.id, answer: line(leaf.settle ?? leaf.unknown?.detail ?? 'find out why it is unknown') })),
  )
    .slice(0, 3)
    .map((step) => (unattested.has(step.items[0] ?? '') ? attesting(step, report) : step))
}

/** The command that writes a person's word down, for the first of the items. */
function attesting({ items, text }: Step, { environment, run }: Report): Step {
  const [id = ''] = items
  const words = ['readiness', 'attest', quoted(id), ...options(run.command, ['--config', '-c', '--checklist'])]
  const command = line([...words, '--env', quoted(environment.name), '--by', '"<name>"', '--evidence', '<link>'].join(' '), 1000)
  return { items, text: items.length === 1 ? text : `${text}, each with a command like this`, command }
}

/** `a, b and 3 more: `; nothing for a step that is not about single items. */
function stepItems(items: readonly string[]): string {
  return items.length === 0
    ? ''
    : `${listed(
        items.map((id) => line(id, 80)),
        NAMED,
      )}: `
}

/** What the failing parts need, the heaviest items first; one step for all that the same answer mends. */
function failures(report: Report): Step[] {
  const items = worstFirst(topItems(report).filter((item) => item.outcome === 'fail'))
  return bySameAnswer(items.flatMap((item) => decidingLeaves(item).map((leaf) => ({ id: leaf.id, answer: remedy(item, leaf) }))))
}

function left(steps: readonly Step[]): Step[] {
  const more = steps.slice(MAX_FAILURES).reduce((sum, step) => sum + step.items.length, 0)
  return more === 0
    ? []
    : [{ items: [], text: `and ${count(more, 'more failure')}, shown with ${more === 1 ? 'its item' : 'their items'}`, aside: true }]
}

/** The fix of the part, or of the nearest item around it that has one. */
function remedy(item: ItemResult, leaf: ItemResult): string {
  const fix = pathTo(item, leaf).findLast((one) => one.fix !== undefined)?.fix
  const finding = unmet(leaf)[0]
  if (fix !== undefined) return line(fix)
  const refused = refusedIdentityIn(finding?.detail)
  if (refused !== undefined) return `${line(refused)}; renew its secret, or give it the right`
  return finding ? `make this hold: ${wantedText(finding, 200)}` : line(leaf.title)
}

function pathTo(item: ItemResult, leaf: ItemResult): ItemResult[] {
  if (item === leaf) return [item]
  for (const child of item.children) {
    const path = pathTo(child, leaf)
    if (path.length > 0) return [item, ...path]
  }
  return []
}

function bySameAnswer(answers: readonly { readonly id: string; readonly answer: string }[]): Step[] {
  const groups = new Map<string, string[]>()
  for (const { id, answer } of answers) {
    const ids = groups.get(answer)
    if (ids) ids.push(id)
    else groups.set(answer, [id])
  }
  return [...groups].map(([text, items]) => ({ items, text }))
}

function cleaning({ leftBehind, run }: Report): Step[] {
  const [first] = leftBehind
  if (first === undefined) return []
  const more = leftBehind.length > 1 ? ` and ${leftBehind.length - 1} more` : ''
  const words = ['readiness', 'cleanup', ...options(run.command, ['--config', '-c', '--checklist']), '--run', quoted(run.id)]
  return [{ items: [], text: `Undo what was left behind (${line(first)}${more})`, command: line(words.join(' '), 1000) }]
}

/** The command of the run with `--failed`; a run that was not recorded is made again with `--record`, which the next one can read. */
function again({ run }: Report): Step {
  const words = wordsOf(run.command)
  const file = valueOf(words, '--record')
  const checks = words[0] === 'readiness' && words[1] === 'check'
  const kept = checks ? without(words, [...(file === undefined ? [] : ['--failed']), '--record', '--output', '-o']) : ['readiness', 'check']
  if (file !== undefined) return { items: [], text: 'Run only these again', command: line([...kept, '--failed', file].join(' '), 1000) }
  const name = valueOf(kept, '--failed') === 'run.json' ? 'again.json' : 'run.json'
  return {
    items: [],
    text: `To run only these again, first record a run; then --failed ${name} in place of --record ${name} runs what did not pass`,
    command: line([...kept, '--record', name].join(' '), 1000),
  }
}

/** Words of a command line as they stand, quotes and all. */
function wordsOf(command: string): string[] {
  return command.match(/(?:[^\s'\\]|\\.|'[^']*')+/g) ?? []
}

function valueOf(words: readonly string[], flag: string): string | undefined {
  const at = words.indexOf(flag)
  return at < 0 ? undefined : words[at + 1]
}

function without(words: readonly string[], flags: readonly string[]): string[] {
  return words.filter((word, index) => !flags.includes(word) && !flags.includes(words[index - 1] ?? ''))
}

function options(command: string, flags: readonly string[]): string[] {
  return wordsOf(command).filter((word, index, words) => flags.includes(word) || flags.includes(words[index - 1] ?? ''))
}
