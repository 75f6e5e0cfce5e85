import type { EventEmitter } from 'node:events'
import { connect as connectTcp } from 'node:net'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import pg from 'pg'
import { LookError } from '../../core/look-error.ts'
import type { UnknownReason } from '../../core/unread.ts'
import type { Deadline } from '../../io/deadline.ts'
import { openSocket } from '../../io/http/connect.ts'
import { trusting } from '../../io/http/trust.ts'
import type { Address } from './address.ts'
import { connectionLost, databaseFailure, loginFailure } from './failure.ts'

/** Values in text form, by position. */
export interface Rows {
  readonly fields: readonly { readonly name: string; readonly type: number }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface Failed {
  readonly failed: { readonly reason: UnknownReason; readonly detail: string }
}

/** One connection; nothing is ever sent but single statements of the extended protocol. */
export interface Session {
  readonly authentication: 'scram-sha-256' | 'none'
  /** Whether our own end of the connection speaks TLS. */
  readonly encrypted: boolean
  /** False when the connection has ended. */
  readonly usable: () => boolean
  /** The rows, or the server's error. Throws LookError when the connection is of no more use. */
  readonly run: (sql: string, values?: readonly unknown[]) => Promise<Rows | Failed>
  readonly close: () => void
}

export interface SessionOptions {
  readonly ca?: string
  readonly runId: string
}

/** The parts of the library's client that its types leave out. */
export interface Internals {
  readonly connection: EventEmitter & { readonly stream: Socket }
  readonly connectionParameters: { options?: string; replication?: string }
  readonly processID: number | null
  readonly secretKey: number | null
}

const RESULT_CAP = 16 * 1024 * 1024
// What the type parsers give is decided in values.ts.
const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig

/**
 * Logs in with SCRAM only: a server that asks for the password in clear or as MD5 does not get it. When the deadline ends, the
 * running statement is cancelled on the server and the socket is destroyed.
 */
export async function openSession(address: Address, deadline: Deadline, options: SessionOptions): Promise<Session> {
  const { host, port } = address
  const where = `${host}:${port}`
  const socket = await openSocket(new URL(`http://${where}`), deadline, {})
  const client = clientOn(socket, address, options)
  const inner = client as unknown as Internals
  let broken: LookError | undefined
  let received = 0
  let authentication: Session['authentication'] = 'none'
  let running = false
  const ends = new Set<(error: LookError) => void>()
  const fail = (error: LookError) => {
    broken ??= error
    inner.connection.stream.destroy()
    socket.destroy()
    for (const end of ends) end(broken)
  }
  const count = () =>
    inner.connection.stream.on('data', (chunk: Buffer) => {
      received += chunk.length
      if (received > RESULT_CAP) fail(new LookError('malformed', `${where} sent more than 16 MiB in answer to one statement`))
    })
  const downgrade = (method: string) => () =>
    fail(new LookError('unauthorized', `${where} asks for the password ${method}; only SCRAM is answered`))
  const settled = <T>(work: Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (broken !== undefined) return reject(broken)
      ends.add(reject)
      work.then(resolve, reject).finally(() => ends.delete(reject))
    })

  socket.on('error', () => {})
  client.on('error', (error) => fail(connectionLost(error, where) ?? loginFailure(error, address)))
  client.on('end', () => fail(new LookError('unreachable', `${where} closed the connection (is it PostgreSQL?)`)))
  inner.connection.prependListener('authenticationCleartextPassword', downgrade('in clear text'))
  inner.connection.prependListener('authenticationMD5Password', downgrade('as MD5'))
  inner.connection.on('authenticationSASL', () => void (authentication = 'scram-sha-256'))
  if (address.tls) inner.connection.on('sslconnect', count)
  else count()
  deadline.onEnd(() => {
    if (running) cancel(socket, inner)
    socket.destroy()
  })
  deadline.phase = `${where} did not finish the login`
  await settled(
    client.connect().catch((error: unknown) => {
      // The library leaves a connection open on which it broke the login off, and that would hold the process.
      fail(loginFailure(error, address))
      throw broken ?? loginFailure(error, address)
    }),
  )

  return {
    authentication,
    encrypted: inner.connection.stream instanceof TLSSocket,
    usable: () => broken === undefined,
    async run(sql, values = []) {
      received = 0
      running = true
      deadline.phase = `${where} did not answer ${sql.split(/\s/, 1)[0] ?? ''}`
      const query = { text: sql, values: [...values], rowMode: 'array' as const, queryMode: 'extended' }
      try {
        return await settled(
          client.query<(string | null)[]>(query).then(rowsOf, (error: unknown) => {
            const failed = databaseFailure(error)
            if (failed !== undefined) return { failed }
            throw broken ?? connectionLost(error, where) ?? new LookError('malformed', `${where} answered what PostgreSQL does not answer`)
          }),
        )
      } finally {
        running = false
      }
    },
    close() {
      // Says goodbye, so that the server's log shows no broken connection; a server that does not hang up is not waited for.
      client.end().catch(() => {})
      socket.unref()
      setTimeout(() => socket.destroy(), 500).unref()
    },
  }
}

/** A client on an open socket; nothing is taken from the environment's PG variables or a password file. */
export function clientOn(socket: Socket, { host, port, user, password, database, tls }: Address, { ca, runId }: SessionOptions): pg.Client {
  const connected = Object.assign(socket, {
    connect: () => {
      setImmediate(() => socket.emit('connect'))
      return socket
    },
  })
  const client = new pg.Client({
    host: host.replace(/^\[|\]$/g, ''),
    port,
    user,
    database,
    password: () => password,
    stream: () => connected,
    types: asText,
    ssl: tls ? { rejectUnauthorized: true, ...(ca === undefined ? {} : { secureContext: trusting(ca) }) } : false,
    sslnegotiation: 'postgres',
    client_encoding: 'UTF8',
    application_name: `readiness/${runId}`.slice(0, 63),
  })
  const { connectionParameters } = client as unknown as Internals
  delete connectionParameters.options
  delete connectionParameters.replication
  return client
}

function rowsOf(result: pg.QueryArrayResult<(string | null)[]>): Rows {
  return { fields: result.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })), rows: result.rows }
}

// CancelRequest (protocol 55.2.9): a connection of its own, no answer. The library leaves the backend running.
function cancel({ remoteAddress, remotePort }: Socket, { processID, secretKey }: Internals): void {
  if (remoteAddress === undefined || remotePort === undefined || processID === null || secretKey === null) return
  const message = Buffer.alloc(16)
  for (const [index, value] of [16, 80_877_102, processID, secretKey].entries()) message.writeInt32BE(value, index * 4)
  const request = connectTcp({ host: remoteAddress, port: remotePort }, () => request.end(message))
  request
    .setTimeout(1000, () => request.destroy())
    .on('error', () => {})
    .unref()
}
