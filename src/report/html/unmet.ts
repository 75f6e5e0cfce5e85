import type { ItemResult, Report } from '../../core/report.ts'
import { decidingLeaves, sharedCauses, causeKey } from '../causes.ts'
import { inOneLine } from '../explain.ts'
import { count, line } from '../text.ts'
import { rootCause, topItems, worstFirst } from '../view.ts'

/** One line of the list of what is not met; empty `anchor` for one that stands for many items. */
export interface UnmetView {
  readonly outcome: 'fail' | 'unknown'
  readonly mark: string
  readonly title: string
  readonly id: string
  readonly anchor: string
  readonly text: string
}

/** The part of an address of the page that leads to an item; empty for ids that could be anything else. */
export function anchorOf(id: string): string {
  return /^[A-Za-z][\w.-]{0,119}$/.test(id) ? id : ''
}

/** Failing parts, the heaviest items first, then what is unknown; a cause that many share stands once. */
export function unmetViews(report: Report): UnmetView[] {
  const shared = sharedCauses(report)
  const keys = new Set(shared.map(({ key }) => key))
  const leaves = (outcome: 'fail' | 'unknown'): ItemResult[] =>
    worstFirst(topItems(report).filter((item) => item.outcome === outcome)).flatMap(decidingLeaves)
  const alone = leaves('unknown').filter((leaf) => rootCause(leaf) === undefined && !keys.has(leaf.unknown ? causeKey(leaf.unknown) : ''))
  return [
    ...leaves('fail').map((leaf) => viewOf(leaf, 'fail', '✗')),
    ...shared.map(({ items, text, leaves: parts }) => ({
      outcome: 'unknown' as const,
      mark: '?',
      title: `${count(items.length, 'item')}${parts.length > items.length ? `, ${count(parts.length, 'part')}` : ''}`,
      id: '',
      anchor: '',
      text,
    })),
    ...alone.map((leaf) => viewOf(leaf, 'unknown', '?')),
  ]
}

function viewOf(item: ItemResult, outcome: 'fail' | 'unknown', mark: string): UnmetView {
  return {
    outcome,
    mark,
    title: line(item.title, 200),
    id: line(item.id, 120),
    anchor: anchorOf(item.id),
    text: clipped(inOneLine(item, 200), 300),
  }
}

function clipped(text: string, max: number): string {
  const characters = [...text]
  return characters.length <= max ? text : `${characters.slice(0, max - 3).join('')}...`
}
