import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { TLSSocket, TlsOptions } from 'node:tls'
import { makeCertificates } from '../../fixtures/servers/certificates.ts'
import type { CertificateOptions, Certificates } from '../../fixtures/servers/certificates.ts'
import { ANYTHING } from '../support/tls-server.ts'
import type { Expect, Row, Setup, Stage } from './row.ts'
import { whole } from './servers.ts'

/** What stands behind one TLS row. */
export interface Secure {
  readonly certificate?: Partial<CertificateOptions>
  /** Sends the certificate of the intermediate too; default. */
  readonly whole?: boolean
  readonly tls?: TlsOptions | ((certificates: Certificates) => TlsOptions | Promise<TlsOptions>)
  /** Authorities that the environment knows; default that of the certificate. */
  readonly ca?: () => Promise<string>
  /** Default 127.0.0.1. */
  readonly host?: string
  /** What happens after the handshake; `wire` is the TCP connection below. */
  readonly act?: Act
}

export type Act = (socket: TLSSocket, wire: Socket) => void

const ok = (socket: TLSSocket) => void socket.once('data', () => socket.end(whole('{"ok":true}', 'Content-Type: application/json')))

/** A TLS server that answers every request well, for the time of the row, and an environment that knows its authority. */
export async function secure(stage: Stage, options: Secure = {}): Promise<Partial<Setup>> {
  const { tls = {}, act = ok, host = '127.0.0.1' } = options
  const certificates = await makeCertificates({ names: ['localhost', '127.0.0.1'], ...options.certificate })
  stage.atEnd(certificates.remove)
  const own = typeof tls === 'function' ? await tls(certificates) : tls
  const server = createServer({
    ...ANYTHING,
    cert: options.whole === false ? certificates.certPem : certificates.chainPem,
    key: certificates.keyPem,
    ...own,
  })
  const wires = new Map<string, Socket>()
  server
    .on('tlsClientError', () => {})
    .on('connection', (wire: Socket) => {
      const peer = `${wire.remotePort}`
      wires.set(peer, wire)
      wire.on('error', () => {}).on('close', () => wires.delete(peer))
    })
  server.on('secureConnection', (socket) => {
    const wire = wires.get(`${socket.remotePort}`)
    socket.on('error', () => {})
    if (wire !== undefined) act(socket, wire)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stage.atEnd(() => {
    for (const wire of wires.values()) wire.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return {
    origin: `https://${host}:${(server.address() as AddressInfo).port}`,
    environment: 'tls: { ca: ca.pem }',
    files: { 'ca.pem': (await options.ca?.()) ?? certificates.caPem },
  }
}

/** An item of the probe tls; several handshakes in a row need more than a second on a busy machine. */
export const lookAt = (...expect: string[]): string => `probe: tls\nwith: { http: false }\ntimeout: 4s\nexpect: ${JSON.stringify(expect)}`
/** The certificate is all that it should be. */
export const TRUSTED = lookAt("certificate.trustError == ''", 'certificate.trusted')
const REQUEST = 'probe: http\nwith: { path: / }\ntimeout: 4s\nexpect: "status == 200 && json.ok == true"'

/** One row of the probe tls at such a server. */
export const look = (id: string, title: string, options: Secure, expect: Expect, item = TRUSTED, more: Partial<Setup> = {}): Row => ({
  id,
  title: `${title}: a look at TLS`,
  expect,
  setup: async (stage) => ({ ...(await secure(stage, options)), item, deadlineMs: 4000, ...more }),
})

/** One row of an ordinary request at such a server. */
export const request = (id: string, title: string, options: Secure, expect: Expect, item = REQUEST): Row => ({
  id,
  title: `${title}: a request`,
  expect,
  setup: async (stage) => ({ ...(await secure(stage, options)), item, deadlineMs: 4000 }),
})
