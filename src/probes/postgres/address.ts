import { LookError } from '../../core/look-error.ts'
import { Secret } from '../../redaction/secret.ts'
import type { Target } from './schema.ts'

export interface Address {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Empty when the address has none. */
  readonly password: string
  readonly database: string
  readonly tls: boolean
}

/** Reads a postgres:// address, also as SQLAlchemy writes it with its driver (`postgresql+asyncpg://`). Throws LookError `unconfigured`, never with the text of the address. */
export function readAddress({ url: given, tls }: Target): Address {
  const text = given instanceof Secret ? given.reveal() : given
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^postgres(?:ql)?(?:\+[a-z0-9]+)?:$/.test(url.protocol) || url.hostname === '') {
    throw new LookError('unconfigured', 'the url of the postgres target is no postgres:// address with a host')
  }
  const user = decoded(url.username)
  const database = decoded(url.pathname.slice(1))
  if (user === '' || database === '') throw new LookError('unconfigured', 'the postgres address names no user or no database')
  const host = url.hostname
  return {
    host,
    user,
    database,
    password: decoded(url.password),
    port: Number(url.port === '' ? 5432 : url.port),
    tls: tls === undefined ? !isLoopback(host) : tls === 'required',
  }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new LookError('unconfigured', 'the postgres address is not percent-encoded')
  }
}
