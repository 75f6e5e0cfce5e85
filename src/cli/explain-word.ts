import { PROBLEMS } from '../core/problems.ts'
import { UNKNOWN_REASONS, type UnknownReason } from '../core/unread.ts'
import { STATUSES, WORDS } from '../core/words.ts'
import { settleHint } from '../engine/settle-hint.ts'
import { hanging } from './hanging.ts'

/** What a word of reports, an exit status or the code of a problem means, a reason with how it is settled, `unknown` with all reasons; undefined for any other word. */
export function explainWord(word: string, width: number): string | undefined {
  const meaning = meaningOf(word)
  if (meaning === undefined) return undefined
  const lines = [...hanging('', `${word}: ${meaning}`, width), ...(isReason(word) ? hanging('settle   ', settle(word), width) : [])]
  if (word === 'unknown') lines.push('', 'Reasons:', ...UNKNOWN_REASONS.flatMap((reason) => aboutReason(reason, width)))
  return lines.join('\n')
}

function meaningOf(word: string): string | undefined {
  for (const known of [WORDS, STATUSES]) if (Object.hasOwn(known, word)) return known[word]
  return Object.hasOwn(PROBLEMS, word) ? (PROBLEMS as Record<string, string>)[word] : undefined
}

const isReason = (word: string): word is UnknownReason => (UNKNOWN_REASONS as readonly string[]).includes(word)

const settle = (reason: UnknownReason): string => settleHint({ reason, detail: '' })

function aboutReason(reason: UnknownReason, width: number): string[] {
  const head = `  ${reason.padEnd(Math.max(...UNKNOWN_REASONS.map(({ length }) => length)))}  `
  const why = (WORDS[reason] ?? '').replace(/^unknown, because (?:of )?/, '')
  const below = ' '.repeat(head.length)
  return [...hanging(head, why, width), ...hanging(below, `settle: ${settle(reason)}`, width)]
}
