import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { LookError } from '../../core/look-error.ts'

export interface Program {
  readonly file: string
  /** For messages. */
  readonly name: string
}

/** The arguments as given; throws LookError for none, or for a NUL in one. */
export function checkedArguments(argv: readonly string[]): readonly string[] {
  if (argv[0] === undefined || argv[0] === '') throw new LookError('unsupported', 'the command names no program')
  if (argv.some((each) => each.includes('\0'))) throw new LookError('unsupported', 'an argument of the command holds a NUL')
  return argv
}

/** Where a program is: an absolute path, or a plain name in one of the folders; throws LookError `unsupported`. */
export async function findProgram(program: string, folders: readonly string[]): Promise<Program> {
  const name = basename(program)
  if (isAbsolute(program)) {
    const state = await stateOf(program)
    if (state === 'program') return { file: program, name }
    throw new LookError('unsupported', `the program ${program} ${SENTENCES[state]}`)
  }
  if (/[\\/]/.test(program))
    throw new LookError('unsupported', `the program ${program} is a relative path; give an absolute path or a plain name`)
  let worst: State = 'absent'
  for (const folder of folders) {
    const state = await stateOf(join(folder, program))
    if (state === 'program') return { file: join(folder, program), name }
    if (state !== 'absent') worst = state
  }
  throw new LookError(
    'unsupported',
    worst === 'absent' ? `the program ${name} was not found in PATH` : `the program ${name} ${SENTENCES[worst]}`,
  )
}

/** The folder to run in; throws LookError `unconfigured` when there is none. */
export async function checkedFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory() === true) return folder
  throw new LookError('unconfigured', 'the folder to run the command in does not exist')
}

type State = 'program' | 'absent' | 'folder' | 'locked'

const SENTENCES: Readonly<Record<Exclude<State, 'program'>, string>> = {
  absent: 'does not exist',
  folder: 'is no file',
  locked: 'may not be executed',
}

async function stateOf(file: string): Promise<State> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return 'absent'
  if (!found.isFile()) return 'folder'
  return access(file, constants.X_OK).then(
    (): State => 'program',
    (): State => 'locked',
  )
}
