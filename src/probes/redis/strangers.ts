import { randomBytes } from 'node:crypto'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { Deadline } from '../../io/deadline.ts'
import type { Address } from './address.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'

/** A part of the observation: its value, or why there is none. */
export interface Part<T> {
  readonly value?: T
  readonly unread: readonly Unread[]
}

interface Door {
  readonly address: Address
  readonly deadline: Deadline
  readonly ca: string | undefined
}

/** A second connection that does not log in: refused with NOAUTH, or let in. */
export function withoutCredentials(door: Door): Promise<Part<boolean>> {
  return knock(door, 'authRequired', 'the connection without credentials', async (connection) => {
    const reply = await connection.call('PING')
    if (!('refusal' in reply)) return false
    return reply.refusal.word === 'NOAUTH' ? true : reply.refusal.detail
  })
}

/** Another one with a random password: a server that takes it takes any. One attempt, so that it comes near no lockout. */
export function withWrongPassword(door: Door): Promise<Part<boolean>> {
  const { user } = door.address.login ?? {}
  return knock(door, 'wrongPasswordRefused', 'the connection with a wrong password', async (connection) => {
    const reply = await connection.call('AUTH', ...(user === undefined ? [] : [user]), randomBytes(24).toString('hex'))
    if (!('refusal' in reply) || reply.refusal.noPassword) return false
    return reply.refusal.word === 'WRONGPASS' || reply.refusal.reason === 'unauthorized' ? true : reply.refusal.detail
  })
}

/** Asks on a connection of its own; a text for an answer says what else came, and leaves the field unread. */
async function knock(
  { address, deadline, ca }: Door,
  field: string,
  what: string,
  ask: (connection: Connection) => Promise<boolean | string>,
): Promise<Part<boolean>> {
  const unread = ({ reason, message }: Pick<LookError, 'reason' | 'message'>): Part<boolean> => ({
    unread: [{ path: [field], reason, detail: `${what}: ${message}` }],
  })
  try {
    const connection = await connect(address, deadline, ca)
    try {
      const answer = await ask(connection)
      return typeof answer === 'boolean' ? { value: answer, unread: [] } : unread({ reason: 'insufficient', message: answer })
    } finally {
      connection.close()
    }
  } catch (error) {
    if (error instanceof LookError) return unread(error)
    throw error
  }
}
