import { LookError } from '../../core/look-error.ts'
import type { Deadline } from '../../io/deadline.ts'
import { openSocket } from '../../io/http/connect.ts'
import type { Address } from './address.ts'
import { loginFailure } from './failure.ts'
import { clientOn } from './session.ts'
import type { Internals, SessionOptions } from './session.ts'
import type { Passwords } from './shapes/passwords.ts'

export interface LoginAttempt {
  readonly accepted: boolean
  readonly method: NonNullable<Passwords['method']>
}

/** How the server asked, by the event of the library's connection. */
const METHODS = {
  authenticationSASL: 'scram-sha-256',
  authenticationMD5Password: 'md5',
  authenticationCleartextPassword: 'cleartext',
} as const

/**
 * One login on a connection of its own, which is closed at once. `guessed` says that the password is no one's secret: only then a
 * server that wants it in clear or as MD5 gets it. Throws LookError when the server neither accepted nor refused it.
 */
export async function tryLogin(address: Address, guessed: boolean, deadline: Deadline, options: SessionOptions): Promise<LoginAttempt> {
  const where = `${address.host}:${address.port}`
  const socket = await openSocket(new URL(`http://${where}`), deadline, {})
  const release = deadline.onEnd(() => socket.destroy())
  const client = clientOn(socket, address, options)
  const { connection } = client as unknown as Internals
  let method: LoginAttempt['method'] | undefined
  let accepted = false
  client.on('error', () => {})
  deadline.phase = `${where} did not answer a login`
  try {
    await new Promise<void>((resolve, reject) => {
      for (const [event, name] of Object.entries(METHODS)) {
        connection.prependListener(event, () => {
          method = name
          if (guessed || name === 'scram-sha-256') return
          reject(
            new LookError(
              'refused',
              `${where} asks for the password ${name === 'md5' ? 'as MD5' : 'in clear text'}: one that may be a secret is not sent`,
            ),
          )
          connection.stream.destroy()
        })
      }
      // Comes before the server looks at the role's other limits: the password was right, or nobody asked for it.
      connection.prependListener('authenticationOk', () => void (accepted = true))
      socket.once('close', () => reject(new LookError('unreachable', `${where} closed the connection`)))
      client.connect().then(() => resolve(), reject)
    })
  } catch (error) {
    if (!accepted && !isRefusal(error)) throw loginFailure(error, address)
  } finally {
    release()
    client.end().catch(() => {})
    connection.stream.destroy()
    socket.destroy()
  }
  return { accepted, method: method ?? (accepted ? 'trust' : 'no-entry') }
}

// invalid_password, and invalid_authorization_specification: no entry in pg_hba.conf, or one that rejects.
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '28P01' || error.code === '28000')
