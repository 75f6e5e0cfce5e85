import type { Client as HttpConnection, Dispatcher } from 'undici'
import Client from 'undici/lib/dispatcher/client.js'
import type { Socket } from 'node:net'
import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { Deadline } from '../deadline.ts'
import { failureOf } from './connect.ts'
import { exchangeFailure } from './errors.ts'

/** One HTTP/1.1 connection; `exchange` is used for one request at a time. */
export interface Connection {
  readonly socket: Socket
  readonly alive: () => boolean
  readonly destroy: () => void
  exchange(request: WireRequest, deadline: Deadline): Promise<WireAnswer>
}

/** A request with everything revealed; the last place that holds secrets as text. */
export interface WireRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** Name, value, name, value. */
  readonly headers: string[]
  readonly body?: string | Uint8Array
  /** Sends `connection: close`. */
  readonly last: boolean
}

export interface WireAnswer {
  readonly status: number
  readonly reason: string
  readonly headerLines: readonly { readonly name: string; readonly value: string }[]
  /** The body as it came, encodings not undone. */
  readonly wire: Buffer
  readonly firstByteAt: number
  readonly endedAt: number
}

/** Most bytes of a body that are taken from the wire. */
const WIRE_CAP = 16 * 1024 * 1024

/** A connection over a socket that is open already; it never opens another. */
export function connectionOver(socket: Socket, origin: string): Connection {
  let used = false
  const client = new Client(origin, {
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 16 * 1024,
    keepAliveTimeout: 4000,
    allowH2: false,
    connect: (_options, callback) => {
      if (used || socket.destroyed) return callback(Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' }), null)
      used = true
      queueMicrotask(() => callback(null, socket))
    },
  })
  const destroy = () => {
    socket.destroy()
    client.destroy().catch(() => {})
  }
  return {
    socket,
    destroy,
    alive: () => !socket.destroyed && socket.readable && socket.writable,
    exchange: (request, deadline) => exchange(client, socket, destroy, request, deadline),
  }
}

async function exchange(
  client: HttpConnection,
  socket: Socket,
  destroy: () => void,
  request: WireRequest,
  deadline: Deadline,
): Promise<WireAnswer> {
  const release = deadline.onEnd(destroy)
  deadline.phase = 'the connection was made, no header came'
  try {
    return await new Promise<WireAnswer>((resolve, reject) => {
      const { method, path, headers, body, last } = request
      const options = { method: method as Dispatcher.HttpMethod, path, headers, body: body ?? null, reset: last }
      client.dispatch(options, receiver(socket, deadline, resolve, reject))
    })
  } finally {
    release()
  }
}

function receiver(
  socket: Socket,
  deadline: Deadline,
  resolve: (answer: WireAnswer) => void,
  reject: (error: LookError) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = []
  let head: Pick<WireAnswer, 'status' | 'reason' | 'headerLines' | 'firstByteAt'> | undefined
  let received = 0
  let abort: (error: Error) => void = () => {}
  const fail = (error: unknown) =>
    reject(exchangeFailure(error instanceof LookError ? error : (failureOf(socket) ?? error), head === undefined ? undefined : received))
  return {
    onConnect: (onAbort) => {
      abort = onAbort
    },
    onHeaders: (status, raw, _resume, reason) => {
      if (status < 200) return true
      head = { status, reason: reason ?? '', headerLines: linesOf(raw), firstByteAt: monotonicMs() }
      deadline.phase = 'the header came, the body did not end'
      return true
    },
    onUpgrade: () => fail(new LookError('malformed', 'the server switched to another protocol unasked')),
    onData: (chunk) => {
      received += chunk.length
      if (received > WIRE_CAP) {
        abort(new LookError('malformed', 'the body is larger than 16 MiB'))
        return false
      }
      deadline.phase = `the header came, the body did not end (${received} bytes so far)`
      chunks.push(chunk)
      return true
    },
    onComplete: () => {
      if (head === undefined) fail(new LookError('malformed', 'the answer has no header'))
      else resolve({ ...head, wire: Buffer.concat(chunks), endedAt: monotonicMs() })
    },
    onError: fail,
  }
}

function linesOf(raw: readonly Buffer[]): WireAnswer['headerLines'] {
  const lines = []
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push({ name: text(raw[at]), value: text(raw[at + 1]) })
  return lines
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

// Header values are bytes (RFC 9110, 5.5): UTF-8 where they are that, else Latin-1.
function text(bytes: Buffer | undefined): string {
  if (bytes === undefined) return ''
  try {
    return utf8.decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}
