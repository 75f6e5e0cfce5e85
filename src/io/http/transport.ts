import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { monotonicMs } from '../../core/monotonic.ts'
import type { Deadline } from '../deadline.ts'
import { openSocket } from './connect.ts'
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

/** Which idle connection will do: none, any, or one that was used within the last second, when a server has hardly closed it unseen. */
export type Reuse = 'none' | 'any' | 'recent'

const RECENT_MS = 1000
// Probes that keep many connections bound them themselves, and an idle one is closed after four seconds (keepAliveTimeout).
const MOST_RECENT = 5000

interface Idle {
  readonly connection: Connection
  readonly since: number
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
  lease(url: URL, reuse: Reuse, deadline: Deadline): Promise<Leased>
  close(): void
}

/** Holds connections per origin. There is no queue: the engine bounds how much runs at once. */
export function createTransport(options: TransportOptions = {}): Transport {
  const most = options.maxConnections ?? 10
  const idle = new Map<string, Idle[]>()
  const open = new Set<Connection>()
  let trusted: Promise<SecureContext> | undefined
  let closed = false

  /** Made once; TLS is loaded and set up before the time of a connection counts. */
  const contextFor = async ({ protocol }: URL): Promise<SecureContext | undefined> => {
    if (protocol === 'http:') return undefined
    const { ca } = options
    if (ca === undefined) return void (await import('node:tls'))
    trusted ??= import('./trust.ts').then(({ trusting }) => trusting(ca))
    return trusted
  }

  const connect = async (url: URL, secureContext: SecureContext | undefined, deadline: Deadline): Promise<Connection> => {
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

  const giveBack = (origin: string, connection: Connection, keep: boolean, reuse: Reuse) => {
    const others = idle.get(origin) ?? []
    if (!keep || closed || others.length >= (reuse === 'recent' ? MOST_RECENT : most) || !connection.alive()) return connection.destroy()
    others.push({ connection, since: monotonicMs() })
    idle.set(origin, others)
  }

  return {
    async lease(url, reuse, deadline) {
      const kept = reuse === 'none' ? undefined : takeAlive(idle.get(url.origin), reuse === 'recent' ? monotonicMs() - RECENT_MS : 0)
      if (kept !== undefined) return { connection: kept, reused: true, giveBack: (keep) => giveBack(url.origin, kept, keep, reuse) }
      const secureContext = await contextFor(url)
      const startedAt = monotonicMs()
      const connection = await connect(url, secureContext, deadline)
      return {
        connection,
        reused: false,
        connectMs: monotonicMs() - startedAt,
        giveBack: (keep) => giveBack(url.origin, connection, keep, reuse),
      }
    },
    close() {
      closed = true
      for (const connection of open) connection.destroy()
      idle.clear()
    },
  }
}

/** The last one given back that still lives; none when even that one waits since before `after`. */
function takeAlive(list: Idle[] | undefined, after: number): Connection | undefined {
  for (let last = list?.at(-1); last !== undefined && last.since >= after; last = list?.at(-1)) {
    list?.pop()
    if (last.connection.alive()) return last.connection
  }
  return undefined
}

function forget(list: Idle[] | undefined, connection: Connection): void {
  const at = list?.findIndex((each) => each.connection === connection) ?? -1
  if (at >= 0) list?.splice(at, 1)
}
