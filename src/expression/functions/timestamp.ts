import type { Environment } from '@marcbachmann/cel-js'
import { STAND_INS, evaluationError } from '../ast.ts'

/** RFC 3339, section 5.6. Without a zone JavaScript would take the zone of the machine that judges. */
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const LATEST = 253_402_300_799_999
const EARLIEST = -62_135_596_800_000

/** `timestamp(text)` with a date, a time and a zone, and `timestamp(seconds)` since 1970. */
export function registerTimestamp(environment: Environment): void {
  const name = STAND_INS.timestamp
  const moment = 'google.protobuf.Timestamp'
  environment.registerFunction(
    `${name}(string): ${moment}`,
    (text: string) => within(RFC3339.test(text) ? Date.parse(text) : Number.NaN, JSON.stringify(text.slice(0, 40))),
    { async: false },
  )
  environment.registerFunction(`${name}(int): ${moment}`, (seconds: bigint) => within(Number(seconds) * 1000, String(seconds)), {
    async: false,
  })
}

function within(milliseconds: number, given: string): Date {
  if (milliseconds >= EARLIEST && milliseconds <= LATEST) return new Date(milliseconds)
  throw evaluationError('invalid_timestamp', `not a time with a date and a zone: ${given}`)
}
