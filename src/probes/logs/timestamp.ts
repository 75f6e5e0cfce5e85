// A zone is wanted: a local time without one may be hours off and put old lines into the window.
const ISO = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?/
const COMMON = /\[(\d\d)\/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/
// JSON loggers of Node.js write milliseconds, those of Go seconds.
const EPOCH = /"(?:time|timestamp|ts)":\s?(\d{13}|\d{10}(?:\.\d{1,9})?)\b/
const SEARCHED = 300

/**
 * Time of a log line in milliseconds since 1970, from its first 300 characters: ISO 8601 or RFC 3339, common log format, or an
 * epoch in JSON. Undefined when there is none, or none with a zone unless `assumeUtc`.
 */
export function timeOf(line: string, assumeUtc: boolean): number | undefined {
  const head = line.slice(0, SEARCHED)
  const iso = ISO.exec(head)
  if (iso !== null) return fromIso(iso, assumeUtc)
  const common = COMMON.exec(head)
  if (common !== null) return valid(Date.parse(`${common[1]} ${common[2]} ${common[3]} ${common[4]} ${common[5]}`))
  const epoch = EPOCH.exec(head)?.[1]
  if (epoch === undefined) return undefined
  return epoch.length === 13 && !epoch.includes('.') ? Number(epoch) : Math.round(Number(epoch) * 1000)
}

function fromIso([, day, time, fraction = '0', zone]: RegExpExecArray, assumeUtc: boolean): number | undefined {
  if (zone === undefined && !assumeUtc) return undefined
  const offset = zone === undefined || /^[A-Z]/.test(zone) ? 'Z' : zone.replace(/(\d\d)(\d\d)$/, '$1:$2')
  return valid(Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`))
}

const valid = (ms: number): number | undefined => (Number.isNaN(ms) ? undefined : ms)
