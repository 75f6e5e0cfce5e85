import type { Problem } from '../core/problem.ts'
import { formatProblem } from '../document/format.ts'
import { EXIT } from './exit.ts'
import type { Terminal } from './terminal.ts'

/**
 * Tells the author everything that is wrong, on stderr, and gives the exit status for it. `end` says what was not done; empty for
 * commands that would have done nothing else.
 */
export async function sayProblems(problems: readonly Problem[], terminal: Terminal, end = 'nothing was looked at'): Promise<number> {
  const { stderr, color } = terminal
  const options = { color: color.stderr > 0, width: stderr.columns }
  const blocks = problems.map((problem) => formatProblem(problem, options))
  const errors = problems.filter(({ level }) => level === 'error').length
  await stderr.write(`${blocks.join('\n\n')}\n\n${count(errors, 'problem')}${end === '' ? '' : `; ${end}`}.\n`)
  return EXIT.wrong
}

/** Warnings of the load: shown, never fatal. */
export async function sayWarnings(warnings: readonly Problem[], terminal: Terminal): Promise<void> {
  for (const warning of warnings) {
    await terminal.stderr.write(`${formatProblem(warning, { color: terminal.color.stderr > 0, width: terminal.stderr.columns })}\n`)
  }
}

/** A mistake on the command line. */
export const usage = (message: string, hint?: string): Problem => ({
  code: 'usage',
  level: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
})

export const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`
