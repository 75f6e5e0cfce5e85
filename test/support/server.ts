import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createRawServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { makeCertificates } from '../../fixtures/servers/certificates.ts'
import type { CertificateOptions } from '../../fixtures/servers/certificates.ts'

export interface Received {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface TestServer {
  /** Without trailing slash. */
  readonly url: string
  readonly port: number
  /** Everything that was asked, in order of arrival, bodies whole. */
  readonly requests: readonly Received[]
  /** Connections accepted so far. */
  readonly connections: () => number
  close(): Promise<void>
}

type Handler = (request: Received, response: ServerResponse) => void | Promise<void>

/** An HTTP server on a free port of 127.0.0.1; the handler gets each request whole. */
export async function serve(handler: Handler): Promise<TestServer> {
  const requests: Received[] = []
  return started(createServer(listener(handler, requests)), 'http', requests)
}

/** As `serve`, over TLS; `caPem` is the throw-away authority that signed the certificate of 127.0.0.1 and localhost. */
export async function serveTls(
  handler: Handler,
  options: Partial<CertificateOptions> = {},
): Promise<TestServer & { readonly caPem: string }> {
  const certificates = await makeCertificates({ names: ['localhost', '127.0.0.1'], ...options })
  const requests: Received[] = []
  const server = createTlsServer({ cert: certificates.certPem, key: certificates.keyPem }, listener(handler, requests))
  const running = await started(server, 'https', requests)
  const close = async () => {
    await running.close()
    await certificates.remove()
  }
  return { ...running, caPem: certificates.caPem, close }
}

/** A TCP server for answers that no HTTP library would give. */
export async function serveRaw(onSocket: (socket: Socket) => void): Promise<TestServer> {
  return started(createRawServer(onSocket), 'http', [])
}

function listener(handler: Handler, requests: Received[]): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const received = {
          method: request.method ?? '',
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        }
        requests.push(received)
        Promise.resolve(handler(received, response)).catch(() => response.destroy())
      })
  }
}

async function started(server: Server, scheme: string, requests: readonly Received[]): Promise<TestServer> {
  const sockets = new Set<Socket>()
  let accepted = 0
  server.on('connection', (socket: Socket) => {
    accepted += 1
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { url: `${scheme}://127.0.0.1:${port}`, port, requests, connections: () => accepted, close }
}
