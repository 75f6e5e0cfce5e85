import { quoted as quote } from '../../core/shell-word.ts'
import { Secret } from '../../redaction/secret.ts'
import type { Description, Where } from '../contract.ts'
import { shellLine, type ShellLine } from '../shell.ts'
import type { Params } from './schema.ts'

/** The program as one line that a POSIX shell reads back as the same arguments; secrets in the environment as `$NAME`. */
export function describe(params: Params, where: Where = {}): Description {
  const shell = shellLine(where)
  const line = params.command.map(quote).join(' ')
  const variables = Object.entries(params.env ?? {}).map(([name, value]) => `${name}=${shown(value, shell)}`)
  const folder = params.cwd === undefined ? '' : `cd ${quote(params.cwd)} && `
  return { summary: line, repeat: shell.whole(`${folder}${[...variables, line].join(' ')}`) }
}

function shown(value: string | Secret, line: ShellLine): string {
  if (value instanceof Secret) return line.word(line.text(value))
  return /^\$[A-Za-z_][A-Za-z0-9_]*$/.test(value) ? `"${value}"` : quote(value)
}
