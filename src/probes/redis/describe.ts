import { quoted } from '../../core/shell-word.ts'
import { Secret } from '../../redaction/secret.ts'
import type { Description, Where } from '../contract.ts'
import { shellLine } from '../shell.ts'
import type { Params } from './schema.ts'

/** The commands that are sent; by hand INFO, or the key or keys that are asked for. */
export function describe({ key, keys, database }: Params, where: Where): Description {
  const { target, address, caFile } = where
  const line = shellLine(where)
  const commands = ['PING', 'INFO', 'CONFIG GET', 'ACL WHOAMI', 'ACL LIST', keys && `SCAN ${keys}`, key && `TTL ${key}`]
  const text = address instanceof Secret ? address.reveal() : (address ?? '')
  const client = [
    'redis-cli',
    '-u',
    line.word(address === undefined ? line.need('REDIS_URL') : line.text(address)),
    // It takes the empty name of `redis://:password@host` for that of a user.
    ...(/^rediss?:\/\/:[^@]/.test(text) ? ['--user', 'default'] : []),
    ...(caFile === undefined || !text.startsWith('rediss:') ? [] : ['--cacert', quoted(caFile)]),
    ...(database === undefined ? [] : ['-n', String(database)]),
  ]
  const asked = [
    ...(keys === undefined ? [] : [['--scan', '--pattern', quoted(keys)]]),
    ...(key === undefined ? [] : [['TTL', quoted(key)]]),
  ]
  return {
    summary: `redis ${commands.filter(Boolean).join(', ')} on ${target ?? 'redis'}`,
    repeat: line.whole((asked.length === 0 ? [['INFO']] : asked).map((words) => [...client, ...words].join(' ')).join('; ')),
  }
}
