import type { GateResult, ItemResult, LookResult, Report } from '../../core/report.ts'
import type { Finding } from '../../core/finding.ts'
import type { Outcome } from '../../core/outcome.ts'
import { nextSteps } from '../next.ts'
import { asAbove, namesOf, sharedCauses, tell, type Told } from '../causes.ts'
import { anchorOf, unmetViews } from './unmet.ts'
import { briefly, stepViews } from './brief.ts'
import { environmentLine, gateLine, headline, laterLines, ledgerLine, reasons, releaseLine, runNotices, timeLine } from '../summary.ts'
import { wordGiven } from '../explain.ts'
import { count, evidence, line, listed, paragraphs, time } from '../text.ts'
import {
  attemptsLine,
  byRoot,
  documentLines,
  findingDetail,
  looksById,
  looksOf,
  OUTCOME_WORDS,
  repeatLine,
  rootCause,
  settledWord,
  topItems,
  valueLines,
  whyNotSignable,
  worstFirst,
} from '../view.ts'

export interface Row {
  readonly label: string
  readonly lines: readonly string[]
  readonly mono: boolean
  /** Held: left out on paper, where only what explains the outcome stands. */
  readonly held?: true
  /** Set only for http and https addresses. */
  readonly href?: string
}

export interface ItemView {
  readonly id: string
  /** Where links lead to; empty when the id cannot be one, or stands on the page already. */
  readonly anchor: string
  /** The evidence of a pass in one line, for paper. */
  readonly brief: string
  readonly title: string
  readonly outcome: Outcome
  readonly mark: string
  readonly word: string
  readonly severity: string
  readonly settled: string
  readonly about: string
  readonly rows: readonly Row[]
  readonly open: boolean
  /** Unknown by causes that stand in full further up. */
  readonly told: boolean
  readonly children: readonly ItemView[]
}

export interface GateView {
  readonly phase: string
  readonly severity: string
  readonly text: string
  readonly state: GateResult['state']
  readonly word: string
  /** Per cent, 0 to 100, for the bar. */
  readonly share: number
  readonly needs: number
}

const MARKS: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✗', unknown: '?', waived: '~', 'not-applicable': '–' }
const GATE_WORDS: Readonly<Record<GateResult['state'], string>> = {
  met: '✓ met',
  failed: '✗ not met',
  open: '? open',
  empty: '✗ nothing applies',
}

/** Everything the page shows, as safe text that needs only HTML escaping. */
export function pageModel(report: Report) {
  const page: Page = { looks: looksById(report), anchors: new Set(), told: new Set() }
  const blocked = whyNotSignable(report)
  const sections = report.sections.map((section) => ({
    title: report.checklists.length > 1 ? `${line(section.checklist, 60)}: ${line(section.title)}` : line(section.title),
    fine: section.items.every((item) => item.outcome === 'pass' || item.outcome === 'not-applicable'),
    items: section.items.map((item) => itemView(item, page)),
  }))
  const reached = (anchor: string): string => (page.anchors.has(anchor) ? anchor : '')
  return {
    verdict: report.verdict,
    subject: headline(report).slice(report.verdict.length).trim(),
    because: reasons(report, 20),
    notices: runNotices(report),
    titles: report.checklists.map((checklist) => line(checklist.title)),
    identity: identity(report),
    gates: gates(report),
    ledger: ledgerLine(report),
    notJudged: laterLines(report),
    next: stepViews(nextSteps(report), reached),
    sections,
    unmet: unmetViews(report).map((one) => ({ ...one, anchor: reached(one.anchor) })),
    unknown: notKnown(report),
    later: report.later.map((item) => ({
      id: line(item.id, 80),
      title: line(item.title),
      phase: line(item.phase, 40),
      severity: item.severity,
    })),
    facts: report.facts.map((fact) => ({
      name: line(fact.name, 80),
      text: evidence(fact.text),
      value: fact.unknown ? `unknown, ${fact.unknown.reason}: ${line(fact.unknown.detail)}` : evidence(fact.value ?? ''),
    })),
    leftBehind: report.leftBehind.map((left) => line(left)),
    notes: report.notes.map((note) => line(note)),
    words: attestations(report),
    notSignable: blocked === undefined ? '' : `Not signable: ${blocked}.`,
    covers: `${environmentLine(report)}; release ${releaseLine(report)}; run ${line(report.run.id, 80)} of ${time(report.run.startedAt)}`,
    digests: report.checklists.map((checklist) => `${line(checklist.id, 80)} ${line(checklist.digest, 80)}`),
    roles: report.signOff.map((sign) => line(sign.role, 80)),
    foot: `run ${report.run.id}, ${report.verdict}`.replace(/[^\w .,:-]/g, '').slice(0, 80),
  }
}

