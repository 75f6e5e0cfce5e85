import { quoted } from '../../core/shell-word.ts'
import type { Description, Where } from '../contract.ts'
import type { Params } from './schema.ts'

/** Handshakes and the redirect in words; by hand one handshake, and the headers that plain http answers with. */
export function describe({ host, port, name, http }: Params, { origin = '', caFile }: Where): Description {
  const asked = host ?? (origin.replace(/^https?:\/\//, '').replace(/:\d+$/, '') || 'HOST')
  const place = asked.includes(':') && !asked.startsWith('[') ? `[${asked}]` : asked
  const openssl = [
    'openssl s_client -connect',
    `${place}:${port ?? /:(\d+)$/.exec(origin)?.[1] ?? '443'}`,
    ...(name === undefined ? [] : ['-servername', name]),
    ...(caFile === undefined ? [] : ['-CAfile', quoted(caFile)]),
    '-showcerts </dev/null',
  ].join(' ')
  const plain = http === false ? [] : [`curl -sI ${quoted(`http://${place}${http.port === 80 ? '' : `:${http.port}`}${http.path}`)}`]
  return {
    summary: `TLS handshakes with ${host ?? origin}${port === undefined ? '' : `, port ${port}`}${http === false ? '' : `; GET of plain http on port ${http.port}`}`,
    repeat: [openssl, ...plain].join('; '),
  }
}
