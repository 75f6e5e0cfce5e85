const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const KEYS = [
  'reviewed',
  'last-reviewed',
  'last_reviewed',
  'last reviewed',
  'review date',
  'last-updated',
  'last_updated',
  'last updated',
  'updated',
  'date',
]
const LINE = /^[\s>*_#|-]*(?:last[ -])?(?:reviewed|review|updated|update)(?:[ -](?:date|on|at))?[\s*_]*[:|][\s*_]*(.+)$/i

/** When the document says that it was reviewed (front matter first, then the first such line): ISO 8601 UTC, or undefined. */
export function reviewDate(frontMatter: Readonly<Record<string, string>>, lines: readonly string[]): string | undefined {
  const said = KEYS.map((key) => frontMatter[key]).filter((value) => value !== undefined)
  const written = lines.map((line) => LINE.exec(line)?.[1]).filter((value) => value !== undefined)
  for (const text of [...said, ...written]) {
    const date = parseDate(text)
    if (date) return date
  }
  return undefined
}

/** `2026-01-05`, `2026-01-05T10:00:00Z`, `January 5, 2026` or `5 January 2026` at the start of a text, as ISO 8601 UTC. */
export function parseDate(text: string): string | undefined {
  const instant = /^\s*(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))/.exec(text)?.[1]
  if (instant) return iso(Date.parse(instant.replace(' ', 'T')))
  const day = /^\s*(\d{4})-(\d\d)-(\d\d)/.exec(text)
  if (day) return ofDay(day[1], day[2], day[3])
  const american = /^\s*([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})/.exec(text)
  if (american) return ofDay(american[3], month(american[1]), american[2])
  const british = /^\s*(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})/.exec(text)
  return british ? ofDay(british[3], month(british[2]), british[1]) : undefined
}

function month(name = ''): string {
  return String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1)
}

/** A day that the calendar has; 31 February is none. */
function ofDay(year = '', monthOfYear = '', day = ''): string | undefined {
  const time = Date.UTC(Number(year), Number(monthOfYear) - 1, Number(day))
  const date = new Date(time)
  return date.getUTCDate() === Number(day) && date.getUTCMonth() + 1 === Number(monthOfYear) ? iso(time) : undefined
}

function iso(time: number): string | undefined {
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
