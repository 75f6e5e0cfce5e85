import { monotonicMs } from '../../core/monotonic.ts'
import type { Unread } from '../../core/unread.ts'
import { formatDuration } from '../../core/duration.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import type { Observe, ProbeContext, Seen } from '../contract.ts'
import { seriesOf, sourceOf } from '../series.ts'
import { recovered, replicated, spoofed } from './afterwards.ts'
import type { Gear, Kind, Part } from './afterwards.ts'
import { announcement, disagreements, isAnnounced } from './announced.ts'
import { burst } from './burst.ts'
import type { Burst, Send } from './burst.ts'
import type { Observation, Params, Refusal } from './schema.ts'

// Servers announce whole seconds, some of them rounded down.
const SLACK_MS = 1000

/** Spends exactly one request more than the limit; what gets around the limit is only tried once somebody was refused. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const startedAt = monotonicMs()
  // One worker answers all that comes over one connection; the requests of a parallel burst have many.
  const connection = params.concurrency === 'sequence' ? 'fresh' : 'kept'
  const send: Send = (request) => context.http.send({ ...request, connection, signal: context.signal, timeoutMs: context.timeoutMs })
  const request = seriesOf(sourceOf(params), context.origin)
  const kind = kindOf(params)
  const made = await burst(params.limit + 1, request, send, params.concurrency === 'parallel')
  const refusedAt = monotonicMs()
  const first = made.answers.find((answer) => kind(answer) === 'refused')
  const refusal = first && announcement(first, context.now())
  const admitted = made.answers.find((answer) => kind(answer) === 'admitted')
  const announcedLimit = admitted && announcement(admitted, context.now()).limit

  let n = params.limit + 1
  const gear: Gear = { send, kind: kindAfter(params, kind, made), signal: context.signal, next: () => request((n += 1)) }
  const parts =
    first === undefined || refusal === undefined
      ? []
      : [
          ...(params.spoof ? [await spoofed(gear)] : []),
          ...(params.replicas.length > 0 ? [await replicated(gear, params.replicas)] : []),
          ...(params.recovery || params.shift ? [await again(params, context, gear, { startedAt, refusedAt, refusal })] : []),
        ]
  return seen(params, made, kind, {
    parts,
    ...(announcedLimit === undefined ? {} : { announcedLimit }),
    ...(first === undefined || refusal === undefined ? {} : { first, refusal }),
    now: context.now(),
  })
}

function kindOf({ refused, ok }: Params): (answer: HttpExchange) => Kind {
  return ({ status }) => {
    if (refused.includes(status)) return 'refused'
    return (ok === undefined ? status < 500 : ok.includes(status)) ? 'admitted' : 'other'
  }
}

/** Afterwards a status that the burst was not admitted with, such as the 403 of a ban, is none that admits, unless `ok` says so. */
function kindAfter({ ok }: Params, kind: Gear['kind'], { answers }: Burst): Gear['kind'] {
  const admitted = new Set(answers.filter((answer) => kind(answer) === 'admitted').map(({ status }) => status))
  return (answer) => (kind(answer) === 'admitted' && ok === undefined && !admitted.has(answer.status) ? 'other' : kind(answer))
}

interface Times {
  readonly startedAt: number
  readonly refusedAt: number
  readonly refusal: Refusal
}

function again(params: Params, context: ProbeContext<undefined>, gear: Gear, { startedAt, refusedAt, refusal }: Times): Promise<Part> {
  const said = (refusal.retryAfterSeconds ?? refusal.resetSeconds ?? Infinity) * 1000
  return recovered(gear, {
    waitMs: Math.min(Math.max(said, 0), params.period) + SLACK_MS,
    leftMs: context.timeoutMs - (monotonicMs() - startedAt),
    refusedAt,
    ...(params.shift ? { shift: seriesOf([params.shift], context.origin)(1) } : {}),
  })
}

interface After {
  readonly parts: readonly Part[]
  readonly announcedLimit?: number
  readonly first?: HttpExchange
  readonly refusal?: Refusal
  readonly now: Date
}

function seen(
  params: Params,
  { answers, spanMs }: Burst,
  kind: (answer: HttpExchange) => Kind,
  { parts, announcedLimit, first, refusal, now }: After,
): Seen<Observation> {
  const count = (wanted: Kind) => answers.filter((answer) => kind(answer) === wanted).length
  const admitted = count('admitted')
  const refusedCount = count('refused')
  const firstRefusal = answers.findIndex((answer) => kind(answer) === 'refused') + 1
  const wrong = first && refusal ? disagreements(refusal, first.headers, params, now) : []
  const announced = refusal !== undefined && isAnnounced(refusal)
  const inOrder = params.concurrency === 'parallel' || firstRefusal === params.limit + 1
  const exact = admitted === params.limit && refusedCount === 1 && inOrder
  const doubtful =
    spanMs > params.period / 2 ? tooLong(spanMs, params) : exact ? partlySpent(refusal?.limit ?? announcedLimit, params) : undefined
  const observation: Observation = {
    sent: answers.length,
    admitted,
    refusedCount,
    otherCount: count('other'),
    ...(firstRefusal > 0 ? { firstRefusal } : {}),
    ...(doubtful ? {} : { exact }),
    statuses: statusesOf(answers),
    spanMs,
    tooSlow: spanMs > params.period / params.limit,
    straddleChance: Math.min(1, spanMs / params.period),
    ...(announcedLimit === undefined ? {} : { announcedLimit }),
    ...(refusal === undefined ? {} : { refusal }),
    announced,
    agree: announced && wrong.length === 0,
    disagreements: wrong,
    escapedReplicas: [],
    ...(Object.assign({}, ...parts.map(({ fields }) => fields)) as Partial<Observation>),
  }
  const unread = [...(doubtful ? [doubtful] : []), ...parts.flatMap((part) => part.unread)]
  return {
    observation,
    unread: [...unread, ...untried(params, observation, unread)],
    answer: `${admitted} of ${answers.length} admitted, ${refusedCount} refused`,
  }
}

function statusesOf(answers: readonly HttpExchange[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { status } of answers) counts.set(String(status), (counts.get(String(status)) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function tooLong(spanMs: number, { period }: Params): Unread {
  return {
    path: ['exact'],
    reason: 'insufficient',
    detail: `the burst took ${formatDuration(spanMs)} of a period of ${formatDuration(period)}: requests before and after the start of a new count cannot be told apart`,
  }
}

/** A larger limit of which an earlier run, or somebody else, had used the rest refuses at the same place. */
function partlySpent(announced: number | undefined, { limit }: Params): Unread | undefined {
  if (announced === undefined || announced <= limit) return undefined
  return {
    path: ['exact'],
    reason: 'insufficient',
    detail: `the target announces a limit of ${announced}, above the ${limit} that were admitted: its window may have been partly spent`,
  }
}

/** What was not asked for, or has no meaning without a refusal, is not known: it must not read as good. */
function untried(params: Params, observation: Observation, unread: readonly Unread[]): Unread[] {
  const why = observation.refusedCount === 0 ? 'nothing was refused' : undefined
  const asked = [
    ['spoofEscapes', params.spoof ? why : 'not tried: `spoof` is off'],
    ['replicaEscapes', params.replicas.length > 0 ? why : 'not tried: no `replicas` are named'],
    ['recovered', params.recovery || params.shift ? why : 'not tried: `recovery` is off'],
  ] as const
  return asked.flatMap(([field, detail]) =>
    field in observation || unread.some(({ path }) => path[0] === field)
      ? []
      : [{ path: [field], reason: 'insufficient' as const, detail: detail ?? 'not tried' }],
  )
}
