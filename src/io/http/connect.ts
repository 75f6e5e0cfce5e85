import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import { LookError } from '../../core/look-error.ts'
import type { Deadline } from '../deadline.ts'
import { connectFailure, placeText } from './errors.ts'
import type { Address } from './hosts.ts'
import { identityTrouble } from './identity.ts'
import { lookup } from './lookup.ts'
import type { LookupOptions } from './lookup.ts'
import { certificateOf } from './tls-facts.ts'

export interface ConnectOptions extends LookupOptions {
  /** Trust beside the system's authorities. */
  readonly secureContext?: SecureContext
}

// Node's 250 ms per address aborts valid connects on slow links.
const ATTEMPT_MS = 2500

/** An open socket to the origin of `url`, its certificate verified; destroyed at the deadline. Throws LookError only. */
export async function openSocket(url: URL, deadline: Deadline, options: ConnectOptions): Promise<Socket> {
  // Loaded before the connection is made, so that it is in nobody's time.
  const tls = url.protocol === 'https:' ? await import('node:tls') : undefined
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port === '' ? defaultPort(url) : url.port)
  deadline.phase = `the name ${host} was not resolved`
  const addresses = isIP(host) === 0 ? await lookup(host, deadline, options) : undefined
  deadline.phase = `${host}:${port} did not take the connection`
  const tcp = connectTcp({
    host,
    port,
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
    lookup: (_name, _options, callback) => callback(null, addresses as Address[]),
  })
  await opened(tcp, 'connect', deadline, host, port)
  if (tls === undefined) return tcp
  deadline.phase = `${host}:${port} took the connection, the TLS handshake did not end`
  // Explicit, so that no environment variable can switch the check off.
  const secured = tls.connect({
    socket: tcp,
    host,
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(options.secureContext === undefined ? {} : { secureContext: options.secureContext }),
  })
  await opened(secured, 'secureConnect', deadline, host, port)
  const certificate = certificateOf(secured)
  const trouble = certificate === undefined ? 'is missing' : identityTrouble(certificate, host)
  if (trouble === undefined) return secured
  secured.destroy()
  throw new LookError('unreachable', `the certificate of ${placeText(host, port)} ${trouble}`, { again: false })
}

const failures = new WeakMap<Socket, unknown>()

/** The first error of a socket, also one that came before anybody else listened. */
export function failureOf(socket: Socket): unknown {
  return failures.get(socket)
}

function defaultPort(url: URL): number {
  return url.protocol === 'https:' ? 443 : 80
}

async function opened(socket: Socket | TLSSocket, event: string, deadline: Deadline, host: string, port: number): Promise<void> {
  const release = deadline.onEnd(() => socket.destroy())
  // Kept for the socket's whole life: an error between two owners must not end the process.
  socket.on('error', (error) => void failures.set(socket, failures.get(socket) ?? error))
  try {
    await new Promise<void>((resolve, reject) => {
      const closed = () => reject(Object.assign(new Error('closed'), { code: 'CLOSED' }))
      socket
        .once('close', closed)
        .once('error', reject)
        .once(event, () => {
          socket.off('close', closed).off('error', reject)
          resolve()
        })
    })
  } catch (error) {
    socket.destroy()
    throw connectFailure(error, host, port)
  } finally {
    release()
  }
}
