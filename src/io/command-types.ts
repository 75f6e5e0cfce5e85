import type { Secret } from '../redaction/secret.ts'

/** A program with arguments, never a shell line. Secrets may stand in `env` and `input` only. */
export interface CommandRequest {
  /** Program (absolute path or a name looked up in a clean PATH) and arguments. */
  readonly argv: readonly string[]
  /** Added to the clean environment (PATH, HOME, LANG=C.UTF-8, TZ=UTC). */
  readonly env?: Readonly<Record<string, string | Secret>>
  readonly cwd?: string
  readonly input?: string | Secret
  /** Bytes of stdout and stderr kept, each; more is LookError `malformed`. Default 10 MiB. */
  readonly maxBytes?: number
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

export interface CommandResult {
  /** Absent when a signal ended it. */
  readonly exitCode?: number
  readonly signal?: string
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
}

/** Runs programs; throws LookError only (missing program `unsupported`, time-out `timeout`). */
export interface CommandRunner {
  run(request: CommandRequest): Promise<CommandResult>
}
