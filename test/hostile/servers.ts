import type { Socket } from 'node:net'
import { serveRaw } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import type { Expect, Row, Setup, Stage } from './row.ts'

export type Act = (socket: Socket) => void

/** A raw server for the time of the row. */
export async function raw(stage: Stage, onSocket: Act): Promise<TestServer> {
  const server = await serveRaw(onSocket)
  stage.atEnd(server.close)
  return server
}

/** Answers the first bytes that come on a connection. */
export const asked =
  (act: Act): Act =>
  (socket) =>
    void socket.once('data', () => act(socket))

/** Sends these bytes and closes. */
export const answer = (...parts: (string | Uint8Array)[]): Act =>
  asked((socket) => {
    for (const part of parts) socket.write(part)
    socket.end()
  })

export const head = (...lines: string[]): string => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`

/** A whole answer with its length. */
export function whole(body: string | Uint8Array, ...lines: string[]): Buffer {
  const bytes = Buffer.from(body)
  return Buffer.concat([Buffer.from(head(`Content-Length: ${bytes.length}`, ...lines)), bytes])
}

/** Does something again and again until the connection ends. */
export const every =
  (ms: number, act: Act): Act =>
  (socket) => {
    const timer = setInterval(() => act(socket), ms)
    socket.on('close', () => clearInterval(timer))
  }

/** Sends one chunk for ever, as fast as it is taken, up to `most` bytes. */
export function pour(socket: Socket, chunk: string | Uint8Array, most = 2e9): void {
  let sent = 0
  const more = () => {
    while (!socket.destroyed && sent < most) {
      sent += chunk.length
      if (!socket.write(chunk)) return
    }
  }
  socket.on('drain', more)
  more()
}

/** A row of one GET at a raw server; the item expects an answer that only a healthy one gives, unless it says otherwise. */
export const http = (id: string, title: string, act: Act, expect: Expect, item = STATUS, more: Partial<Setup> = {}): Row => ({
  id,
  title,
  expect,
  setup: async (stage) => ({ origin: (await raw(stage, act)).url, item, ...more }),
})

export const STATUS = 'probe: http\nwith: { path: / }\nexpect: "status == 200"'
export const JSON_OK = 'probe: http\nwith: { path: / }\nexpect: "status == 200 && json.ok == true"'
