import type { Finding, FindingRole } from '../core/finding.ts'
import { shownAs } from '../expression/index.ts'
import type { Evaluation } from '../expression/index.ts'
import type { Context, Expectation } from './expectations.ts'

/**
 * One evaluation as a finding; a true result over nothing but empty lists is `insufficient` (design 3.6). Values that come from a look
 * with a secret which cannot be searched for are not shown (design section 8); `withheld` names these secrets. Short numbers are, where none can be a secret.
 */
export function toFinding(role: FindingRole, wanted: Expectation, evaluation: Evaluation, context: Context): Finding {
  const { withheld = [], showsNumbers = false } = context
  const finding = found(role, wanted, evaluation, context)
  if (withheld.length === 0) return finding
  const { detail, ...rest } = finding
  const isSafe = finding.result === 'unread' && detail !== undefined
  const safe = (value: string): string => (showsNumbers && SHORT_NUMBER.test(value) ? value : withheldText(withheld))
  return {
    ...rest,
    values: finding.values.map(({ text, value }) => ({ text, value: safe(value) })),
    ...(finding.shown && { shown: finding.shown.map(({ label, value }) => ({ label, value: safe(value) })) }),
    ...(isSafe ? { detail } : {}),
  }
}

/** `text = value, ...` or `label: value, ...`: what was seen, on one line. */
export const seenIn = ({ shown, values }: Finding): string =>
  (shown?.map(({ label, value }) => `${label}: ${value}`) ?? values.map(({ text, value }) => `${text} = ${value}`)).join(', ')

/** A status or a small count tells nothing of a secret that is no number. */
const SHORT_NUMBER = /^\d{1,3}$/

/** What stands in the place of a value that is not shown. */
export const withheldText = (names: readonly string[]): string => `[withheld: ${names.join(', ')} is too short or too common to be masked]`

function found(role: FindingRole, { program, message, show }: Expectation, evaluation: Evaluation, context: Context): Finding {
  const { result, values, empty } = evaluation
  // What is not there has no line: that the expectation could not be told says why.
  const shown = (show ?? []).flatMap((one) => {
    const value = shownAs(one.program, context)
    return value === undefined ? [] : [{ label: one.label, value }]
  })
  const base = { role, text: program.source, ...(message !== undefined && { message }), values, ...(shown.length > 0 && { shown }) }
  if (result.kind === 'true' && empty.length > 0) {
    const where = message === undefined ? `: ${empty.join(', ')} ranged over an empty list` : ''
    return { ...base, result: 'insufficient', detail: `nothing was there to judge${where}` }
  }
  if (result.kind === 'true' || result.kind === 'false') return { ...base, result: result.kind }
  if (result.kind === 'unread') return { ...base, result: 'unread', reason: result.reason, detail: result.why }
  // What is shown says so in words.
  if (result.kind === 'absent' && shown.length > 0) return { ...base, result: 'absent' }
  if (result.kind === 'value') return { ...base, result: 'mismatch', detail: 'the result is not true or false' }
  return { ...base, result: result.kind, detail: result.why }
}
