import { resolve } from 'node:path'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { envFileOf } from '../../io/env-file.ts'
import { readCapped } from '../../io/files.ts'
import { readText } from '../../io/read-text.ts'
import type { ProbeContext } from '../contract.ts'
import { podEnvironment } from './pod.ts'
import type { Target } from './schema.ts'

export type Gap = Omit<Unread, 'path'>
export type Context = ProbeContext<Target>

/** An environment as far as it could be read. */
export interface Environment {
  readonly source: string
  /** A value, or why it is not known although the variable is set. */
  readonly variables: ReadonlyMap<string, string | Gap>
  /** Variables may be missing here, for this reason. */
  readonly gap?: Gap
}

const MAX_BYTES = 4 * 1024 * 1024

/** Reads the environment that the target names; throws LookError when nothing of it could be read. */
export async function readEnvironment(context: Context): Promise<Environment> {
  const { target } = context
  if (target.file !== undefined) return ofFile(target.file, context)
  if (target.process !== undefined) return ofProcess(String(target.process))
  if (target.pidFile !== undefined) return ofProcess(await processId(target.pidFile, context))
  if (target.command !== undefined) return ofCommand(target.command, context)
  return podEnvironment(context)
}

async function ofFile(file: string, context: Context): Promise<Environment> {
  const found = await readText(resolve(context.baseDir, file), MAX_BYTES)
  if (!found) throw new LookError('unconfigured', `there is no file ${file}`)
  const variables = envFileOf(found.text)
  if (!variables) throw new LookError('malformed', `${file} has a line that is no NAME=value`)
  return { source: `file ${file}`, variables }
}

async function processId(file: string, context: Context): Promise<string> {
  const found = await readText(resolve(context.baseDir, file), 1024)
  const id = found?.text.trim() ?? ''
  if (!/^[1-9]\d*$/.test(id)) throw new LookError('unconfigured', `${file} does not hold the id of a process`)
  return id
}

/** What the process was started with (proc(5)); what it set itself later is not in there. */
async function ofProcess(id: string): Promise<Environment> {
  const path = `/proc/${id}/environ`
  if (process.platform !== 'linux') throw new LookError('unsupported', 'the environment of a process can be read on Linux only')
  const bytes = await readCapped(path, MAX_BYTES).catch((error: unknown) => {
    if (error instanceof LookError && /no permission/.test(error.message))
      throw new LookError('unauthorized', `the environment of process ${id} may not be read`)
    throw new LookError('unreachable', `process ${id} does not run`, { again: false })
  })
  if (bytes.length === 0)
    throw new LookError('unreachable', `process ${id} has no environment: it has ended or is a kernel thread`, { again: false })
  return { source: `process ${id}`, variables: entriesOf(bytes.toString('utf8').split('\0')) }
}

async function ofCommand(argv: readonly string[], context: Context): Promise<Environment> {
  if (!context.allowExec) throw new LookError('refused', 'programs run only with --allow-exec')
  const { baseDir: cwd, signal, timeoutMs } = context
  const { exitCode, stdout } = await context.commands.run({ argv, cwd, signal, timeoutMs })
  const program = argv[0] ?? ''
  if (exitCode !== 0)
    throw new LookError('unreachable', `${program} did not print the environment: exit status ${exitCode ?? 'none'}`, { again: false })
  const variables = entriesOf(stdout.includes('\0') ? stdout.split('\0') : joined(stdout))
  if (variables.size === 0) throw new LookError('malformed', `${program} printed no NAME=value lines`)
  return { source: `command ${program}`, variables }
}

/** A line that starts no variable goes on with the value before it. */
function joined(text: string): string[] {
  const entries: string[] = []
  for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) {
    const before = entries.length - 1
    if (before >= 0 && !/^[A-Za-z_][\w.-]*=/.test(line)) entries[before] += `\n${line}`
    else entries.push(line)
  }
  return entries
}

function entriesOf(entries: readonly string[]): Map<string, string> {
  const variables = new Map<string, string>()
  for (const entry of entries) {
    const at = entry.indexOf('=')
    // Of a name that stands twice getenv(3) finds the first.
    if (at > 0 && !variables.has(entry.slice(0, at))) variables.set(entry.slice(0, at), entry.slice(at + 1))
  }
  return variables
}
