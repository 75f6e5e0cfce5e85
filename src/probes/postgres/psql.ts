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
    address === undefined ? line.word(line.need('DATABASE_URL')) : addressWord(address, line),
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

/** The loop that logs in as a user with each of these passwords; the words of one may be what the shell fills in. */
export function loginsCommand(
  user: string,
  passwords: readonly string[],
  { address, caFile, settings }: Where<Target>,
  line: ShellLine,
): string {
  const url = address ?? new Secret('', 'DATABASE_URL', [{ variable: 'DATABASE_URL' }])
  const psql = [...tlsOf(address, caFile, settings?.tls), 'PGPASSWORD="$p"', 'psql -w', loginWord(url, user, line)]
  return `for p in ${passwords.map((one) => line.word(one)).join(' ')}; do ${psql.join(' ')} -tAc "select 'logged in'"; done`
}

/** The address with another user and without its password, which psql would prefer to the one that is tried. */
function loginWord(address: string | Secret, user: string, line: ShellLine): string {
  const name = encodeURIComponent(user).replaceAll("'", '%27')
  const clean = `s/[+][a-z0-9]*:/:/; s/[?].*//; s#//(.*@)?#//${name}@#`
  return `"$(printf %s ${line.word(address instanceof Secret ? line.text(address) : address)} | sed -E '${clean}')"`
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
