import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { Deadline } from '../deadline.ts'
import { openSocket, trusting } from './connect.ts'
import { connectionOver } from './exchange.ts'
import type { Connection } from './exchange.ts'

export interface TransportOptions {
  /** PEM of a private CA, trusted beside the system's authorities. */
  readonly ca?: string
  /** Idle connections kept per origin; default 10. */
  readonly maxConnections?: number
  /** DNS servers in place of the system's, `address:port`. */
  readonly dnsServers?: readonly string[]
}

/** A connection for one request, and whether it served another before. */
export interface Leased {
  readonly connection: Connection
  readonly reused: boolean
  /** Milliseconds for name, TCP and TLS; absent on a reused one. */
  readonly connectMs?: number
  /** Keeps the connection for the next read, or closes it. */
  readonly giveBack: (keep: boolean) => void
}

/** The connections of one environment in one run. */
export interface Transport {
  /** An idle connection when `reuse` allows it and there is one, else a new one. */
  lease(url: URL, reuse: boolean, deadline: Deadline): Promise<Leased>
  close(): void
}

/** Holds connections per origin. There is no queue: the engine bounds how much runs at once. */
export function createTransport(options: TransportOptions = {}): Transport {
  const most = options.maxConnections ?? 10
  const idle = new Map<string, Connection[]>()
  const open = new Set<Connection>()
  let secureContext: SecureContext | undefined
  let closed = false

  const connect = async (url: URL, deadline: Deadline): Promise<Connection> => {
    if (options.ca !== undefined && url.protocol === 'https:') secureContext ??= trusting(options.ca)
    const socket: Socket = await openSocket(url, deadline, {
      ...(options.dnsServers === undefined ? {} : { servers: options.dnsServers }),
      ...(secureContext === undefined ? {} : { secureContext }),
    })
    const connection = connectionOver(socket, url.origin)
    open.add(connection)
    socket.once('close', () => {
      open.delete(connection)
      forget(idle.get(url.origin), connection)
      connection.destroy()
    })
    if (closed) connection.destroy()
    return connection
  }

  const giveBack = (origin: string, connection: Connection, keep: boolean) => {
    const others = idle.get(origin) ?? []
    if (!keep || closed || others.length >= most || !connection.alive()) return connection.destroy()
    idle.set(origin, [...others, connection])
  }

  return {
    async lease(url, reuse, deadline) {
      const kept = reuse ? takeAlive(idle.get(url.origin)) : undefined
      if (kept !== undefined) return { connection: kept, reused: true, giveBack: (keep) => giveBack(url.origin, kept, keep) }
      const startedAt = performance.now()
      const connection = await connect(url, deadline)
      return {
        connection,
        reused: false,
        connectMs: performance.now() - startedAt,
        giveBack: (keep) => giveBack(url.origin, connection, keep),
      }
    },
    close() {
      closed = true
      for (const connection of open) connection.destroy()
      idle.clear()
    },
  }
}

function takeAlive(list: Connection[] | undefined): Connection | undefined {
  for (let connection = list?.pop(); connection !== undefined; connection = list?.pop()) {
    if (connection.alive()) return connection
  }
  return undefined
}

function forget(list: Connection[] | undefined, connection: Connection): void {
  const at = list?.indexOf(connection) ?? -1
  if (at >= 0) list?.splice(at, 1)
}
