import { X509Certificate } from 'node:crypto'
import { connect, createSecureContext } from 'node:tls'
import type { DetailedPeerCertificate, SecureContext, SecureVersion, TLSSocket } from 'node:tls'
import { LookError } from '../../core/look-error.ts'
import type { Deadline } from '../../io/deadline.ts'
import { openSocket } from '../../io/http/connect.ts'
import { trusting } from '../../io/http/trust.ts'
import { connectFailure } from '../../io/http/errors.ts'
import { shownPlace } from './place.ts'
import type { Place } from './place.ts'

export interface Handshake {
  readonly protocol: string
  readonly cipher: string
  readonly alpn?: string
  readonly ocspStapled: boolean
  /** From the certificate of the server up; each once. */
  readonly certificates: readonly X509Certificate[]
  /** Node's code for what is wrong with the chain; names are not looked at. */
  readonly chainError?: string
}

/** TLS 1.0 and everything of SECLEVEL 0: what is too old or weak is to be seen and told, not to be met with an error of our own. */
const LENIENT = { ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1', maxVersion: 'TLSv1.3' } as const
/** Not in the types of Node 20. */
const WITH_OCSP: object = { requestOCSP: true }
const NO_MATCH = 'has no version and cipher in common with us, or wants a certificate of the client'
const WORDS: Readonly<Record<string, string>> = {
  ERR_SSL_EXCESSIVE_MESSAGE_SIZE: 'sent certificates of more than 100 KB',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: NO_MATCH,
  // The same alert since OpenSSL 3.2.
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': NO_MATCH,
}

/** Knows no authority, so that the chain is what the server sent. */
export const knowingNobody = (): SecureContext => createSecureContext({ ...LENIENT, ca: [] })

/** Knows the system's authorities and those of `ca` (PEM). */
export const knowingAuthorities = (ca: string | undefined): SecureContext =>
  ca === undefined ? createSecureContext(LENIENT) : trusting(ca, LENIENT)

/** Offers one version alone, with every suite there is. */
export const speaking = (version: SecureVersion): SecureContext =>
  createSecureContext({ ciphers: 'ALL@SECLEVEL=0', minVersion: version, maxVersion: version, ca: [] })

/** A whole handshake that accepts any certificate. Throws LookError without a connection, and returns it when the handshake itself fails. */
export async function shakeHands(place: Place, deadline: Deadline, secureContext: SecureContext): Promise<Handshake | LookError> {
  const where = shownPlace(place)
  const tcp = await openSocket(new URL(`http://${where}`), deadline, {})
  deadline.phase = `${where} took the connection, the TLS handshake did not end`
  const socket = connect({
    socket: tcp,
    secureContext,
    rejectUnauthorized: false,
    ...WITH_OCSP,
    ALPNProtocols: ['h2', 'http/1.1'],
    checkServerIdentity: () => undefined,
    ...(place.serverName === undefined ? {} : { servername: place.serverName }),
  })
  const release = deadline.onEnd(() => socket.destroy())
  let ocspStapled = false
  socket.on('OCSPResponse', (response: Buffer | null) => {
    ocspStapled = response !== null && response.length > 0
  })
  try {
    await new Promise<void>((resolve, reject) => {
      const closed = () => reject(Object.assign(new Error('closed'), { code: 'CLOSED' }))
      socket
        .once('secureConnect', () => resolve())
        .on('error', reject)
        .once('close', closed)
    })
    return seen(socket, ocspStapled)
  } catch (error) {
    return inWords(error, place, where)
  } finally {
    release()
    socket.destroy()
  }
}

function inWords(error: unknown, place: Place, where: string): LookError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const words = WORDS[code]
  if (words !== undefined) return new LookError('unsupported', `${where} ${words}`)
  return connectFailure(error, place.host, place.port)
}

function seen(socket: TLSSocket, ocspStapled: boolean): Handshake {
  const { authorizationError } = socket as { authorizationError?: unknown }
  const certificates = chainOf(socket.getPeerCertificate(true))
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    ...(typeof socket.alpnProtocol === 'string' ? { alpn: socket.alpnProtocol } : {}),
    ocspStapled,
    certificates,
    ...(socket.authorized ? {} : { chainError: codeOf(authorizationError) }),
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error ?? '')
}

/** Node links each certificate with that of its issuer, a self-signed one with itself. */
function chainOf(leaf: DetailedPeerCertificate): X509Certificate[] {
  const raws: Buffer[] = []
  for (let next: DetailedPeerCertificate | undefined = leaf; isCertificate(next); next = next.issuerCertificate) {
    const { raw } = next
    if (raws.some((one) => one.equals(raw))) break
    raws.push(raw)
  }
  return raws.map((raw) => new X509Certificate(raw))
}

function isCertificate(one: DetailedPeerCertificate | undefined): one is DetailedPeerCertificate {
  return one !== undefined && Buffer.isBuffer((one as { raw?: unknown }).raw)
}
