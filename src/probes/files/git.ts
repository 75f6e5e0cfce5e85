import { basename } from 'node:path'
import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { CommandRunner } from '../../io/command-types.ts'

const MAX_BYTES = 64 * 1024 * 1024

interface GitContext {
  readonly commands: CommandRunner
  readonly signal: AbortSignal
}

/** Runs git in one folder; only subcommands that read are given to it. */
export type Git = (args: readonly string[], input?: string) => Promise<{ readonly exitCode: number; readonly stdout: string }>

// No program named in the repository's configuration runs, nothing is fetched, nothing is asked, no lock is taken.
const SAFE = [
  '--no-optional-locks',
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'log.showSignature=false',
  '-c',
  'log.showRoot=true',
  '-c',
  'core.excludesFile=/dev/null',
  '-c',
  'protocol.allow=never',
]
// Neither replaced objects nor grafts stand before the real history.
const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_OPTIONAL_LOCKS: '0',
}

/** git for the repository around a folder, ended at `endsAt` (milliseconds of monotonicMs). Throws LookError `unsupported` outside of one. */
export async function openRepository(folder: string, { commands, signal }: GitContext, endsAt: number): Promise<Git> {
  const git: Git = async (args, input) => {
    const timeoutMs = Math.max(1, Math.floor(endsAt - monotonicMs()))
    const result = await commands.run({
      argv: ['git', ...SAFE, ...args],
      cwd: folder,
      env: ENVIRONMENT,
      signal,
      timeoutMs,
      maxBytes: MAX_BYTES,
      ...(input === undefined ? {} : { input }),
    })
    const { exitCode, stdout, stderr } = result
    if (exitCode === 0 || exitCode === 1) return { exitCode, stdout }
    if (/dubious ownership/.test(stderr))
      throw new LookError('unconfigured', 'git does not trust the owner of the repository (safe.directory)')
    if (/not a git repository/i.test(stderr)) throw new LookError('unsupported', 'the folder is in no git repository')
    throw new LookError('malformed', `git ${args[0] ?? ''} ended with ${exitCode === undefined ? 'a signal' : `status ${exitCode}`}`)
  }
  const { stdout } = await git(['rev-parse', '--is-inside-git-dir'])
  if (!/^(?:true|false)$/.test(stdout.trim())) throw new LookError('malformed', 'git does not say where the repository is')
  return git
}

/** Paths of the whole repository that git tracks, relative to the folder. */
export async function trackedFiles(git: Git): Promise<ReadonlySet<string>> {
  return new Set(fieldsOf((await git(['ls-files', '-z', '--', ':/'])).stdout))
}

/** Those of the paths that a .gitignore covers, not the excludes of one user or one clone; tracked ones never are. */
export async function ignoredPaths(git: Git, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set()
  const fields = (await git(['check-ignore', '--verbose', '-z', '--stdin'], `${paths.join('\0')}\0`)).stdout.split('\0')
  const ignored = new Set<string>()
  // File of the pattern, its line, the pattern, the path.
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source = '', , pattern = '', path = ''] = fields.slice(at, at + 4)
    if (basename(source) === '.gitignore' && !pattern.startsWith('!')) ignored.add(path)
  }
  return ignored
}

/** NUL-terminated fields. */
export function fieldsOf(text: string): string[] {
  return text.split('\0').filter((field) => field !== '')
}
