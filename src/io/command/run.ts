import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { tmpdir } from 'node:os'
import type { Readable } from 'node:stream'
import type { ResultPromise } from 'execa'
import { monotonicMs } from '../../core/monotonic.ts'
import { formatDuration } from '../../core/duration.ts'
import { LookError } from '../../core/look-error.ts'
import type { CommandRequest, CommandResult } from '../command-types.ts'
import type { CommandRunnerOptions } from '../commands.ts'
import { cleanEnvironment, cleanPath } from './environment.ts'
import { checkedArguments, checkedFolder, findProgram } from './program.ts'
import { sweep, terminate } from './terminate.ts'

const DEFAULT_BYTES = 10 * 1024 * 1024
/** How long the pipes of a program that has ended may stay open without a byte: others hold them then. */
const PIPE_MS = 200
/** Others that go on writing are waited for so many times. */
const PIPE_WAITS = 5

type Child = ResultPromise<{ buffer: false; reject: false }>
type Ending = { readonly code: number | null; readonly signal: string | null }

/** Runs one program to its end; whatever it started is gone when this returns or throws. */
export async function runCommand(request: CommandRequest, options: CommandRunnerOptions): Promise<CommandResult> {
  const [name = '', ...args] = checkedArguments(request.argv)
  const path = cleanPath(options.path ?? '')
  const program = await findProgram(name, path)
  const cwd = await checkedFolder(request.cwd ?? tmpdir())
  const cookie = `READINESS_RUN=${options.runId}.${randomBytes(16).toString('hex')}`
  const env = cleanEnvironment({ path, cookie, added: request.env ?? {}, ...(options.home === undefined ? {} : { home: options.home }) })
  const { execa } = await import('execa')
  if (request.signal.aborted) throw stopped(request, program.name)
  const startedAt = monotonicMs()
  const child = execa(program.file, args, {
    cwd,
    env,
    extendEnv: false,
    shell: false,
    detached: true,
    cleanup: false,
    preferLocal: false,
    verbose: 'none',
    buffer: false,
    reject: false,
    stdin: request.input === undefined ? 'ignore' : 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  }) as Child
  child.catch(() => {})
  const onExit = () => sweep(cookie)
  process.once('exit', onExit)
  try {
    return await finish(child, request, program.name, startedAt)
  } finally {
    await terminate(child, cookie)
    process.off('exit', onExit)
  }
}

async function finish(child: Child, request: CommandRequest, name: string, startedAt: number): Promise<CommandResult> {
  const race = raceable()
  const timer = setTimeout(() => race.fail(late(request, name)), Math.min(Math.max(request.timeoutMs, 1), 2_147_483_647))
  const onAbort = () => race.fail(stopped(request, name))
  setMaxListeners(0, request.signal)
  request.signal.addEventListener('abort', onAbort, { once: true })
  const maxBytes = request.maxBytes ?? DEFAULT_BYTES
  const tooMuch = () => race.fail(new LookError('malformed', `${name} wrote more than ${maxBytes} bytes`))
  const stdout = collect(child.stdout, maxBytes, tooMuch)
  const stderr = collect(child.stderr, maxBytes, tooMuch)
  if (request.input !== undefined) feed(child, request.input)
  try {
    const ending = await race.against(ended(child, name))
    const durationMs = monotonicMs() - startedAt
    await race.against(drained([stdout, stderr]))
    return {
      ...(ending.code === null ? {} : { exitCode: ending.code }),
      ...(ending.signal === null ? {} : { signal: ending.signal }),
      stdout: stdout.text(),
      stderr: stderr.text(),
      durationMs,
    }
  } finally {
    clearTimeout(timer)
    request.signal.removeEventListener('abort', onAbort)
  }
}

/** Waits until the pipes are closed or silent; a busy process may get to read them only after the time is over. */
async function drained(pipes: readonly Collected[]): Promise<void> {
  const closed = Promise.all(pipes.map((pipe) => pipe.closed)).then(() => true)
  const total = () => pipes.reduce((sum, pipe) => sum + pipe.bytes(), 0)
  for (let waits = 0, before = total(); waits < PIPE_WAITS; waits += 1) {
    // An immediate comes after the poll phase, in which what has arrived is read.
    const silence = delay(PIPE_MS).then(() => new Promise<boolean>((resolve) => setImmediate(resolve, false)))
    if (await Promise.race([closed, silence])) return
    if (total() === before) return
    before = total()
  }
}

/** Ends by `exit`, not by `close`: a grandchild may hold the pipes for ever. */
function ended(child: Child, name: string): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', (error) => reject(notStarted(error, name)))
    // Where the call to spawn itself failed, execa gives a child that never speaks; only its result tells.
    child.then(
      (result) => child.pid === undefined && reject(notStarted(result, name)),
      () => {},
    )
  })
}

function notStarted(error: object, name: string): LookError {
  const code: unknown = 'code' in error ? error.code : undefined
  if (code === 'EACCES') return new LookError('unsupported', `${name} may not be executed here`)
  if (code === 'ENOEXEC') return new LookError('unsupported', `${name} is no program for this machine`)
  if (code === 'E2BIG') return new LookError('unsupported', `the arguments of ${name} are too long`)
  return new LookError('unsupported', `${name} could not be started${typeof code === 'string' ? ` (${code})` : ''}`)
}

function late(request: CommandRequest, name: string): LookError {
  return new LookError('timeout', `${name} did not end within ${formatDuration(request.timeoutMs)}`)
}

function stopped({ signal }: CommandRequest, name: string): LookError {
  const reason: unknown = signal.reason
  if (reason instanceof LookError) return reason.reason === 'timeout' ? new LookError('timeout', `${name}: ${reason.message}`) : reason
  if (reason instanceof Error && reason.name === 'TimeoutError')
    return new LookError('timeout', `${name} did not end before the look's time was over`)
  return new LookError('interrupted', `${name} was interrupted`)
}

function feed(child: Child, input: NonNullable<CommandRequest['input']>): void {
  // A program that does not read its input is no fault of ours (EPIPE).
  child.stdin?.on('error', () => {})
  child.stdin?.end(typeof input === 'string' ? input : input.reveal())
}

interface Collected {
  readonly closed: Promise<void>
  readonly bytes: () => number
  readonly text: () => string
}

function collect(stream: Readable | null, maxBytes: number, tooMuch: () => void): Collected {
  const chunks: Buffer[] = []
  let bytes = 0
  stream?.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
    else tooMuch()
  })
  const closed = new Promise<void>((resolve) => {
    if (stream === null) resolve()
    else stream.once('close', resolve).once('error', () => resolve())
  })
  return { closed, bytes: () => bytes, text: () => Buffer.concat(chunks).toString('utf8') }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref())
}

interface Race {
  readonly fail: (error: LookError) => void
  against<T>(work: Promise<T>): Promise<T>
}

/** A failure that may come from outside at any time, raced against one promise after the other. */
function raceable(): Race {
  let fail: Race['fail'] = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})
  return { fail, against: (work) => Promise.race([work, failed]) }
}
