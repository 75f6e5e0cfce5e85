import type { ItemResult, LookResult, Report } from '../../core/report.ts'
import { asAbove, tell, type Told } from '../causes.ts'
import { inFull, wordLine } from '../explain.ts'
import { nextSteps, numbered, stepText, type Step } from '../next.ts'
import { environmentLine, gateLine, headline, laterLines, ledgerLine, reasons, releaseLine, runNotices, timeLine } from '../summary.ts'
import { count, line, listed, paragraphs, thousands } from '../text.ts'
import { byRoot, looksById, OUTCOME_WORDS, rootCause, SETTLED_WORDS, topItems, warnings, worstFirst } from '../view.ts'
import { code, fence, inert } from './inert.ts'

/** GitHub takes 65,536 characters in a comment; the rest is room for what a workflow adds. */
const MAX_CHARACTERS = 60_000
const ICONS: Readonly<Record<Report['verdict'], string>> = { GO: '✅', 'NO-GO': '❌', UNDETERMINED: '❔' }
const GATE_WORDS = { met: '✅ met', failed: '❌ not met', open: '❔ open', empty: '❌ nothing applies' } as const

/** A comment on a pull request or a step summary: the verdict first, details as far as they fit. */
export function renderMarkdown(report: Report): string {
  const looks = looksById(report)
  const items = worstFirst(topItems(report))
  const head = [...verdict(report), ...gateTable(report), ...next(report)]
  const blocks = [
    ...titled(
      '### Fails',
      items.filter((item) => item.outcome === 'fail').map((item) => itemBlock(item, looks)),
    ),
    ...titled('### Not known', unknownBlocks(items, looks)),
    ...titled('### Left behind', bullets(report.leftBehind)),
    ...titled(
      '### Waived',
      items.filter((item) => item.outcome === 'waived').map((item) => itemBlock(item, looks)),
    ),
    ...passed(report),
    ...titled('### Notes', bullets(report.notes)),
  ]
  return `${fitting(head, blocks, foot(report)).join('\n')}\n`
}

function verdict(report: Report): string[] {
  return [
    `## ${ICONS[report.verdict]} ${inert(headline(report))}`,
    '',
    ...reasons(report).map((why) => `- ${inert(why)}`),
    ...runNotices(report).map((notice) => `- **${inert(notice)}**`),
    '',
    `${inert(ledgerLine(report))}  `,
    `Environment: ${code(environmentLine(report))}  `,
    `Release: ${code(releaseLine(report))}  `,
    `Run: ${code(line(report.run.id, 80))}, ${inert(timeLine(report))}`,
    '',
  ]
}

function gateTable(report: Report): string[] {
  const rows = report.phases.flatMap((phase) =>
    phase.gates.map(
      (gate) => `| ${inert(line(phase.phase, 40))} | ${gate.severity} | ${inert(gateLine(gate, report))} | ${GATE_WORDS[gate.state]} |`,
    ),
  )
  return rows.length === 0 ? [] : ['| Phase | Severity | Arithmetic | Gate |', '|---|---|---|---|', ...rows.slice(0, 40), '']
}

function next(report: Report): string[] {
  const steps = nextSteps(report)
  const numbers = numbered(steps)
  return steps.length === 0 ? [] : ['**Next**', '', ...steps.map((step, index) => listItem(numbers[index], markdownStep(step))), '']
}

/** What has no number goes on with the step before it. */
const listItem = (number: string | undefined, text: string): string => (number === undefined ? `   *${text}*` : `${number}. ${text}`)

function markdownStep(step: Step): string {
  const { command, ...words } = step
  return `${inert(stepText(words))}${command === undefined ? '' : `: ${code(command)}`}`
}

