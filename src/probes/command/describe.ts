import { Secret } from '../../redaction/secret.ts'
import type { Description } from '../contract.ts'
import type { Params } from './schema.ts'

/** The program as one line that a POSIX shell reads back as the same arguments; secrets in the environment as `$NAME`. */
export function describe(params: Params): Description {
  const line = params.command.map(quote).join(' ')
  const variables = Object.entries(params.env ?? {}).map(([name, value]) => `${name}=${shown(value)}`)
  const folder = params.cwd === undefined ? '' : `cd ${quote(params.cwd)} && `
  return { summary: line, repeat: `${folder}${[...variables, line].join(' ')}` }
}

function shown(value: string | Secret): string {
  if (value instanceof Secret) return `"$${value.name.replace(/^.*\./, '').replace(/[^A-Za-z0-9_]/g, '_')}"`
  return /^\$[A-Za-z_][A-Za-z0-9_]*$/.test(value) ? `"${value}"` : quote(value)
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
