import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { TlsFacts } from './types.ts'

/** Protocol and leaf certificate of a TLS connection; undefined on a plain one. */
export function tlsFacts(socket: Socket): TlsFacts | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const certificate = socket.getPeerX509Certificate()
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

function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ')
}

/** Node writes `DNS:a, IP Address:::1, DNS:"odd, name"`: quoted parts are JSON strings (CVE-2021-44532). */
function namesOf(text: string | undefined): string[] {
  const parts = (text ?? '').match(/(?:DNS|IP Address):(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? []
  return parts.map((part) => {
    const value = part.slice(part.indexOf(':') + 1)
    return value.startsWith('"') ? String(JSON.parse(value)) : value
  })
}
