import { quoted } from '../../core/shell-word.ts'
import { Secret } from '../../redaction/secret.ts'
import type { Description, Where } from '../contract.ts'
import { addressWords } from '../shell.ts'
import type { Params } from './schema.ts'

/** The commands that are sent; by hand INFO, or the time to live of the key that is asked for. */
export function describe({ key, keys }: Params, { target, address, caFile }: Where): Description {
  const commands = ['PING', 'INFO', 'CONFIG GET', 'ACL WHOAMI', keys && `SCAN ${keys}`, key && `TTL ${key}`]
  return {
    summary: `redis ${commands.filter(Boolean).join(', ')} on ${target ?? 'redis'}`,
    repeat: [
      'redis-cli',
      ...addressWords('-u', address, '$REDIS_URL'),
      ...(caFile === undefined || !isTls(address) ? [] : ['--cacert', quoted(caFile)]),
      ...(key === undefined ? ['INFO'] : ['TTL', quoted(key)]),
    ].join(' '),
  }
}

const isTls = (address: string | Secret | undefined): boolean =>
  (address instanceof Secret ? address.reveal() : (address ?? '')).startsWith('rediss:')