function identity(report: Report): { label: string; text: string; mono: boolean }[] {
  return [
    { label: 'Environment', text: environmentLine(report), mono: false },
    { label: 'Release', text: releaseLine(report), mono: false },
    { label: 'Time', text: `${timeLine(report)} (ended ${time(report.run.finishedAt)})`, mono: false },
    { label: 'Run', text: line(report.run.id, 80), mono: true },
    ...report.checklists.map((checklist) => ({
      label: 'Checklist',
      text: `${line(checklist.file, 200)}, SHA-256 ${line(checklist.digest, 80)}${checklist.source === undefined ? '' : `, from ${line(checklist.source, 200)}`}${checklist.owner === undefined ? '' : `, owner ${line(checklist.owner, 80)}`}`,
      mono: false,
    })),
    { label: 'Effects', text: report.environment.allow.length > 0 ? listed(report.environment.allow, 10) : 'none', mono: false },
    { label: 'Command', text: line(report.run.command, 500), mono: true },
    { label: 'Made by', text: `readiness ${line(report.tool.version, 40)}`, mono: false },
  ]
}

function gates(report: Report): GateView[] {
  return report.phases.flatMap((phase) =>
    phase.gates.map((gate) => ({
      phase: line(phase.phase, 40),
      severity: gate.severity,
      text: gateLine(gate, report),
      state: gate.state,
      word: GATE_WORDS[gate.state],
      share: percent(gate.applicable === 0 ? 0 : (gate.met * 100) / gate.applicable),
      needs: percent(gate.atLeast),
    })),
  )
}

function percent(value: number): number {
  return Math.round(Math.min(Math.max(value, 0), 100))
}

interface Page {
  readonly looks: ReadonlyMap<string, LookResult>
  readonly anchors: Set<string>
  readonly told: Told
}

const SHOWN_FIRST: readonly Outcome[] = ['fail', 'unknown', 'waived', 'pass', 'not-applicable']
const ABOVE_CHARACTERS = 72

function itemView(item: ItemResult, page: Page): ItemView {
  const about = [
    item.lines === undefined ? '' : documentLines(line(item.lines, 40)),
    item.owner === undefined ? '' : `owner ${line(item.owner, 80)}`,
    item.due === undefined ? '' : `due ${line(item.due, 40)}`,
    item.needed ? 'needed by a selected item' : '',
  ]
  const wanted = anchorOf(item.id)
  const anchor = page.anchors.has(wanted) ? '' : wanted
  if (anchor !== '') page.anchors.add(anchor)
  const above = asAbove(item, page.told, ABOVE_CHARACTERS)
  if (item.children.length === 0) tell(item, page.told)
  const children = [...item.children].sort((a, b) => SHOWN_FIRST.indexOf(a.outcome) - SHOWN_FIRST.indexOf(b.outcome))
  return {
    id: line(item.id, 120),
    anchor,
    brief: briefly(item, page.looks),
    title: line(item.title),
    outcome: item.outcome,
    mark: MARKS[item.outcome],
    word: OUTCOME_WORDS[item.outcome],
    severity: item.severity,
    settled: settledWord(item),
    about: about.filter((part) => part !== '').join(', '),
    told: above !== undefined,
    rows: above === undefined ? rows(item, page.looks) : [row('unknown', [above])],
    open: item.outcome === 'fail' || item.outcome === 'unknown' || item.outcome === 'waived',
    children: children.map((child) => itemView(child, page)),
  }
}

