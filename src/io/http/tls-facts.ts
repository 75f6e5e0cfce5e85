import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { TlsFacts } from './types.ts'

/** Protocol and leaf certificate of a TLS connection; undefined on a plain one. */
export function tlsFacts(socket: Socket): TlsFacts | undefined {
  if (!isEncrypted(socket)) return undefined
  const certificate = certificateOf(socket)
  if (certificate === undefined) return undefined
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: namesOf(certificate.subjectAltName),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
  }
}

/** `encrypted` is there on sockets of TLS alone; asking for their class would load TLS for every plain connection. */
const isEncrypted = (socket: Socket): socket is TLSSocket => 'encrypted' in socket

const read = new WeakMap<TLSSocket, X509Certificate>()

/** The certificate of the peer, kept: Node 20 takes it off its own list and gives it only once. */
export function certificateOf(socket: TLSSocket): X509Certificate | undefined {
  const certificate = read.get(socket) ?? socket.getPeerX509Certificate()
  if (certificate !== undefined) read.set(socket, certificate)
  return certificate
}

/** A distinguished name, which Node writes with line feeds, on one line. */
export function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ')
}

/** Node writes `DNS:a, IP Address:::1, DNS:"odd, name"`: quoted parts are JSON strings (CVE-2021-44532). */
export function namesOf(text: string | undefined): string[] {
  const parts = (text ?? '').match(/(?:DNS|IP Address):(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? []
  return parts.map((part) => {
    const value = part.slice(part.indexOf(':') + 1)
    return value.startsWith('"') ? String(JSON.parse(value)) : value
  })
}
