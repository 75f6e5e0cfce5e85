import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { LookError } from '../core/look-error.ts'
import type { Unknown } from '../core/outcome.ts'
import type { Problem } from '../core/problem.ts'
import type { CommandRunner } from '../io/command-types.ts'
import { readCapped } from '../io/files.ts'
import { Secret, shellName, type ShellPart } from '../redaction/secret.ts'
import type { Environment, SecretSource } from './model.ts'

export interface SecretIo {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly commands: CommandRunner
  readonly allowExec: boolean
  /** Folder of readiness.yaml: relative files start here, commands run here. */
  readonly baseDir: string
  readonly signal: AbortSignal
}

export interface ResolvedSecrets {
  readonly secrets: ReadonlyMap<string, Secret>
  /** Why a secret has no value; what needs it is unknown for this reason. */
  readonly missing: ReadonlyMap<string, Unknown>
  /** Files that others may read. */
  readonly warnings: readonly Problem[]
}

const MAX_BYTES = 64 * 1024
const COMMAND_MS = 30_000

/**
 * Fetches the named secrets of an environment, and only those. No error holds a value or what a command printed:
 * each is a sentence of ours.
 */
export async function resolveSecrets(environment: Environment, names: ReadonlySet<string>, io: SecretIo): Promise<ResolvedSecrets> {
  const secrets = new Map<string, Secret>()
  const missing = new Map<string, Unknown>()
  const warnings: Problem[] = []
  for (const name of names) {
    const source = environment.secrets.get(name)
    const got = source === undefined ? no('unconfigured', 'is not declared in this environment') : await fetch(source, name, io, warnings)
    if (typeof got === 'string') secrets.set(name, new Secret(got, `secrets.${name}`, source && [shellOf(source, name)]))
    else missing.set(name, { ...got, detail: `secrets.${name}: ${got.detail}` })
  }
  return { secrets, missing, warnings }
}

/** What a shell in the folder of readiness.yaml fills in for a secret. */
function shellOf(source: SecretSource, name: string): ShellPart {
  if (source.kind === 'env') return { variable: source.variable }
  const variable = shellName(`secrets.${name}`)
  if (source.kind === 'file') return { variable, file: source.given ?? source.file }
  // Its arguments are not shown: one may be a credential of its own.
  return { variable, from: `what the command of secrets.${name} prints` }
}

async function fetch(source: SecretSource, name: string, io: SecretIo, warnings: Problem[]): Promise<string | Unknown> {
  if (source.kind === 'env') return fromVariable(source.variable, io)
  if (source.kind === 'command') return fromCommand(source.argv, io)
  return fromFile(source, name, io, warnings)
}

function fromVariable(variable: string, io: SecretIo): string | Unknown {
  const value = io.env[variable]
  if (value === undefined) return no('unconfigured', `the variable ${variable} is not set`)
  return value === '' ? no('unconfigured', `the variable ${variable} is empty`) : value
}

async function fromFile(
  source: SecretSource & { kind: 'file' },
  name: string,
  io: SecretIo,
  warnings: Problem[],
): Promise<string | Unknown> {
  const file = resolve(io.baseDir, source.file)
  try {
    const bytes = await readCapped(file, MAX_BYTES)
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) warnings.push(tooOpen(source, name, mode))
    return checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes), `the file ${source.file}`)
  } catch (error) {
    // A LookError names the path and nothing of the content.
    return no('unconfigured', error instanceof LookError ? error.message : `the file ${source.file} is not UTF-8 text`)
  }
}

async function fromCommand(argv: readonly string[], io: SecretIo): Promise<string | Unknown> {
  const program = argv[0] ?? ''
  if (!io.allowExec) return no('refused', `the command ${program} was not run: commands need --allow-exec`)
  try {
    const result = await io.commands.run({ argv, cwd: io.baseDir, maxBytes: MAX_BYTES, signal: io.signal, timeoutMs: COMMAND_MS })
    if (result.exitCode !== 0)
      return no('unconfigured', `the command ${program} ended with ${result.exitCode ?? result.signal ?? 'no exit status'}`)
    return checked(result.stdout, `the command ${program}`)
  } catch (error) {
    const reason = error instanceof LookError ? error.reason : 'internal'
    return no(reason, `the command ${program} ${COMMAND_FAULTS[reason] ?? 'could not be run'}`)
  }
}

const COMMAND_FAULTS: Partial<Record<Unknown['reason'], string>> = {
  timeout: `gave no answer in ${COMMAND_MS / 1000} s`,
  unsupported: 'was not found',
  interrupted: 'was interrupted',
  malformed: `printed more than ${MAX_BYTES / 1024} KiB or no text`,
}

/** One line end at the end is the file's or the program's, not the secret's. */
function checked(text: string, from: string): string | Unknown {
  const value = text.replace(/\r?\n$/, '')
  return value.trim() === '' ? no('unconfigured', `${from} is empty`) : value
}

const tooOpen = (source: SecretSource, name: string, mode: number): Problem => ({
  code: 'secret-file-mode',
  level: 'warning',
  message: `the file of secrets.${name} has mode 0${(mode & 0o777).toString(8)}: others can read it`,
  place: source.place,
  hint: 'chmod 600',
})

const no = (reason: Unknown['reason'], detail: string): Unknown => ({ reason, detail })
