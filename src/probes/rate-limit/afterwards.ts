import { randomInt } from 'node:crypto'
import { monotonicMs } from '../../core/monotonic.ts'
import { formatDuration } from '../../core/duration.ts'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { pause } from '../../io/pause.ts'
import type { Outgoing } from '../series.ts'
import type { Send } from './burst.ts'
import type { Observation } from './schema.ts'

/** What the limit made of one answer. */
export type Kind = 'admitted' | 'refused' | 'other'

export interface Gear {
  readonly send: Send
  readonly next: () => Outgoing
  readonly kind: (answer: HttpExchange) => Kind
  readonly signal: AbortSignal
}

/** Some fields of the observation, or why they are not known. */
export interface Part {
  readonly fields: Partial<Observation>
  readonly unread: readonly Unread[]
}

/**
 * Whether a refused client is admitted when it forges the address that proxies report. One that is admitted is asked again as itself,
 * and once more with another forged address: a bucket that had refilled meanwhile, or a count that had started anew, admits anybody.
 */
export async function spoofed(gear: Gear): Promise<Part> {
  const unread = (doubt: Omit<Unread, 'path'>): Part => ({ fields: {}, unread: [{ path: ['spoofEscapes'], ...doubt }] })
  const known = (spoofEscapes: boolean): Part => ({ fields: { spoofEscapes }, unread: [] })
  const tries = [
    { what: 'with a forged address', forge: true, escapes: true },
    { what: 'without one after that', forge: false, escapes: false },
    { what: 'with another forged address', forge: true, escapes: true },
  ]
  for (const [at, { what, forge, escapes }] of tries.entries()) {
    const answer = await asked(gear.send, forge ? withForged(gear.next()) : gear.next())
    const doubt = doubtOf(answer, gear.kind, what)
    if (doubt !== undefined) return unread(doubt)
    const admitted = !(answer instanceof LookError) && gear.kind(answer) === 'admitted'
    if (admitted === escapes) continue
    if (at === 0) return known(false)
    return unread({
      reason: 'insufficient',
      detail: `a request with a forged address was admitted, and the one ${what} was ${admitted ? 'admitted too' : 'not'}: the limit admits some again after so short a time`,
    })
  }
  return known(true)
}

function withForged(request: Outgoing): Outgoing {
  const address = forged()
  return { ...request, headers: { ...request.headers, 'X-Forwarded-For': address, 'X-Real-IP': address, Forwarded: `for=${address}` } }
}

/** Whether other origins that share the count admit who was refused; one that admits decides, whatever the others say. */
export async function replicated({ send, next, kind }: Gear, origins: readonly string[]): Promise<Part> {
  const escaped: string[] = []
  const doubts: Omit<Unread, 'path'>[] = []
  for (const origin of origins) {
    const request = next()
    const { pathname, search } = new URL(request.url)
    const answer = await asked(send, { ...request, url: `${origin.replace(/\/$/, '')}${pathname}${search}` })
    const doubt = doubtOf(answer, kind, `of ${origin}`)
    if (doubt !== undefined) doubts.push(doubt)
    else if (!(answer instanceof LookError) && kind(answer) === 'admitted') escaped.push(origin)
  }
  const [doubt] = doubts
  if (escaped.length === 0 && doubt !== undefined) return { fields: {}, unread: [{ path: ['replicaEscapes'], ...doubt }] }
  return { fields: { replicaEscapes: escaped.length > 0, escapedReplicas: escaped }, unread: [] }
}

export interface Recovery {
  readonly waitMs: number
  /** What is left of the look's time. */
  readonly leftMs: number
  readonly refusedAt: number
  readonly shift?: Outgoing
}

/** Whether the client is admitted again after the time, or after the target's clock was moved past it. */
export async function recovered(gear: Gear, { waitMs, leftMs, refusedAt, shift }: Recovery): Promise<Part> {
  const unread = (doubt: Omit<Unread, 'path'>): Part => ({ fields: {}, unread: [{ path: ['recovered'], ...doubt }] })
  if (shift === undefined && waitMs > leftMs - 500) {
    return unread({
      reason: 'insufficient',
      detail: `to wait ${formatDuration(waitMs)} does not fit into the ${formatDuration(Math.max(leftMs, 0))} that are left: the look needs a longer \`timeout\``,
    })
  }
  if (shift === undefined) await pause(waitMs, gear.signal)
  else {
    const moved = await asked(gear.send, shift)
    if (moved instanceof LookError) return unread({ reason: moved.reason, detail: `the clock was not moved: ${moved.message}` })
    if (moved.status < 200 || moved.status > 299)
      return unread({ reason: 'insufficient', detail: `the clock was not moved: the answer was ${moved.status}` })
  }
  const answer = await asked(gear.send, gear.next())
  const doubt = doubtOf(answer, gear.kind, 'after the time')
  if (doubt !== undefined) return unread(doubt)
  const admitted = !(answer instanceof LookError) && gear.kind(answer) === 'admitted'
  const timed = admitted && shift === undefined ? { recoveredAfterMs: monotonicMs() - refusedAt } : {}
  return { fields: { recovered: admitted, ...timed }, unread: [] }
}

async function asked(send: Send, request: Outgoing): Promise<HttpExchange | LookError> {
  return send(request).catch((error: unknown) => {
    if (error instanceof LookError) return error
    throw error
  })
}

function doubtOf(answer: HttpExchange | LookError, kind: Gear['kind'], what: string): Omit<Unread, 'path'> | undefined {
  if (answer instanceof LookError) return { reason: answer.reason, detail: `the request ${what} was not answered: ${answer.message}` }
  return kind(answer) === 'other'
    ? { reason: 'insufficient', detail: `the answer ${what} was ${answer.status}, neither admitted nor refused` }
    : undefined
}

/** An address of a public range, drawn anew, so that no count of an earlier run is met. */
function forged(): string {
  const first = [23, 45, 62, 81, 93][randomInt(5)] ?? 23
  return [first, randomInt(256), randomInt(256), randomInt(1, 255)].join('.')
}
