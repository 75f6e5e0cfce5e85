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

/** A loop that sends requests one after the other and prints a line for each answer; notes stand at its end. */
export function curlLoop(times: number, turns: readonly Turn[], where: Where, notes: readonly string[] = []): string {
  const line = shellLine()
  const values = { n: line.fill('$i'), random: line.fill('$RANDOM') }
  const commands = turns.map(({ request, write }) =>
    curlCommand(['-s', '-o', '/dev/null', '-w', `'${write}\\n'`], withValues(request, values), where, line),
  )
  return [`for i in $(seq ${times}); do ${commands.join('; ')}; done`, ...notes.map((note) => `#"${note}"`), ...line.notes()].join(' ')
}
