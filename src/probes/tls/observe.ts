import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { withDeadline } from '../../io/deadline.ts'
import type { Observe, ProbeContext, Seen } from '../contract.ts'
import { certificateFacts } from './certificate.ts'
import { knowingAuthorities, knowingNobody, shakeHands } from './handshake.ts'
import type { Handshake } from './handshake.ts'
import { placeOf } from './place.ts'
import type { Place } from './place.ts'
import { redirectFacts } from './redirect.ts'
import type { Certificate, Observation, Params, Redirect } from './schema.ts'
import { sweep } from './sweep.ts'
import type { Within } from './sweep.ts'

const MOST_CERTIFICATE_BYTES = 64 * 1024

/** One part of the look: what it saw, or why it saw nothing. */
interface Part<T> {
  readonly value?: T
  readonly unread: readonly Unread[]
}

/** One handshake to see what the server likes best, then all versions, the trust in its certificate and plain http at the same time. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const place = placeOf(params, context.origin)
  // Ends before the look's own deadline, so that what was seen until then is kept.
  const endsAt = monotonicMs() + context.timeoutMs * 0.9
  const within: Within = (what, work) =>
    withDeadline({ signal: context.signal, timeoutMs: Math.max(endsAt - monotonicMs(), 1), what }, work)
  const best = await withDeadline({ signal: context.signal, timeoutMs: context.timeoutMs, what: 'no TLS connection' }, (deadline) =>
    shakeHands(place, deadline, knowingNobody()),
  )
  const { http } = params
  const leftOut: Part<{ redirect: Redirect; unread: Unread[] }> = { unread: [] }
  const [{ protocols, unread }, certificate, redirect] = await Promise.all([
    sweep(place, best instanceof LookError ? undefined : best.protocol, within),
    best instanceof LookError
      ? missing<Certificate>('certificate', best)
      : part('certificate', () => certificateOf(best, place, context, within)),
    http === false ? leftOut : part('redirect', () => redirectFacts({ host: place.host, ...http }, context, endsAt)),
  ])
  // No version went through either: then the handshake's own error tells why.
  if (best instanceof LookError && !Object.values(protocols).includes('accepted')) throw best
  return seen(
    {
      protocols,
      ...(best instanceof LookError ? {} : chosen(best)),
      ...(certificate.value === undefined ? {} : { certificate: certificate.value }),
      ...(redirect.value === undefined ? {} : { redirect: redirect.value.redirect }),
    },
    [
      ...unread,
      ...(best instanceof LookError
        ? ['protocol', 'cipher', 'alpn', 'forwardSecrecy'].flatMap((field) => missing(field, best).unread)
        : []),
      ...certificate.unread,
      ...redirect.unread,
      ...(redirect.value?.unread ?? []),
    ],
  )
}

function chosen({ protocol, cipher, alpn }: Handshake): Pick<Observation, 'protocol' | 'cipher' | 'alpn' | 'forwardSecrecy'> {
  const forwardSecrecy = protocol === 'TLSv1.3' || /^(?:ECDHE|DHE|EDH)-/.test(cipher)
  return { protocol, cipher, forwardSecrecy, ...(alpn === undefined ? {} : { alpn }) }
}

async function certificateOf(best: Handshake, place: Place, context: ProbeContext<undefined>, within: Within): Promise<Certificate> {
  const bytes = best.certificates.reduce((sum, { raw }) => sum + raw.length, 0)
  if (bytes > MOST_CERTIFICATE_BYTES)
    throw new LookError('malformed', `the server sent ${bytes} bytes of certificates, at most 64 KiB are read`)
  const verified = await within('no second TLS connection, with authorities', (deadline) =>
    shakeHands(place, deadline, knowingAuthorities(context.ca)),
  )
  if (verified instanceof LookError) throw verified
  const [first] = best.certificates
  const [second] = verified.certificates
  if (first !== undefined && second?.raw.equals(first.raw) !== true)
    throw new LookError('insufficient', 'two connections were given different certificates')
  const facts = certificateFacts(best, verified, place.name, context.now(), context.ca)
  if (facts === undefined) throw new LookError('malformed', 'the server sent no certificate')
  return facts
}

async function part<T>(field: string, work: () => Promise<T>): Promise<Part<T>> {
  try {
    return { value: await work(), unread: [] }
  } catch (error) {
    if (error instanceof LookError) return missing(field, error)
    throw error
  }
}

function missing<T>(field: string, { reason, message }: LookError): Part<T> {
  return { unread: [{ path: [field], reason, detail: message }] }
}

function seen(observation: Observation, unread: Unread[]): Seen<Observation> {
  const { protocol, certificate } = observation
  const words = [
    protocol ?? 'no handshake',
    ...(certificate === undefined ? [] : [certificate.trusted ? `trusted, ${Math.floor(certificate.daysLeft)} days left` : 'not trusted']),
  ]
  return { observation, unread, answer: words.join(', ') }
}
