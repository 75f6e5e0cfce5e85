const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DELIMITER = /[\t\u0020-\u002f\u003b-\u0040\u005b-\u0060\u007b-\u007e]+/
const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)/
const DAY = /^(\d{1,2})(?!\d)/
const YEAR = /^(\d{2,4})(?!\d)/

/** A date of an Expires attribute as browsers read it (RFC 6265, 5.1.1), milliseconds since 1970; undefined when it is none, and the attribute is ignored. */
export function cookieDate(text: string): number | undefined {
  let time: readonly number[] | undefined
  let day: number | undefined
  let month: number | undefined
  let year: number | undefined
  for (const token of text.split(DELIMITER)) {
    const clock = time === undefined ? TIME.exec(token) : null
    const monthAt = MONTHS.indexOf(token.slice(0, 3).toLowerCase())
    if (clock) time = clock.slice(1).map(Number)
    else if (day === undefined && DAY.test(token)) day = Number(DAY.exec(token)?.[1])
    else if (month === undefined && monthAt >= 0) month = monthAt
    else if (year === undefined && YEAR.test(token)) year = fullYear(Number(YEAR.exec(token)?.[1]))
  }
  if (time === undefined || day === undefined || month === undefined || year === undefined) return undefined
  const [hour = 0, minute = 0, second = 0] = time
  if (day < 1 || day > 31 || year < 1601 || hour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(Date.UTC(year, month, day, hour, minute, second))
  return date.getUTCDate() === day ? date.getTime() : undefined
}

function fullYear(year: number): number {
  if (year <= 69) return year + 2000
  return year <= 99 ? year + 1900 : year
}
