import * as z from 'zod'
import { duration, findings } from '../fields.ts'
import { oneSource, sourceFields } from '../series.ts'

export const Params = z
  .strictObject({
    ...sourceFields,
    rate: z
      .number()
      .min(0.1)
      .max(5000)
      .optional()
      .describe('Requests per second, sent at their time whether earlier ones were answered or not; wants `duration`'),
    users: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('Users who each wait for an answer before they ask again; wants `duration` or `iterations`'),
    duration: duration().optional().describe('How long requests are sent, for example 30s'),
    iterations: z.int().min(1).max(100_000).optional().describe('Requests of each user, in place of `duration`'),
    warmup: duration().optional().describe('Time before the duration whose requests are not counted; 1s with `rate`, else none'),
    connections: z
      .int()
      .min(1)
      .max(5000)
      .default(1000)
      .describe('Most connections at once with `rate`; what waits for one is late, and that counts as time of the answer'),
    within: duration().prefault('10s').describe('An answer that takes longer is a time-out'),
    ok: z
      .array(z.int().min(100).max(599))
      .min(1)
      .optional()
      .describe('Statuses that are an answer worth its time, others count as none in the percentiles; without it 200 to 399'),
  })
  .refine(...oneSource)
  .refine(
    ({ rate, users, duration, iterations }) =>
      rate === undefined
        ? users !== undefined && (duration === undefined) !== (iterations === undefined)
        : users === undefined && duration !== undefined && iterations === undefined,
    'wants `rate` and `duration`, or `users` and one of `duration` and `iterations`',
  )
  .refine(({ iterations, warmup }) => iterations === undefined || warmup === undefined, 'wants no `warmup` beside `iterations`')
export type Params = z.output<typeof Params>

const percentile = (which: string) => z.number().optional().describe(`${which}, milliseconds; unread when requests were refused`)

export const Observation = z.object({
  sent: z.int().describe('Requests sent'),
  unsent: z.int().describe('Requests that were due and never sent, since no connection was free within `within`; part of `failed`'),
  completed: z.int().describe('Requests answered whole, whatever the status'),
  failed: z.int().describe('Requests without an answer: time-outs, connections that broke, unsent ones'),
  timeouts: z.int().describe('Requests not answered within `within`; part of `failed`'),
  failedShare: z.number().describe('Share of failed requests among all that were due, 0 to 1'),
  statuses: z.record(z.string(), z.int()).describe('Answers by status code'),
  non2xx: z.int().describe('Answers with a status other than 200 to 299'),
  non2xxShare: z.number().describe('Share of these among the answers, 0 to 1'),
  refused: z.int().describe('Answers 429 and 503: a limit was measured, not the service'),
  valid: z.boolean().describe('Nothing was refused, and requests left when they were due'),
  doubts: findings(z.string().describe('One sentence')).describe('Why it is not valid'),
  p50Ms: percentile(
    'Median of the times from when a request was due to its whole answer; one that failed or is not `ok` counts as 1 ms longer than `within`',
  ),
  p90Ms: percentile('90th percentile, as p50Ms'),
  p95Ms: percentile('95th percentile, as p50Ms'),
  p99Ms: percentile('99th percentile, as p50Ms'),
  maxMs: percentile('Longest time, as p50Ms'),
  sendLagP99Ms: z
    .number()
    .optional()
    .describe('99th percentile of how late requests left, milliseconds; part of the times; absent with `users`'),
  sendLagMaxMs: z.number().optional().describe('Longest delay of a request that was sent, milliseconds; absent with `users`'),
  achievedRate: z.number().describe('Requests sent per second'),
  durationMs: z.number().describe('From the first request counted to the last answer, milliseconds'),
  bytes: z.int().describe('Bytes of all bodies, as they came'),
  firstErrors: findings(z.string().describe('How often, and what')).describe('What went wrong, up to five kinds in order of their coming'),
})
export type Observation = z.output<typeof Observation>
