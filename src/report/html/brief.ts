import type { ItemResult, LookResult } from '../../core/report.ts'
import { numbered, type Step } from '../next.ts'
import { count, evidence, line, listed, time } from '../text.ts'
import { looksOf, valueLines, wantedText, warnings } from '../view.ts'
import { anchorOf } from './unmet.ts'

const MAX_LINKS = 12
const MAX_CHARACTERS = 150

/** Steps with their numbers; empty for what is none. */
export function stepViews(steps: readonly Step[], reached: (anchor: string) => string) {
  const numbers = numbered(steps)
  return steps.map((step, index) => ({ ...stepView(step, reached), number: numbers[index] ?? '' }))
}

/** A step with its items as links where the page has them. */
function stepView({ items, text, command }: Step, reached: (anchor: string) => string) {
  const shown = items.slice(0, MAX_LINKS).map((id) => ({ id: line(id, 80), anchor: reached(anchorOf(id)) }))
  return { items: shown, more: items.length > shown.length ? ` and ${items.length - shown.length} more` : '', text, command: command ?? '' }
}

/** The evidence of a pass in one line: warnings, then its parts, the word of a person, or what held; empty for every other outcome. */
export function briefly(item: ItemResult, looks: ReadonlyMap<string, LookResult>): string {
  if (item.outcome !== 'pass') return ''
  return [...warnings(item).map((finding) => `warning: ${clipped(wantedText(finding, 120))}`), held(item, looks)]
    .filter((text) => text !== '')
    .join('; ')
}

function held(item: ItemResult, looks: ReadonlyMap<string, LookResult>): string {
  const { attestation: word, children } = item
  if (word)
    return line(
      `word of ${word.person} (${word.role}), ${time(word.at)}${word.release === undefined ? '' : `, for the release ${word.release}`}${word.evidence === undefined ? '' : `, evidence ${word.evidence}`}`,
      300,
    )
  if (children.length > 0)
    return clipped(
      `by ${count(children.filter(({ outcome }) => outcome === 'pass').length, 'part')} that pass: ${listed(
        children.filter(({ outcome }) => outcome === 'pass').map(({ id }) => line(id, 60)),
        5,
      )}`,
    )
  const good = item.findings.filter(({ result }) => result === 'true')
  const values = good.flatMap(valueLines)
  const look = looksOf(item, looks)[0]
  return clipped(
    values.length > 0
      ? values.join(', ')
      : [...good.map((finding) => wantedText(finding, 120)), ...(look ? [evidence(look.summary, 120)] : [])].join(', '),
  )
}

function clipped(text: string): string {
  const characters = [...text]
  return characters.length <= MAX_CHARACTERS ? text : `${characters.slice(0, MAX_CHARACTERS - 3).join('')}...`
}
