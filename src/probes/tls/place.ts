import { isIP } from 'node:net'
import { LookError } from '../../core/look-error.ts'
import type { Params } from './schema.ts'

/** Where TLS is looked at. */
export interface Place {
  readonly host: string
  readonly port: number
  /** What the certificate must be for. */
  readonly name: string
  /** What is asked for by SNI; an address is not (RFC 6066, 3). */
  readonly serverName: string | undefined
}

/** The place of the parameters, else of the origin; throws LookError `unconfigured` when neither names one. */
export function placeOf(params: Pick<Params, 'host' | 'port' | 'name'>, origin: string | undefined): Place {
  const url = params.host === undefined ? secureUrl(origin) : undefined
  const host = params.host ?? url?.hostname.replace(/^\[|\]$/g, '') ?? ''
  const name = params.name ?? host
  return { host, port: params.port ?? Number(url?.port || 443), name, serverName: isIP(name) === 0 ? name : undefined }
}

/** host:port as people write it. */
export function shownPlace({ host, port }: Pick<Place, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function secureUrl(origin: string | undefined): URL {
  if (origin === undefined) throw new LookError('unconfigured', 'the environment has no origin, and the look names no host')
  const url = new URL(origin)
  if (url.protocol !== 'https:')
    throw new LookError('unconfigured', `the origin ${url.origin} is not https; name the host and port of TLS in the look`)
  return url
}
