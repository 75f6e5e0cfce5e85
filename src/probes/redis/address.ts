import { LookError } from '../../core/look-error.ts'
import { Secret } from '../../redaction/secret.ts'

/** Where a Redis is and how to log in; `name` is `host:port`, for messages. */
export interface Address {
  readonly name: string
  /** Scheme, host and port for the socket: `https` where TLS is wanted. */
  readonly socketUrl: URL
  readonly tls: boolean
  readonly login?: { readonly user?: string; readonly password: string }
  readonly database: number
}

/** Reads a redis:// or rediss:// address. Throws LookError `unconfigured`, never with the text of the address. */
export function readAddress(given: string | Secret): Address {
  const text = given instanceof Secret ? given.reveal() : given
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw new LookError('unconfigured', 'the url of the redis target is no redis:// or rediss:// address')
  }
  const database = url.pathname.replace(/^\//, '')
  if (!/^\d{0,6}$/.test(database)) throw new LookError('unconfigured', 'the path of the redis address is no database index')
  const tls = url.protocol === 'rediss:'
  const name = `${url.hostname}:${url.port === '' ? '6379' : url.port}`
  const login =
    url.password === ''
      ? {}
      : { login: { ...(url.username === '' ? {} : { user: decoded(url.username) }), password: decoded(url.password) } }
  return { name, socketUrl: new URL(`${tls ? 'https' : 'http'}://${name}`), tls, database: Number(database), ...login }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new LookError('unconfigured', 'user or password of the redis address is not percent-encoded')
  }
}
