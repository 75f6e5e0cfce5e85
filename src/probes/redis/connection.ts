import type { Socket } from 'node:net'
import { Redis } from 'ioredis'
import { LookError } from '../../core/look-error.ts'
import type { UnknownReason } from '../../core/unread.ts'
import type { Deadline } from '../../io/deadline.ts'
import { openSocket } from '../../io/http/connect.ts'
import { trusting } from '../../io/http/trust.ts'
import { tlsFacts } from '../../io/http/tls-facts.ts'
import type { TlsFacts } from '../../io/http/types.ts'
import type { Address } from './address.ts'

/** The only commands that are ever sent; none of them writes. */
type Command =
  | readonly ['AUTH', ...string[]]
  | readonly ['PING', ...string[]]
  | readonly ['SELECT' | 'TTL' | 'TYPE', string]
  | readonly ['INFO']
  | readonly ['ACL', 'WHOAMI' | 'LIST']
  | readonly ['CONFIG', 'GET', string]
  | readonly ['SCAN', string, 'MATCH', string, 'COUNT', string]

/** An error reply: its first word, the reason it stands for, and whether the server has no password. Its text is not kept. */
interface Refusal {
  readonly word: string
  readonly reason: UnknownReason
  readonly detail: string
  readonly noPassword: boolean
}

export interface Connection {
  /** The reply, or the refusal. Throws LookError when the connection is of no more use. */
  readonly call: (...command: Command) => Promise<{ readonly value: unknown } | { readonly refusal: Refusal }>
  /** Protocol and certificate; undefined on a plain connection. */
  readonly tls: TlsFacts | undefined
  readonly close: () => void
}

const REPLY_CAP = 1024 * 1024

const REASONS: Readonly<Record<string, UnknownReason>> = {
  NOAUTH: 'unauthorized',
  WRONGPASS: 'unauthorized',
  NOPERM: 'unauthorized',
  DENIED: 'unauthorized',
  LOADING: 'unreachable',
  MASTERDOWN: 'unreachable',
  CLUSTERDOWN: 'unreachable',
  BUSY: 'unreachable',
  TRYAGAIN: 'unreachable',
  MOVED: 'unsupported',
  ASK: 'unsupported',
  CROSSSLOT: 'unsupported',
}

/**
 * One connection on a socket of our own: no reconnect, no queue, replies capped at 1 MiB, an answer out of step ends it. The
 * library's errors hold the arguments of AUTH, so none of them gets out.
 */
export async function connect(address: Address, deadline: Deadline, ca: string | undefined): Promise<Connection> {
  const socket = await openSocket(address.socketUrl, deadline, ca === undefined ? {} : { secureContext: trusting(ca) })
  const client = clientOn(socket)
  let broken: LookError | undefined
  let received = 0
  const ends = new Set<(error: LookError) => void>()
  const fail = (error: LookError) => {
    broken ??= error
    socket.destroy()
    for (const end of ends) end(broken)
  }
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (received > REPLY_CAP) fail(new LookError('malformed', `${address.name} sent a reply of more than 1 MiB`))
  })
  client.on('error', (error: unknown) => fail(lost(error, address.name)))
  client.on('end', () => fail(lost(undefined, address.name)))
  deadline.onEnd(() => socket.destroy())
  // Its rejections are those of `fail`.
  client.connect().catch((error: unknown) => fail(lost(error, address.name)))
  await settled(new Promise<void>((resolve) => void client.once('ready', () => resolve())))

  function settled<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (broken !== undefined) return reject(broken)
      ends.add(reject)
      work.then(resolve, reject).finally(() => ends.delete(reject))
    })
  }

  return {
    tls: tlsFacts(socket),
    async call(...command) {
      received = 0
      deadline.phase = `${address.name} did not answer ${command[0]}`
      const [name, ...args] = command
      return settled(
        client.call(name, ...args).then(
          (value) => ({ value }),
          (error: unknown) => {
            if (isReply(error)) return { refusal: refusal(command, error.message) }
            fail(lost(error, address.name))
            throw broken ?? lost(error, address.name)
          },
        ),
      )
    },
    close() {
      client.disconnect()
      socket.destroy()
    },
  }
}

function clientOn(socket: Socket): Redis {
  class Ready {
    connect = async () => socket
    check = () => true
    disconnect = () => socket.destroy()
  }
  return new Redis({
    Connector: Ready as never,
    lazyConnect: true,
    protocol: 2,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    autoResendUnfulfilledCommands: false,
    connectTimeout: 0,
  })
}

const isReply = (error: unknown): error is Error => error instanceof Error && error.name === 'ReplyError'

function lost(error: unknown, name: string): LookError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const closed = error === undefined || (error instanceof Error && /connection is closed/i.test(error.message))
  if (closed || (typeof code === 'string' && /^E[A-Z]+$/.test(code))) {
    return new LookError(
      'unreachable',
      `${name} closed the connection before it answered (is it TLS where the address says redis://, or the reverse?)`,
    )
  }
  return new LookError('malformed', `${name} does not speak the Redis protocol, or its answers are out of step`)
}

function refusal(command: Command, text: string): Refusal {
  const [first = ''] = text.split(' ', 1)
  const word = /^[A-Z][A-Z0-9]{1,19}$/.test(first) ? first : 'ERR'
  const shown = command[0] === 'CONFIG' || command[0] === 'ACL' ? `${command[0]} ${command[1]}` : command[0]
  return {
    word,
    reason: reasonOf(word, text),
    detail: `${shown} was answered ${word}`,
    noPassword: /no password is set|without any password/.test(text),
  }
}

function reasonOf(word: string, text: string): UnknownReason {
  if (/^ERR unknown (sub)?command/i.test(text)) return 'unsupported'
  if (text.startsWith('ERR invalid password')) return 'unauthorized'
  if (text.startsWith('ERR max number of clients')) return 'unreachable'
  return REASONS[word] ?? 'malformed'
}
