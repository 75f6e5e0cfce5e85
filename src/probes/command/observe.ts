import { resolve } from 'node:path'
import { LookError } from '../../core/look-error.ts'
import type { UnknownReason } from '../../core/unread.ts'
import type { CommandResult } from '../../io/command-types.ts'
import { parseJson } from '../../io/json.ts'
import type { Observe } from '../contract.ts'
import type { Observation, Params } from './schema.ts'

/** Exit statuses that say that the program did not do its work, by convention of shells and of remote shells. */
const NOT_DONE: Readonly<Record<number, readonly [UnknownReason, string]>> = {
  126: ['unsupported', 'a program that it calls cannot be executed'],
  127: ['unsupported', 'a program that it calls was not found'],
  134: ['malformed', 'it was aborted'],
  137: ['malformed', 'it was killed, perhaps for want of memory'],
  139: ['malformed', 'it crashed'],
  143: ['malformed', 'it was terminated'],
  255: ['unreachable', 'by convention it could not reach its target'],
}

/** Runs a program of the author's; an exit status other than 0 is an observation, an end by a signal is none. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  if (!context.allowExec) throw new LookError('refused', 'programs run only with --allow-exec')
  const cwd = resolve(context.baseDir, params.cwd ?? '.')
  const [program = '', ...rest] = params.command
  const result = await context.commands.run({
    // A path is the author's choice and starts at the working folder; a plain name is looked up in PATH.
    argv: [program.includes('/') ? resolve(cwd, program) : program, ...rest],
    env: params.env,
    cwd,
    ...(params.input !== undefined && { input: params.input }),
    signal: context.signal,
    timeoutMs: Math.min(params.timeout ?? context.timeoutMs, context.timeoutMs),
  })
  const exitCode = exitCodeOf(result, program)
  const { stdout, stderr } = result
  const seen = { exitCode, stdout, stderr, lines: linesOf(stdout), durationMs: Math.round(result.durationMs) }
  const parsed = parseJson(stdout, { exact: true })
  const answer = `exit status ${exitCode}`
  if (parsed.ok) return { observation: { ...seen, json: parsed.value }, answer }
  return {
    observation: seen,
    unread: [{ path: ['json'], reason: 'malformed', detail: `standard output is not JSON: ${parsed.why}` }],
    answer,
  }
}

function exitCodeOf(result: CommandResult, program: string): number {
  if (result.exitCode === undefined) {
    throw new LookError('malformed', `${program} was ended by ${result.signal ?? 'a signal'}, so its answer is not whole`)
  }
  const notDone = NOT_DONE[result.exitCode]
  if (!notDone) return result.exitCode
  const [reason, what] = notDone
  throw new LookError(reason, `${program} ended with status ${result.exitCode}: ${what}`, { again: false })
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}
