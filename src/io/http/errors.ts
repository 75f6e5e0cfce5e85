import type { UnknownReason } from '../../core/unread.ts'
import { LookError } from '../../core/look-error.ts'

/** Sentences of failures while connecting; `where` is host:port. */
const CONNECT: Readonly<Record<string, (where: string) => string>> = {
  ECONNREFUSED: (where) => `nothing listens on ${where} (connection refused)`,
  ECONNRESET: (where) => `${where} reset the connection while it was made`,
  CLOSED: (where) => `${where} closed the connection while it was made`,
  EPIPE: (where) => `${where} closed the connection while it was made`,
  ETIMEDOUT: (where) => `${where} did not take the connection`,
  EHOSTUNREACH: (where) => `there is no route to ${where}`,
  ENETUNREACH: (where) => `there is no route to ${where}`,
  EADDRNOTAVAIL: (where) => `this machine has no free port for a connection to ${where}`,
  EMFILE: () => 'this machine has no free file handle for another connection',
  EPROTO: (where) => `${where} does not speak TLS, or no version and cipher in common with us`,
  ERR_SSL_WRONG_VERSION_NUMBER: (where) => `${where} does not speak TLS (is it plain http?)`,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: (where) => `${where} does not speak TLS (is it plain http?)`,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: (where) => `${where} offers no TLS version that is still accepted`,
  ERR_SSL_UNSUPPORTED_PROTOCOL: (where) => `${where} offers no TLS version that is still accepted`,
}

/** The alert of a server that finds nothing to agree on; the second since OpenSSL 3.2. */
const NO_MATCH: ReadonlySet<string> = new Set(['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'])

/** Sentences of certificates that are not accepted; another attempt sees the same. */
const CERTIFICATE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is not trusted: self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'is not trusted: its chain ends in a self-signed authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is not trusted: the authority that signed it is not known here, or the chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'is not trusted: the chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is not trusted: the authority that signed it is not known here',
  CERT_HAS_EXPIRED: 'is not trusted: it has expired',
  CERT_NOT_YET_VALID: 'is not trusted: it is not valid yet (or the clock of this machine is wrong)',
  CERT_REVOKED: 'is not trusted: it was revoked',
  // What Node has no code for: weak keys and hashes, name constraints.
  UNSPECIFIED: 'is not trusted: its key or signature is too weak, or it breaks a rule of an authority in its chain',
  CERT_UNTRUSTED: 'is not trusted',
  CERT_REJECTED: 'is not trusted',
  CERT_SIGNATURE_FAILURE: 'is not trusted: its signature is wrong',
  INVALID_CA: 'is not trusted: an authority in the chain is none',
  INVALID_PURPOSE: 'is not trusted: it is not meant for servers',
  HOSTNAME_MISMATCH: 'is for another name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
}

/** Sentences of an exchange that ended without a header. */
const EXCHANGE: Readonly<Record<string, string>> = {
  ECONNRESET: 'the server reset the connection before it answered',
  EPIPE: 'the server closed the connection before it took the whole request',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the server wants a certificate of the client',
  UND_ERR_SOCKET: 'the server closed the connection before it answered',
  UND_ERR_INFO: 'the server closed the connection before it answered',
  UND_ERR_HEADERS_OVERFLOW: 'the header of the answer is larger than 16 KiB',
}

/** The request itself was refused by the client: nothing was sent. */
const INVALID = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'])

/** What went wrong while connecting, as a sentence without text of the library. */
export function connectFailure(error: unknown, host: string, port: number): LookError {
  if (error instanceof LookError) return error
  const where = placeText(host, port)
  const code = codeOf(error)
  const certificate = CERTIFICATE[code]
  if (certificate !== undefined) return new LookError('unreachable', `the certificate of ${where} ${certificate}`, { again: false })
  const sentence = CONNECT[code]
  if (sentence !== undefined) return new LookError('unreachable', sentence(where))
  if (NO_MATCH.has(code))
    return new LookError(
      'unreachable',
      `${where} has no version and cipher of TLS in common with us, or wants a certificate of the client`,
      { again: false },
    )
  if (/^ERR_(?:SSL|OSSL|TLS)/.test(code))
    return new LookError('unreachable', `the TLS handshake with ${where} failed (${code})`, { again: false })
  return new LookError('unreachable', `the connection to ${where} was not made${shown(code)}`)
}

/** `host:port`, an IPv6 address in brackets. */
export function placeText(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** Why a certificate is not accepted, after "the certificate": `is not trusted: it has expired`. */
export function certificateTrouble(code: string): string {
  return CERTIFICATE[code] ?? `is not trusted${/^[A-Z0-9_]{1,60}$/.test(code) ? ` (${code})` : ''}`
}

/** What went wrong with a request on an open connection; `received` counts body bytes, undefined before the header. */
export function exchangeFailure(error: unknown, received: number | undefined): LookError {
  if (error instanceof LookError) return error
  const code = codeOf(error)
  if (INVALID.has(code)) return new LookError('unsupported', invalidRequest(error))
  const broken = error instanceof Error && error.name === 'HTTPParserError'
  if (received !== undefined) return new LookError('malformed', brokenBody(broken, received), { again: !broken })
  if (error instanceof Error && error.message === 'bad upgrade')
    return new LookError('malformed', 'the server switched to another protocol unasked')
  const sentence = EXCHANGE[code]
  const reason: UnknownReason = code === 'UND_ERR_HEADERS_OVERFLOW' ? 'malformed' : 'unreachable'
  if (sentence !== undefined) return new LookError(reason, sentence)
  return new LookError(
    'malformed',
    speaksTls(error) ? 'the server answered in TLS, not in plain http (is the address https?)' : 'the answer is not valid HTTP',
  )
}

/** The parser's error has what it choked on: a TLS alert or handshake record (RFC 8446, 5.1). */
function speaksTls(error: unknown): boolean {
  return error instanceof Error && 'data' in error && /^[\x15\x16]\x03/.test(String(error.data))
}

function brokenBody(broken: boolean, received: number): string {
  if (broken) return `the body is not valid HTTP after ${received} bytes`
  return `the answer is cut off: the connection was closed after ${received} bytes of the body`
}

// Names a header at most; undici's message may hold one, never its value.
function invalidRequest(error: unknown): string {
  const header = error instanceof Error ? /^invalid ([\w-]{1,60}) header/.exec(error.message)?.[1] : undefined
  if (header !== undefined)
    return `the request cannot be sent: the header ${header} is set by the connection or holds characters that HTTP forbids`
  return 'the request cannot be sent: its method, path or a header is not as HTTP wants it'
}

function shown(code: string): string {
  return code === '' ? '' : ` (${code})`
}

/** The error's code; several addresses were tried in an AggregateError, the last attempt tells. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1))
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_/]{1,60}$/.test(code) ? code : ''
}
