import type { Socket } from 'node:net'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { Deadline } from '../../io/deadline.ts'
import { openSocket } from '../../io/http/connect.ts'
import { VERSIONS, clientHello } from './client-hello.ts'
import type { VersionName } from './client-hello.ts'
import { shakeHands, speaking } from './handshake.ts'
import { shownPlace } from './place.ts'
import type { Place } from './place.ts'
import type { Protocols } from './schema.ts'
import { readFlight } from './server-flight.ts'
import type { Flight } from './server-flight.ts'

/** Does a piece of the look in what is left of its time; `what` starts the sentence of the time-out. */
export type Within = <T>(what: string, work: (deadline: Deadline) => Promise<T>) => Promise<T>
type Verdict = 'accepted' | 'refused'

const NODE_NAMES = { tls10: 'TLSv1', tls11: 'TLSv1.1', tls12: 'TLSv1.2', tls13: 'TLSv1.3' } as const
const PROTOCOL_VERSION = 70
/** Alerts by which a server turns a version away without saying so: handshake_failure, insufficient_security, internal_error (RFC 8446, 6.2). */
const TURNED_AWAY: ReadonlySet<number> = new Set([0, 40, 71, 80])
const MOST_BYTES = 256 * 1024

/** Offers each version alone; `known` was spoken already. A version without a clear answer is left out and told in `unread`. */
export async function sweep(
  place: Place,
  known: string | undefined,
  within: Within,
): Promise<{ readonly protocols: Protocols; readonly unread: Unread[] }> {
  const names = Object.keys(VERSIONS) as VersionName[]
  const results = await Promise.all(names.map(async (name) => [name, await offer(place, name, known, within)] as const))
  return {
    protocols: Object.fromEntries(results.filter(([, result]) => !(result instanceof LookError))),
    unread: results.flatMap(([name, result]) =>
      result instanceof LookError ? [{ path: ['protocols', name], reason: result.reason, detail: result.message }] : [],
    ),
  }
}

async function offer(place: Place, name: VersionName, known: string | undefined, within: Within): Promise<Verdict | LookError> {
  if (known === NODE_NAMES[name]) return 'accepted'
  try {
    const flight = await within(`no answer to an offer of ${NODE_NAMES[name]}`, (deadline) => flightOf(place, name, deadline))
    const verdict = verdictOf(flight, name, shownPlace(place))
    if (verdict !== 'unclear') return verdict
    // A second opinion with a hello of another make: some servers close the connection on whatever they do not like.
    const again = await within(`no answer to a second offer of ${NODE_NAMES[name]}`, (deadline) =>
      shakeHands(place, deadline, speaking(NODE_NAMES[name])),
    )
    return again instanceof LookError ? await turnedAway(place, name, known, within) : 'accepted'
  } catch (error) {
    if (error instanceof LookError) return error
    throw error
  }
}

/** Only a server that at that moment still takes what it is known to take has turned the version away, and not the connection. */
async function turnedAway(place: Place, name: VersionName, known: string | undefined, within: Within): Promise<Verdict | LookError> {
  const control = Object.values(NODE_NAMES).find((one) => one === known)
  const where = shownPlace(place)
  if (control === undefined)
    return new LookError('insufficient', `${where} turned ${NODE_NAMES[name]} away, and no version is known that it takes`)
  const taken = await within(`no answer to a last offer of ${control}`, (deadline) => shakeHands(place, deadline, speaking(control)))
  if (!(taken instanceof LookError)) return 'refused'
  return new LookError('insufficient', `${where} turned ${NODE_NAMES[name]} away, and ${control} too, which it takes at other times`)
}

function verdictOf(flight: Flight, name: VersionName, where: string): Verdict | 'unclear' | LookError {
  if (flight.kind === 'not-tls') return new LookError('malformed', `${where} does not speak TLS (is it plain http?)`)
  if (flight.kind === 'hello') return flight.version === VERSIONS[name] ? 'accepted' : 'refused'
  if (flight.kind === 'more')
    return new LookError('malformed', `${where} ended the connection in the middle of its answer to ${NODE_NAMES[name]}`)
  if (flight.code === PROTOCOL_VERSION) return 'refused'
  if (TURNED_AWAY.has(flight.code)) return 'unclear'
  return new LookError(
    'malformed',
    `${where} answered an offer of ${NODE_NAMES[name]} with alert ${flight.code}, which is no answer about the version`,
  )
}

async function flightOf(place: Place, name: VersionName, deadline: Deadline): Promise<Flight> {
  const socket = await openSocket(new URL(`http://${shownPlace(place)}`), deadline, {})
  const release = deadline.onEnd(() => socket.destroy())
  try {
    socket.write(clientHello(name, place.serverName))
    return await firstFlight(socket)
  } finally {
    release()
    socket.destroy()
  }
}

/** Closed without a byte counts as close_notify. */
function firstFlight(socket: Socket): Promise<Flight> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      const flight = readFlight(bytes)
      if (flight.kind !== 'more' || bytes.length > MOST_BYTES) resolve(flight)
    })
    socket.once('close', () => resolve(bytes.length === 0 ? { kind: 'alert', code: 0 } : readFlight(bytes)))
  })
}
