import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { withDeadline } from '../../io/deadline.ts'
import type { Deadline } from '../../io/deadline.ts'
import type { ProbeContext, Seen } from '../contract.ts'
import { readAddress } from './address.ts'
import type { Address } from './address.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { readFacts } from './info.ts'
import { readKey, readKeys } from './keys.ts'
import type { Observation, Params, Target } from './schema.ts'

const PINGS = 5

/** Logs in, reads, and tries once more without credentials. Throws LookError when PING was not answered. */
export async function observe(params: Params, context: ProbeContext<Target>): Promise<Seen<Observation>> {
  const address = readAddress(context.target.url)
  const { signal, timeoutMs } = context
  return withDeadline({ signal, timeoutMs, what: 'redis gave no answer' }, async (deadline) => {
    const connection = await connect(address, deadline, context.ca)
    try {
      return await look(params, context, connection, address, deadline)
    } finally {
      connection.close()
    }
  })
}

async function look(params: Params, context: ProbeContext<Target>, connection: Connection, address: Address, deadline: Deadline): Promise<Seen<Observation>> {
  const authenticated = await logIn(connection, address)
  const ping = await firstPing(connection, address)
  const latencyMs = await latency(connection, context.run.id)
  const selected = await select(connection, params.database ?? address.database)
  const { facts, unread } = await readFacts(connection, params.config)
  const stranger = authenticated ? await withoutCredentials(address, deadline, context.ca) : { value: false, unread: [] }
  const keys = await whereSelected(selected, 'keys', params.keys, (pattern) => readKeys(connection, pattern))
  const key = await whereSelected(selected, 'key', params.key, (name) => readKey(connection, name))
  const observation: Observation = {
    ping, authenticated, tls: address.tls, latencyMs, ...facts,
    ...(stranger.value === undefined ? {} : { authRequired: stranger.value }),
    ...(selected.value === undefined ? {} : { database: selected.value }),
    ...(keys.value === undefined ? {} : { keys: keys.value }),
    ...(key.value === undefined ? {} : { key: key.value }),
  }
  const parts = [...unread, ...stranger.unread, ...selected.unread, ...keys.unread, ...key.unread]
  return { observation, unread: parts, answer: [ping, facts.version && `Redis ${facts.version}`].filter(Boolean).join(', ') }
}

interface Part<T> {
  readonly value?: T
  readonly unread: readonly Unread[]
}

/** Whether the credentials were needed and accepted: a server without a password says so, and that is an observation. */
async function logIn(connection: Connection, { login, name }: Address): Promise<boolean> {
  if (login === undefined) return false
  const reply = await connection.call('AUTH', ...(login.user === undefined ? [] : [login.user]), login.password)
  if (!('refusal' in reply)) return true
  if (reply.refusal.noPassword) return false
  throw new LookError(reply.refusal.reason, `${name} did not accept the credentials: ${reply.refusal.detail}`)
}

async function firstPing(connection: Connection, { name }: Address): Promise<string> {
  const reply = await connection.call('PING')
  if ('refusal' in reply) throw new LookError(reply.refusal.reason, `${name} did not answer PING with PONG: ${reply.refusal.detail}`)
  if (reply.value !== 'PONG') throw new LookError('malformed', `${name} answered PING with something else than PONG`)
  return 'PONG'
}

/** Each PING carries a word of its own: an answer that belongs to another question is found here. */
async function latency(connection: Connection, run: string): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < PINGS; count += 1) {
    const word = `readiness:${run}:${count}`
    const start = performance.now()
    const reply = await connection.call('PING', word)
    if (!('value' in reply) || reply.value !== word) throw new LookError('malformed', 'redis answers out of step: PING did not echo its word')
    times.push(performance.now() - start)
  }
  const median = times.sort((a, b) => a - b)[Math.floor(PINGS / 2)] ?? 0
  return Math.round(median * 1000) / 1000
}

async function select(connection: Connection, index: number): Promise<Part<number>> {
  // Every connection starts there, and a user with +@read may not SELECT.
  if (index === 0) return { value: 0, unread: [] }
  const reply = await connection.call('SELECT', String(index))
  if (!('refusal' in reply)) return { value: index, unread: [] }
  const { reason, detail } = reply.refusal
  return { unread: [{ path: ['database'], reason, detail: `database ${index} cannot be used: ${detail}` }] }
}

/** A second connection that does not log in: refused with NOAUTH, or let in. */
async function withoutCredentials(address: Address, deadline: Deadline, ca: string | undefined): Promise<Part<boolean>> {
  const unread = (error: Pick<LookError, 'reason' | 'message'>): Part<boolean> =>
    ({ unread: [{ path: ['authRequired'], reason: error.reason, detail: `the connection without credentials: ${error.message}` }] })
  try {
    const connection = await connect(address, deadline, ca)
    try {
      const reply = await connection.call('PING')
      if (!('refusal' in reply)) return { value: false, unread: [] }
      if (reply.refusal.word === 'NOAUTH') return { value: true, unread: [] }
      return unread({ reason: 'insufficient', message: reply.refusal.detail })
    } finally {
      connection.close()
    }
  } catch (error) {
    if (error instanceof LookError) return unread(error)
    throw error
  }
}

async function whereSelected<T>(selected: Part<number>, field: string, asked: string | undefined, read: (asked: string) => Promise<Part<T>>): Promise<Part<T>> {
  if (asked === undefined) return { unread: [] }
  if (selected.value !== undefined) return read(asked)
  return { unread: selected.unread.map((part) => ({ ...part, path: [field] })) }
}
