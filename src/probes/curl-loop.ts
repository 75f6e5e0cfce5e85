import type { Where } from './contract.ts'
import { curlCommand } from './curl.ts'
import { withValues, type Request } from './series.ts'
import { shellLine } from './shell.ts'

/** A request of a loop, and what curl writes of its answer: `%{http_code}`. */
export interface Turn {
  readonly request: Request
  readonly write: string
}

const MOST_TIMES = 10

/** How often a line sends each of these requests: ten times, but never more often than a look that sends `count` in all. */
export const timesOf = (count: number, requests: readonly Request[]): number =>
  Math.max(1, Math.min(MOST_TIMES, Math.floor(count / Math.max(1, requests.length))))

/** The line of a loop that sends requests one after the other and prints a line for each answer; notes stand at its end. */
export function curlLoop(times: number, turns: readonly Turn[], where: Where, notes: readonly string[] = []): string {
  const line = shellLine(where)
  const values = { n: line.fill('$i'), random: line.fill('$RANDOM') }
  const commands = turns.map(({ request, write }) =>
    curlCommand(['-s', '-o', '/dev/null', '-w', `'${write}\\n'`], withValues(request, values), where, line),
  )
  return line.whole(`for i in $(seq ${times}); do ${commands.join('; ')}; done`, notes)
}

const MOST_AT_ONCE = 50
/** Of each answer its status, Retry-After and what it says of limits, on one line. */
const LIMITS = String.raw`grep -iE '^(HTTP|Retry-After|(X-)?Rate-?Limit)' | tr -d '\r' | paste -sd ' ' -`

/** The line of a burst of this many requests, as closely together as a look sends them, with what the answers say of a limit. */
export function curlBurst(times: number, request: Request, where: Where, atOnce: boolean): string {
  const line = shellLine(where)
  const values = { n: line.fill('$i'), random: `${line.fill('$i')}${line.fill('$RANDOM')}` }
  const command = `${curlCommand(['-sS', '-o', '/dev/null', '-D', '-'], withValues(request, values), where, line)} | ${LIMITS}`
  const all = `for i in $(seq ${times}); do`
  if (!atOnce) return line.whole(`${all} ${command}; done`)
  const pause = times > MOST_AT_ONCE ? ` [ $((i % ${MOST_AT_ONCE})) -gt 0 ] || wait;` : ''
  return line.whole(`(${all} ${command} &${pause} done; wait)`)
}
