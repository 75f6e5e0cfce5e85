import { exitOf } from './exit.ts'
import { deliver, parseOutputs } from './output.ts'
import { readRun } from './run-file.ts'
import { sayProblems } from './say.ts'
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
  const problems = [...(run.ok ? [] : run.problems), ...(outputs.ok ? [] : outputs.problems)]
  if (!run.ok || !outputs.ok) return sayProblems(problems, terminal)
  await deliver(run.value.report, outputs.value, { verbose: options.verbose === true, quiet: options.quiet === true }, undefined, terminal)
  return exitOf(run.value.report.verdict)
}
