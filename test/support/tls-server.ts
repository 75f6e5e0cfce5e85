import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { TlsOptions } from 'node:tls'
import { makeCertificates } from '../../fixtures/servers/certificates.ts'
import type { CertificateOptions, Certificates } from '../../fixtures/servers/certificates.ts'

export interface TlsServer {
  readonly port: number
  /** `https://127.0.0.1:<port>`. */
  readonly url: string
  readonly certificates: Certificates
  /** Connections that are open. */
  readonly open: () => number
  close(): Promise<void>
}

export interface TlsServerOptions {
  readonly certificate?: Partial<CertificateOptions>
  /** Sends the certificate of the intermediate too; default. */
  readonly whole?: boolean
  readonly tls?: TlsOptions
}

/** What lets any version and any certificate be served. */
export const ANYTHING = { ciphers: 'ALL@SECLEVEL=0', minVersion: 'TLSv1', maxVersion: 'TLSv1.3' } as const

/** A TLS server on a free port of 127.0.0.1 that says nothing after the handshake. */
export async function serveTlsOnly({ certificate, whole = true, tls = {} }: TlsServerOptions = {}): Promise<TlsServer> {
  const certificates = await makeCertificates({ names: ['localhost', '127.0.0.1'], ...certificate })
  const server = createServer({ ...ANYTHING, cert: whole ? certificates.chainPem : certificates.certPem, key: certificates.keyPem, ...tls })
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  server.on('secureConnection', (socket) => void socket.on('error', () => {}).resume()).on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
    await certificates.remove()
  }
  return { port, url: `https://127.0.0.1:${port}`, certificates, open: () => sockets.size, close }
}
