import { createCommandRunner } from '../../src/io/commands.ts'
import { createHttpClient, createTransport } from '../../src/io/http/client.ts'
import type { ClientOptions } from '../../src/io/http/client.ts'
import type { ProbeContext } from '../../src/probes/contract.ts'

export interface ContextOptions<T> {
  readonly target?: T
  /** The chosen origin; allowed for secrets, as is the origin of `target.url`. */
  readonly origin?: string
  /** More origins to which secrets may go. */
  readonly origins?: readonly string[]
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly allowExec?: boolean
  readonly baseDir?: string
  readonly ca?: string
  readonly now?: () => Date
  readonly runId?: string
  readonly startedAt?: Date
  readonly identity?: ClientOptions['identity']
  readonly jar?: ClientOptions['jar']
  /** PATH for commands; default this process's. */
  readonly path?: string
}

export type TestContext<T> = ProbeContext<T> & {
  /** `name=value` of everything that was learned, in order. */
  readonly learned: readonly string[]
  close(): Promise<void>
}

/** What a probe gets in a run, real: an HTTP client and a command runner of its own. */
export function testContext<T = undefined>(options: ContextOptions<T> = {}): TestContext<T> {
  const runId = options.runId ?? 'test-run'
  const now = options.now ?? (() => new Date())
  const transport = createTransport(options.ca === undefined ? {} : { ca: options.ca })
  const http = createHttpClient(transport, {
    runId,
    version: '0.0.0-test',
    origins: allowedOrigins(options),
    ...(options.identity === undefined ? {} : { identity: options.identity }),
    ...(options.jar === undefined ? {} : { jar: options.jar }),
  })
  const learned: string[] = []
  const abort = new AbortController()
  const timeoutMs = options.timeoutMs ?? 10_000
  return {
    target: options.target as T,
    ...(options.origin === undefined ? {} : { origin: options.origin }),
    http,
    commands: createCommandRunner({ runId, path: options.path ?? process.env['PATH'] ?? '' }),
    allowExec: options.allowExec ?? false,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    baseDir: options.baseDir ?? process.cwd(),
    signal: options.signal ?? abort.signal,
    timeoutMs,
    now,
    run: { id: runId, startedAt: options.startedAt ?? now() },
    learn: (value, name) => void learned.push(`${name}=${value}`),
    learned,
    close: async () => {
      abort.abort()
      transport.close()
    },
  }
}

function allowedOrigins(options: ContextOptions<unknown>): string[] {
  const { target } = options
  const url = typeof target === 'object' && target !== null && 'url' in target ? target.url : undefined
  const all = [options.origin, url, ...(options.origins ?? [])]
  return all.flatMap((each) => (typeof each === 'string' && URL.canParse(each) ? [new URL(each).origin] : []))
}
