import { resolve } from 'node:path'
import type { Problem } from '../core/problem.ts'
import { recount } from '../verdict/recount.ts'
import { exitOf } from './exit.ts'
import { deliver, parseOutputs, writtenBy } from './output.ts'
import { overwrites, type Read } from './overwrites.ts'
import { readRun } from './run-file.ts'
import { count, sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'

export interface RenderOptions {
  readonly format: string
  readonly output?: readonly string[]
  readonly verbose?: boolean
  readonly quiet?: boolean
}

/** `readiness render`: a recorded run or report in another format; the exit status is that of its verdict. */
export async function render(file: string, options: RenderOptions, terminal: Terminal): Promise<number> {
  const run = await readRun(file, terminal)
  const outputs = await parseOutputs(options.format, options.output ?? [], terminal)
  const destroyed = outputs.ok ? await overwrites(writtenBy(outputs.value), [runRead(file, terminal)]) : outputs.problems
  const problems = [...(run.ok ? [] : run.problems), ...destroyed]
  if (!run.ok || !outputs.ok || problems.length > 0) return sayProblems(problems, terminal)
  const counted = recount(run.value.report)
  if ('wrong' in counted) return sayProblems(refusals(file, 'does not add up', counted.wrong), terminal)
  await deliver(counted.report, outputs.value, { verbose: options.verbose === true, quiet: options.quiet === true }, undefined, terminal)
  return exitOf(counted.report.verdict)
}

/** The recording or report that a command reads. */
export const runRead = (file: string, { cwd }: Terminal): Read => ({ what: 'the file that is read', file: resolve(cwd, file) })

const MOST = 5

/** What speaks against a file, as problems; of many the first. */
export function refusals(file: string, what: string, wrong: readonly string[]): Problem[] {
  const rest = wrong.length - MOST
  const told = [...wrong.slice(0, MOST), ...(rest > 0 ? [`and ${count(rest, 'more contradiction')}`] : [])]
  const hint = 'take the file as readiness wrote it'
  return told.map((text, index) => usage(`${file} ${what}: ${text}`, index === told.length - 1 ? hint : undefined))
}
