import type { Finding } from '../../core/finding.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { ItemResult, LookResult } from '../../core/report.ts'
import { asAbove, tell, type Told } from '../causes.ts'
import { wordGiven } from '../explain.ts'
import { evidence, line, paragraphs } from '../text.ts'
import {
  attemptsLine,
  documentLines,
  findingDetail,
  looksOf,
  OUTCOME_WORDS,
  repeatLine,
  rootCause,
  settledWord,
  valueLines,
  wantedText,
} from '../view.ts'
import { briefly } from './brief.ts'
import { anchorOf } from './unmet.ts'

export interface Row {
  readonly label: string
  readonly lines: readonly string[]
  readonly mono: boolean
  /** Left out on paper, where only what explains the outcome stands: what held, and expressions that a sentence tells. */
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

/** What the items of one page share: the looks, the anchors that are taken, and the causes that stand further up. */
export interface Page {
  readonly looks: ReadonlyMap<string, LookResult>
  readonly anchors: Set<string>
  readonly told: Told
}

const MARKS: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✗', unknown: '?', waived: '~', 'not-applicable': '–' }
const SHOWN_FIRST: readonly Outcome[] = ['fail', 'unknown', 'waived', 'pass', 'not-applicable']
const ABOVE_CHARACTERS = 72

/** An item with all that explains it, and its parts, the open ones first. */
export function itemView(item: ItemResult, page: Page): ItemView {
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
  const mono = finding.message === undefined
  const wanted = wantedText(finding)
  const expression: Row[] = mono ? [] : [{ ...row('expression', [evidence(finding.text)], true), held: true }]
  if (finding.result === 'true')
    return [{ ...row(finding.role === 'expect' ? 'holds' : finding.role, [wanted, ...seen], mono), held: true }, ...expression]
  const label = { expect: 'wanted', enough: 'wanted first', when: 'only when', warn: 'warning' }[finding.role]
  return [row(label, [wanted], mono), ...(seen.length > 0 ? [row('seen', seen, true)] : []), ...expression]
}

function row(label: string, lines: readonly string[], mono = false): Row {
  return { label, lines, mono }
}

function linked(label: string, address: string): Row {
  const text = line(address, 1000)
  return /^https?:\/\/[^\s\\]+$/.test(text) ? { ...row(label, [text]), href: text } : row(label, [text])
}
