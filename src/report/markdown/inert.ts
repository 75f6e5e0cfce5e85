/** Splits a mention, reference or address for the machine and not for the eye. */
const BREAK = '&#8203;'

/** The first colon of `:tada:` and `:100:`; a time of day is none. */
const EMOJI = /:(?=(?:100|1234|[\w+-]*[A-Za-z][\w+-]*):)/g

/**
 * One line of text as Markdown that shows it and does nothing: no HTML, image, link, emphasis, mention, reference
 * (`#1`, `GH-1`), address, table cell or formula. No more is escaped than that needs, since it is read as text as well.
 * The text must be free of control characters already.
 */
export function inert(text: string): string {
  return text
    .replace(/[\\`*[\]|~$]|(?<![A-Za-z\d])_|_(?![A-Za-z\d])/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replaceAll('@', `@${BREAK}`)
    .replace(/\b(gh)-(?=\d)/gi, `$1-${BREAK}`)
    .replaceAll('://', `:${BREAK}//`)
    .replace(/\bwww\./gi, `www${BREAK}.`)
    .replace(EMOJI, '\\:')
    .replace(/^\s*(?:[-+=#]|\d+[.)](?=\s|$))/, (lead) => lead.replace(/([-+=#.)])$/, '\\$1'))
}

/** A code span, its ticks longer than any run inside; safe in a table too. */
export function code(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1)
  const padded = /^`|`$|^ .* $/.test(text) ? ` ${text} ` : text
  return text === '' ? '' : `${ticks}${padded.replaceAll('|', '\\|')}${ticks}`
}

/** A fenced block, its fence longer than any run inside. */
export function fence(lines: readonly string[]): string[] {
  const ticks = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${ticks}text`, ...lines, ticks]
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length))
}
