import { isIP } from 'node:net'
import { quoted } from '../../core/shell-word.ts'
import type { Description, Where } from '../contract.ts'
import { caOf } from '../shell.ts'
import type { Params } from './schema.ts'

/** Handshakes and the redirect in words; by hand one handshake, one for each version alone, and the headers that plain http answers with. */
export function describe({ host, port, name, http }: Params, { origin = '', caFile }: Where): Description {
  const asked = host ?? (origin.replace(/^https?:\/\//, '').replace(/:\d+$/, '') || 'HOST')
  const place = asked.includes(':') && !asked.startsWith('[') ? `[${asked}]` : asked
  const named = name ?? asked.replace(/^\[|\]$/g, '')
  const isAddress = isIP(named) !== 0
  const connect = [
    'openssl s_client -connect',
    `${place}:${port ?? /:(\d+)$/.exec(origin)?.[1] ?? '443'}`,
    ...(name === undefined ? [] : isAddress ? ['-noservername'] : ['-servername', name]),
  ].join(' ')
  const trust = [...(caFile === undefined ? [] : ['-CAfile', quoted(caFile)]), isAddress ? '-verify_ip' : '-verify_hostname', named].join(
    ' ',
  )
  // A client of today does not offer the old versions by itself.
  const alone = `${connect} -$v -cipher ALL:@SECLEVEL=0 </dev/null 2>/dev/null | grep 'Cipher is'`
  return {
    summary: `TLS handshakes with ${host ?? origin}${port === undefined ? '' : `, port ${port}`}${http === false ? '' : `; GET of plain http on port ${http.port}`}`,
    repeat: [
      `${connect} ${trust} -showcerts </dev/null`,
      `for v in tls1 tls1_1 tls1_2 tls1_3; do echo $v; ${alone}; done`,
      ...(http === false ? [] : [plainHttp(place, http, caFile)]),
    ].join('; '),
  }
}

function plainHttp(place: string, { port, path }: Exclude<Params['http'], false>, caFile: string | undefined): string {
  const url = `http://${place}${port === 80 ? '' : `:${port}`}${path}`
  return ['curl -sL --max-redirs 9 -o /dev/null -D -', ...caOf(caFile, 'https:'), quoted(url)].join(' ')
}
