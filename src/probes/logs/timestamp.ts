// A zone is wanted: a local time without one may be hours off and put old lines into the window.
const ISO = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?/
const COMMON = /\[(\d\d)\/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/
// JSON loggers of Node.js write milliseconds, those of Go seconds.
const EPOCH = /"(?:time|timestamp|ts)":\s?(\d{13}|\d{10}(?:\.\d{1,9})?)\b/
const KEY = /"(?:@timestamp|timestamp|time|ts|asctime|datetime|date|@t)":\s?/gi
const SEARCHED = 300
// The longest value that is a time, with the key before it.
const KEYED = 80

/**
 * Time of a log line in milliseconds since 1970: ISO 8601 or RFC 3339, common log format, or an epoch in JSON. Of JSON what follows one
 * of the keys of loggers, of any other line the first one in its first 300 characters: one in the message is not the time of the line.
 * Undefined when there is none, or none with a zone unless `assumeUtc`.
 */
export function timeOf(line: string, assumeUtc: boolean): number | undefined {
  if (!line.startsWith('{')) return firstIn(line.slice(0, SEARCHED), assumeUtc)?.time
  for (const { index, 0: key } of line.matchAll(KEY)) {
    const found = firstIn(line.slice(index, index + KEYED), assumeUtc)
    // At once, or after the quote: else it is of another key.
    if (found?.time !== undefined && found.index <= key.length + 1) return found.time
  }
  return undefined
}

function firstIn(text: string, assumeUtc: boolean): { index: number; time: number | undefined } | undefined {
  const iso = ISO.exec(text)
  const common = COMMON.exec(text)
  const epoch = EPOCH.exec(text)
  const index = Math.min(...[iso, common, epoch].map((match) => match?.index ?? Infinity))
  if (iso?.index === index) return { index, time: fromIso(iso, assumeUtc) }
  if (common?.index === index) return { index, time: valid(Date.parse(`${common[1]} ${common[2]} ${common[3]} ${common[4]} ${common[5]}`)) }
  return epoch === null ? undefined : { index, time: fromEpoch(epoch[1] ?? '') }
}

const fromEpoch = (text: string): number => (text.length === 13 && !text.includes('.') ? Number(text) : Math.round(Number(text) * 1000))

function fromIso([, day, time, fraction = '0', zone]: RegExpExecArray, assumeUtc: boolean): number | undefined {
  if (zone === undefined && !assumeUtc) return undefined
  const offset = zone === undefined || /^[A-Z]/.test(zone) ? 'Z' : zone.replace(/(\d\d)(\d\d)$/, '$1:$2')
  return valid(Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`))
}

const valid = (ms: number): number | undefined => (Number.isNaN(ms) ? undefined : ms)