function itemBlock(item: ItemResult, looks: ReadonlyMap<string, LookResult>): string[] {
  const fix = item.fix === undefined || item.outcome === 'unknown' ? [] : ['', `**Fix:** ${paragraphs(item.fix).map(inert).join(' ')}`]
  const lines = inFull(item, looks).filter((row) => !row.startsWith('fix: '))
  return [
    `**${inert(line(item.title))}** ${code(line(item.id, 80))} (${item.severity})`,
    ...fix,
    '',
    ...(lines.length > 0 ? [...fence(lines), ''] : []),
  ]
}

function unknownBlocks(items: readonly ItemResult[], looks: ReadonlyMap<string, LookResult>): string[][] {
  const unknown = items.filter((item) => item.outcome === 'unknown')
  const told: Told = new Set()
  const again = new Map<string, string[]>()
  const full = unknown
    .filter((item) => rootCause(item) === undefined)
    .flatMap((item) => {
      const above = asAbove(item, told, 160)
      if (above === undefined) {
        tell(item, told)
        return [itemBlock(item, looks)]
      }
      again.set(above, [...(again.get(above) ?? []), line(item.id, 60)])
      return []
    })
  const same = [...again].map(([above, ids]) => [`- ${count(ids.length, 'item')} unknown ${inert(above)}: ${inert(listed(ids, 6))}`])
  const blocked = [...byRoot(unknown)].map(([root, group]) => [
    `- ${count(group.length, 'item')} blocked by ${code(line(root, 80))}: ${inert(
      listed(
        group.map((item) => line(item.id, 60)),
        6,
      ),
    )}`,
  ])
  return [...full, ...same, ...blocked]
}

function bullets(texts: readonly string[]): string[][] {
  return texts.map((text) => [`- ${inert(line(text))}`])
}

function titled(title: string, blocks: readonly string[][]): string[][] {
  return blocks.map((block, index) => (index === 0 ? ['', title, '', ...block] : block))
}

/** Passes and what does not apply, folded, a section at a time so that a long one can be left out alone. */
function passed(report: Report): string[][] {
  return report.sections.flatMap((section) => {
    const items = section.items.filter((item) => item.outcome === 'pass' || item.outcome === 'not-applicable')
    if (items.length === 0) return []
    const rows = items.map(
      (item) =>
        `- ${OUTCOME_WORDS[item.outcome]}: ${inert(line(item.title))} ${code(line(item.id, 80))} (${item.severity}${item.outcome === 'pass' ? `, ${SETTLED_WORDS[item.settledBy]}` : ''})${warnings(item).length > 0 ? `, ${count(warnings(item).length, 'warning')}` : ''}${item.attestation ? `: word of ${inert(wordLine(item.attestation))}` : ''}`,
    )
    return [
      [
        '',
        `<details><summary>${inert(line(section.title))}: ${count(items.length, 'item')} without a fault</summary>`,
        '',
        ...rows,
        '',
        '</details>',
      ],
    ]
  })
}

function foot(report: Report): string[] {
  const ids = report.later.map((item) => line(item.id, 60))
  const later = laterLines(report).flatMap((text) => ['', `${inert(text)}: ${inert(listed(ids, 8))}`])
  return [...later, '', `readiness ${inert(line(report.tool.version, 40))}, verdict **${report.verdict}**`]
}

/** Head and foot always; blocks in order as long as they fit, and how many are left out. */
function fitting(head: readonly string[], blocks: readonly string[][], tail: readonly string[]): string[] {
  let room = MAX_CHARACTERS - size(head) - size(tail) - 200
  const kept: string[] = []
  let left = 0
  for (const block of blocks) {
    const needed = size(block)
    if (needed > room) {
      left += 1
      continue
    }
    room -= needed
    kept.push(...block)
  }
  const note = left === 0 ? [] : ['', `**${thousands(left)} more blocks of details are left out here**; the report in full has them.`]
  return [...head, ...kept, ...note, ...tail]
}

function size(lines: readonly string[]): number {
  return lines.reduce((sum, row) => sum + row.length + 1, 0)
}
