import type { CommandRunner } from './command-types.ts'
import { runCommand } from './command/run.ts'

export interface CommandRunnerOptions {
  /** PATH of the tool's own process: absolute entries of it are searched, nothing else. */
  readonly path?: string
  readonly runId: string
  /** HOME for the programs; default the root folder. */
  readonly home?: string
}

/** Runs programs without a shell in a clean environment; see command-types.ts. */
export function createCommandRunner(options: CommandRunnerOptions): CommandRunner {
  return { run: (request) => runCommand(request, options) }
}
