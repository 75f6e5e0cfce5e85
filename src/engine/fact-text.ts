const LONGEST = 120
const ELEMENT = 60

/** The value of a fact for people: fractions rounded, a long structure cut between its elements and never within one. */
export function factText(value: unknown): string {
  return typeof value === 'string' ? cut(value, LONGEST) : shown(value, LONGEST)
}

function shown(value: unknown, max: number): string {
  if (typeof value === 'number') return String(rounded(value))
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value))
    return `[${fitting(
      value.map((one) => shown(one, ELEMENT)),
      max,
    )}]`
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const parts = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${shown(one, ELEMENT)}`)
    return `{${fitting(parts, max)}}`
  }
  return cut(JSON.stringify(value) ?? String(value), max)
}

/** As many parts as fit, at least one, and how many more there are. */
function fitting(parts: readonly string[], max: number): string {
  let length = 0
  const fit = parts.findIndex((part) => (length += part.length + 2) > max)
  const kept = fit < 0 ? parts.length : Math.max(fit, 1)
  const rest = parts.length - kept
  return [...parts.slice(0, kept), ...(rest > 0 ? [`... ${rest} more`] : [])].join(', ')
}

/** Three digits that count, and all of a whole number. */
function rounded(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 3)}...` : text)
