import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A program and its arguments, run in a folder of its own. */
export interface Command {
  readonly argv: readonly string[]
  readonly cwd: string
  /** Keeps the environment of the caller; else it is a clean one. */
  readonly inherits?: boolean
}

export interface Timed {
  readonly wallMs: number
  /** User and system time of the whole process, all threads. */
  readonly cpuMs: number
  readonly status: number
}

/** bash is the timer: its `time` gives what the kernel counted for the child (wait4), which Node does not tell. */
const TIMER = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>/dev/null'

/** Runs a command once to its end, output thrown away. */
export async function timed(command: Command): Promise<Timed> {
  const { status, stderr } = await run({ ...command, argv: ['bash', '-c', TIMER, 'bash', ...command.argv] })
  const [wall, user, system] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map((text) => Number(text) * 1000)
  if (wall === undefined || user === undefined || system === undefined || Number.isNaN(wall)) throw new Error(`no times came: ${stderr}`)
  return { wallMs: wall, cpuMs: user + system, status }
}

const HOOK = fileURLToPath(new URL('peak.cjs', import.meta.url))

/** Peak memory (VmHWM) of a Node command in MB; a run of its own, since the hook that reads it takes time too. */
export async function peakMb({ argv: [node = '', ...rest], ...command }: Command): Promise<number> {
  const file = join(tmpdir(), `readiness-peak-${process.pid}`)
  await run({ ...command, argv: [node, '--require', HOOK, ...rest] }, { BENCH_PEAK: file })
  const kilobytes = Number(readFileSync(file, 'utf8'))
  rmSync(file)
  return kilobytes / 1024
}

const { PATH = '', HOME = '' } = process.env

/** A variable such as NODE_EXTRA_CA_CERTS alone takes every Node process 40 ms. */
const CLEAN: NodeJS.ProcessEnv = { PATH, HOME, LANG: 'C.UTF-8' }

/** Runs a command and gives its exit status and what it printed. */
export function run(
  { argv: [program = '', ...args], cwd, inherits }: Command,
  env: Readonly<Record<string, string>> = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...(inherits ? process.env : CLEAN), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status: status ?? -1, stdout, stderr }))
  })
}
