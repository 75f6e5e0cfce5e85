import type { Where } from './contract.ts'
import { curlCommand } from './curl.ts'
import { withValues, type Request } from './series.ts'
import { shellLine } from './shell.ts'

/** A request of a loop, and what curl writes of its answer: `%{http_code}`. */
export interface Turn {
  readonly request: Request
  readonly write: string
}

/** A loop that sends requests one after the other and prints a line for each answer. */
export function curlLoop(times: number, turns: readonly Turn[], where: Where): string {
  const line = shellLine()
  const values = { n: line.fill('$i'), random: line.fill('$RANDOM') }
  const commands = turns.map(({ request, write }) =>
    curlCommand(['-s', '-o', '/dev/null', '-w', `'${write}\\n'`], withValues(request, values), where, line),
  )
  return [`for i in $(seq ${times}); do ${commands.join('; ')}; done`, ...line.notes()].join(' ')
}
