import { quoted } from '../../core/shell-word.ts'
import { Secret } from '../../redaction/secret.ts'
import type { Where } from '../contract.ts'
import type { ShellLine } from '../shell.ts'
import { readAddress } from './address.ts'
import type { Target } from './schema.ts'

/** The psql command that runs these statements with the trust of a look; what the shell fills in for `values` is quoted by psql. */
export function psqlCommand(
  statements: readonly string[],
  values: readonly string[],
  { address, caFile, settings }: Where<Target>,
  line: ShellLine,
): string {
  const psql = [
    ...tlsOf(address, caFile, settings?.tls),
    'psql',
    address === undefined ? line.word(line.fill('$DATABASE_URL')) : addressWord(address, line),
  ]
  if (values.length === 0) return [...psql, ...statements.flatMap((sql) => ['-c', line.word(sql)])].join(' ')
  // Only what comes by the standard input may name variables of psql.
  const script = statements.map((sql) => line.word(sql.startsWith('\\') ? sql : `${sql};`))
  return [
    'printf',
    String.raw`'%s\n'`,
    ...script,
    '|',
    ...psql,
    ...values.flatMap((value, at) => ['-v', line.word(`s${at + 1}=${value}`)]),
  ].join(' ')
}

/** By itself psql encrypts where the server likes it, and checks no certificate. */
function tlsOf(address: string | Secret | undefined, caFile: string | undefined, tls: Target['tls']): string[] {
  const isWanted = address !== undefined && wantsTls({ url: address, tls })
  if (isWanted === undefined || address === undefined) return []
  if (!isWanted) return ['PGSSLMODE=disable']
  return caFile === undefined ? ['PGSSLMODE=require'] : ['PGSSLMODE=verify-full', `PGSSLROOTCERT=${quoted(caFile)}`]
}

function wantsTls(target: Target): boolean | undefined {
  try {
    return readAddress(target).tls
  } catch {
    return undefined
  }
}

/** An address with the driver of SQLAlchemy or a query part is one that psql does not know; the look uses neither. */
function addressWord(address: string | Secret, line: ShellLine): string {
  const text = address instanceof Secret ? address.reveal() : address
  const known = text.replace(/^(\w+)\+\w+:/, '$1:').replace(/\?.*$/s, '')
  if (!(address instanceof Secret)) return line.word(known)
  const word = line.word(line.text(address))
  return known === text ? word : `"$(printf %s ${word} | sed 's/+[a-z0-9]*:/:/; s/?.*//')"`
}