function rows(item: ItemResult, looks: ReadonlyMap<string, LookResult>): Row[] {
  const made = looksOf(item, looks)
  const repeat = item.outcome === 'fail' || item.outcome === 'unknown' ? repeatLine(item, looks) : undefined
  const root = rootCause(item)
  const word = item.attestation
  const told: readonly (Row | false | undefined)[] = [
    item.unknown &&
      !item.children.some((child) => child.outcome === 'unknown') &&
      row('unknown', [`${item.unknown.reason}${root === undefined ? '' : ` by ${line(root, 80)}`}: ${line(item.unknown.detail, 400)}`]),
    ...item.findings.flatMap(findingRows),
    word && row('word of', [wordGiven(word)]),
    word?.evidence === undefined ? undefined : linked('evidence', word.evidence),
    item.why === undefined ? undefined : row('why', paragraphs(item.why)),
    item.fix === undefined || item.outcome === 'pass' || item.outcome === 'unknown' ? undefined : row('fix', paragraphs(item.fix)),
    ...item.links.slice(0, 10).map((link) => linked('see', link)),
    ...made.map((look) =>
      row(
        'looked',
        [
          `${evidence(look.summary, 200)}${attemptsLine(look) === undefined ? '' : `, ${attemptsLine(look)}`}${look.failed ? `: ${look.failed.reason}` : ''}`,
        ],
        true,
      ),
    ),
    repeat === undefined ? undefined : row('repeat', [evidence(repeat, 1000)], true),
  ]
  return told.filter((one) => one !== undefined && one !== false)
}

/** What held in one row, what did not in two. */
function findingRows(finding: Finding): Row[] {
  const detail = findingDetail(finding)
  const seen = [...valueLines(finding).slice(0, 20), ...(detail === undefined ? [] : [detail])]
  const expression = evidence(finding.text)
  if (finding.result === 'true')
    return [{ ...row(finding.role === 'expect' ? 'holds' : finding.role, [expression, ...seen], true), held: true }]
  const label = { expect: 'wanted', enough: 'wanted first', when: 'only when', warn: 'warning' }[finding.role]
  return [row(label, [expression], true), ...(seen.length > 0 ? [row('seen', seen, true)] : [])]
}

function row(label: string, lines: readonly string[], mono = false): Row {
  return { label, lines, mono }
}

function linked(label: string, address: string): Row {
  const text = line(address, 1000)
  return /^https?:\/\/[^\s\\]+$/.test(text) ? { ...row(label, [text]), href: text } : row(label, [text])
}

/** One row for each unknown item, one for all that share a cause, and one for all that wait for the same item. */
function notKnown(report: Report): { id: string; title: string; severity: string; reason: string; settle: string }[] {
  const items = topItems(report).filter((item) => item.outcome === 'unknown')
  const shared = sharedCauses(report)
  const told: Told = new Set(shared.map(({ key }) => key))
  const many = shared.map((cause) => ({
    id: namesOf(cause.leaves),
    title: count(cause.items.length, 'item'),
    severity: worstFirst(cause.items)[0]?.severity ?? '',
    reason: cause.leaves[0]?.unknown?.reason ?? 'unknown',
    settle: cause.unproven ? `Mend this: ${cause.text}` : line(`${cause.text}: ${cause.leaves[0]?.settle ?? ''}`, 400),
  }))
  const own = items
    .filter((item) => rootCause(item) === undefined && asAbove(item, told, 1) === undefined)
    .map((item) => ({
      id: line(item.id, 120),
      title: line(item.title),
      severity: item.severity,
      reason: item.unknown?.reason ?? 'unknown',
      settle: line(item.settle ?? item.unknown?.detail ?? '', 400),
    }))
  const blocked = [...byRoot(items)].map(([root, group]) => ({
    id: listed(
      group.map((item) => line(item.id, 60)),
      30,
    ),
    title: count(group.length, 'item'),
    severity: worstFirst(group)[0]?.severity ?? '',
    reason: `blocked by ${line(root, 80)}`,
    settle: `Settle ${line(root, 80)} first.`,
  }))
  return [...many, ...own, ...blocked]
}

function attestations(
  report: Report,
): { item: string; person: string; role: string; at: string; release: string; expires: string; proof: string }[] {
  return topItems(report).flatMap(({ id, attestation: word }) => {
    if (!word) return []
    return [
      {
        item: line(id, 120),
        person: line(word.person, 80),
        role: line(word.role, 80),
        at: time(word.at),
        release: word.release === undefined ? 'any' : line(word.release, 80),
        expires: word.expires === undefined ? 'no end' : time(word.expires),
        proof: word.evidence === undefined ? 'none' : line(word.evidence, 200),
      },
    ]
  })
}
