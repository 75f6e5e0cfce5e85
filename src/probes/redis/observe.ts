import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { withDeadline } from '../../io/deadline.ts'
import type { Deadline } from '../../io/deadline.ts'
import type { TlsFacts } from '../../io/http/types.ts'
import type { ProbeContext, Seen } from '../contract.ts'
import { readAddress } from './address.ts'
import type { Address } from './address.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { readFacts } from './info.ts'
import { readKey, readKeys } from './keys.ts'
import { measureLatency } from './latency.ts'
import type { Observation, Params, Target } from './schema.ts'
import { withWrongPassword, withoutCredentials } from './strangers.ts'
import type { Part } from './strangers.ts'

const DAY_MS = 86_400_000

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

async function look(
  params: Params,
  context: ProbeContext<Target>,
  connection: Connection,
  address: Address,
  deadline: Deadline,
): Promise<Seen<Observation>> {
  const authenticated = await logIn(connection, address)
  const ping = await firstPing(connection, address)
  const latency = await measureLatency(connection, context.run.id, params.pings)
  const selected = await select(connection, params.database ?? address.database)
  const { facts, unread } = await readFacts(connection, params.config, context.now())
  const user = await whoAmI(connection)
  const openUsers = await usersWithoutPassword(connection)
  const door = { address, deadline, ca: context.ca }
  const open: Part<boolean> = { value: false, unread: [] }
  const stranger = authenticated ? await withoutCredentials(door) : open
  const impostor = authenticated ? await withWrongPassword(door) : open
  const keys = await whereSelected(selected, 'keys', params.keys, (pattern) => readKeys(connection, pattern, facts.mode === 'cluster'))
  const key = await whereSelected(selected, 'key', params.key, (name) => readKey(connection, name))
  const observation: Observation = {
    ping,
    authenticated,
    tls: address.tls,
    latencyMs: latency.p50Ms,
    latency,
    ...facts,
    ...(connection.tls === undefined ? {} : { encryption: encryptionOf(connection.tls, context.now()) }),
    ...kept('authRequired', stranger),
    ...kept('wrongPasswordRefused', impostor),
    ...kept('user', user),
    ...kept('openUsers', openUsers),
    ...kept('database', selected),
    ...kept('keys', keys),
    ...kept('key', key),
  }
  const parts = [unread, stranger.unread, impostor.unread, user.unread, openUsers.unread, selected.unread, keys.unread, key.unread].flat()
  return { observation, unread: parts, answer: [ping, facts.version && `Redis ${facts.version}`].filter(Boolean).join(', ') }
}

function kept<K extends keyof Observation>(field: K, part: Part<NonNullable<Observation[K]>>): Partial<Pick<Observation, K>> {
  return part.value === undefined ? {} : ({ [field]: part.value } as unknown as Pick<Observation, K>)
}

function encryptionOf({ protocol, cipher, subject, issuer, names, validTo }: TlsFacts, now: Date): NonNullable<Observation['encryption']> {
  const daysLeft = Math.round(((Date.parse(validTo) - now.getTime()) / DAY_MS) * 100) / 100
  return { protocol, cipher, subject, issuer, names: [...names], validTo, daysLeft }
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

async function whoAmI(connection: Connection): Promise<Part<string>> {
  const reply = await connection.call('ACL', 'WHOAMI')
  if ('refusal' in reply) return { unread: [{ path: ['user'], reason: reply.refusal.reason, detail: reply.refusal.detail }] }
  if (typeof reply.value === 'string') return { value: reply.value, unread: [] }
  return { unread: [{ path: ['user'], reason: 'malformed', detail: 'ACL WHOAMI was answered with no name' }] }
}

/** A rule of ACL LIST begins `user <name> on nopass`, in any order after the name; hashes of passwords stand in it too, so no more is kept. */
async function usersWithoutPassword(connection: Connection): Promise<Part<string[]>> {
  const reply = await connection.call('ACL', 'LIST')
  const unread = ({ reason, detail }: Omit<Unread, 'path'>) => ({ unread: [{ path: ['openUsers'], reason, detail }] })
  if ('refusal' in reply) return unread(reply.refusal)
  if (!Array.isArray(reply.value)) return unread({ reason: 'malformed', detail: 'ACL LIST was answered with no list' })
  const rules = reply.value.map((rule) => String(rule).split(' '))
  const open = rules.filter((words) => words.includes('on', 2) && words.includes('nopass', 2))
  return { value: open.map(([, name = '']) => name), unread: [] }
}

async function select(connection: Connection, index: number): Promise<Part<number>> {
  // Every connection starts there, and a user with +@read may not SELECT.
  if (index === 0) return { value: 0, unread: [] }
  const reply = await connection.call('SELECT', String(index))
  if (!('refusal' in reply)) return { value: index, unread: [] }
  const { reason, detail } = reply.refusal
  return { unread: [{ path: ['database'], reason, detail: `database ${index} cannot be used: ${detail}` }] }
}

async function whereSelected<T>(
  selected: Part<number>,
  field: string,
  asked: string | undefined,
  read: (asked: string) => Promise<Part<T>>,
): Promise<Part<T>> {
  if (asked === undefined) return { unread: [] }
  if (selected.value !== undefined) return read(asked)
  return { unread: selected.unread.map((part) => ({ ...part, path: [field] })) }
}
