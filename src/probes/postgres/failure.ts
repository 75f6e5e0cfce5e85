import pg from 'pg'
import { LookError } from '../../core/look-error.ts'
import type { UnknownReason } from '../../core/unread.ts'
import { connectFailure } from '../../io/http/errors.ts'
import type { Address } from './address.ts'

// Codes or classes (first two characters) of PostgreSQL, appendix A; everything else is `malformed`.
const REASONS: Readonly<Record<string, UnknownReason>> = {
  '42501': 'unauthorized',
  '28': 'unauthorized',
  '57014': 'timeout',
  '55P03': 'timeout',
  '25006': 'refused',
  '0A': 'unsupported',
  '3D': 'unconfigured',
  '53': 'unreachable',
  '08': 'unreachable',
  '57P': 'unreachable',
}

/** The server's own error as a reason and one sentence: SQLSTATE and the first line, control characters removed. */
export function databaseFailure(error: unknown): { readonly reason: UnknownReason; readonly detail: string } | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined
  const code = /^[0-9A-Z]{5}$/.test(error.code ?? '') ? String(error.code) : 'XX000'
  const reason = REASONS[code] ?? REASONS[code.slice(0, 3)] ?? REASONS[code.slice(0, 2)] ?? 'malformed'
  return { reason, detail: `SQLSTATE ${code}: ${firstLine(error.message)}` }
}

/** What kept us from logging in. */
export function loginFailure(error: unknown, { host, port, password }: Address): LookError {
  if (error instanceof LookError) return error
  const failure = databaseFailure(error)
  if (failure !== undefined) return new LookError(failure.reason, `${host}:${port} did not let us in: ${failure.detail}`)
  const text = error instanceof Error ? error.message : ''
  if (text.startsWith('SASL') && password === '')
    return new LookError('unauthorized', `${host}:${port} asks for a password, the address has none`)
  if (text.startsWith('SASL'))
    return new LookError(
      'malformed',
      `the SCRAM login at ${host}:${port} was broken off: its parameters or its signature are not acceptable`,
    )
  if (/does not support SSL/.test(text)) {
    return new LookError('unreachable', `${host}:${port} does not offer TLS (only \`tls: off\` in the target allows plain text)`, {
      again: false,
    })
  }
  if (/establishing an SSL/.test(text))
    return new LookError('malformed', `${host}:${port} did not answer the request for TLS as PostgreSQL does`)
  return connectionLost(error, `${host}:${port}`) ?? connectFailure(error, host, port)
}

/** The end of a connection, or undefined when the error is something else. */
export function connectionLost(error: unknown, where: string): LookError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const text = error instanceof Error ? error.message : ''
  if (code === 'ECONNRESET' || code === 'EPIPE' || /Connection terminated|not queryable|Client was closed/.test(text)) {
    return new LookError('unreachable', `${where} closed the connection (is it PostgreSQL?)`)
  }
  return undefined
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n', 1)
  return line.replace(/\p{Cc}/gu, ' ').slice(0, 200)
}
