import * as z from 'zod'
import { duration, findings } from '../fields.ts'
import { Request, oneSource, sourceFields } from '../series.ts'

const status = z.int().min(100).max(599)

export const Params = z
  .strictObject({
    ...sourceFields,
    limit: z.int().min(1).max(10_000).describe('Requests that a period admits; one more than that is sent'),
    period: duration().describe('Length of the window, for example 1m'),
    refused: z.array(status).min(1).default([429]).describe('Statuses that mean that the limit refused'),
    ok: z
      .array(status)
      .min(1)
      .optional()
      .describe(
        'Statuses that count as admitted; without it all below 500 that are not in `refused`, and after the burst only those that the burst had',
      ),
    concurrency: z
      .enum(['parallel', 'sequence'])
      .default('parallel')
      .describe('`parallel` sends up to 50 at a time, `sequence` one after the other, each on a connection of its own'),
    spoof: z
      .boolean()
      .default(true)
      .describe(
        'Once refused, asks again with forged X-Forwarded-For, X-Real-IP and Forwarded; where that is admitted, twice more to be sure',
      ),
    replicas: z
      .array(z.string().regex(/^https?:\/\/[^\s#\\/?@]+\/?$/i, 'wants an origin such as https://replica-2.example.com'))
      .max(20)
      .default([])
      .describe('Other origins of the environment that share the count; once refused, each is asked once'),
    recovery: z
      .boolean()
      .default(false)
      .describe(
        'Once refused, waits for the time that the refusal announces, else the period, and one second, and asks again; `timeout` must be longer',
      ),
    shift: Request.optional().describe(
      "A request that moves the target's own clock past the period; sent in place of the waiting, and turns `recovery` on",
    ),
  })
  .refine(...oneSource)
export type Params = z.output<typeof Params>

export const Refusal = z.object({
  status: z.int().describe('Status of the first refusal'),
  retryAfterSeconds: z.number().optional().describe('Retry-After, a date turned into seconds from the answer'),
  limit: z.number().optional().describe('Limit that RateLimit, RateLimit-Policy or a RateLimit-Limit header announces'),
  remaining: z.number().optional().describe('Requests that are left, as announced'),
  resetSeconds: z
    .number()
    .optional()
    .describe('Seconds until the count starts anew, as announced; a time of the clock turned into seconds from the answer'),
  windowSeconds: z.number().optional().describe('Length of the window that the policy of what refused announces'),
  policy: z.string().optional().describe('RateLimit-Policy as sent'),
})
export type Refusal = z.output<typeof Refusal>

export const Observation = z.object({
  sent: z.int().describe('Requests of the burst: one more than the limit'),
  admitted: z.int().describe('Requests of the burst that were admitted'),
  refusedCount: z.int().describe('Requests of the burst that were refused'),
  otherCount: z.int().describe('Answers of the burst that are neither, such as a 500'),
  firstRefusal: z.int().optional().describe('Position of the first refusal from 1, in order of the answers; absent when none was refused'),
  exact: z
    .boolean()
    .optional()
    .describe(
      'As many as the limit were admitted and the one beyond was refused; unread when the burst took longer than half of the period, and when it would hold but a larger limit is announced',
    ),
  statuses: z.record(z.string(), z.int()).describe('Answers of the burst by status code'),
  spanMs: z.number().describe('From the first request of the burst to its last answer, milliseconds'),
  tooSlow: z
    .boolean()
    .describe('The burst took longer than period / limit, in which a bucket refills one: one admitted too many proves nothing then'),
  straddleChance: z.number().describe('Probability that the burst lay across the edge of a fixed window, 0 to 1: spanMs / period'),
  announcedLimit: z
    .number()
    .optional()
    .describe(
      'Limit that the first answer that was admitted announces by RateLimit, RateLimit-Policy or a RateLimit-Limit header; absent when it announces none',
    ),
  refusal: Refusal.optional().describe('What the first refusal says; absent when none was refused'),
  announced: z.boolean().describe('The refusal says something by Retry-After or a RateLimit header that could be read'),
  agree: z.boolean().describe('The refusal announces something, and all of it, in every spelling that is there, fits limit and period'),
  disagreements: findings(z.string().describe('What is announced, and what was declared')).describe('Announcements that do not fit'),
  spoofEscapes: z
    .boolean()
    .optional()
    .describe(
      'A refused client is admitted with a forged address, and not without; unread when that was not tried or cannot be told apart',
    ),
  replicaEscapes: z.boolean().optional().describe('A replica admits a client that was refused; unread when none was asked'),
  escapedReplicas: findings(z.string().describe('Origin')).describe('Replicas that admitted'),
  recovered: z.boolean().optional().describe('Admitted again after the time; unread when that was not tried'),
  recoveredAfterMs: z
    .number()
    .optional()
    .describe('From the refusal to the answer that was admitted again, milliseconds; absent when the clock was moved or it was refused'),
})
export type Observation = z.output<typeof Observation>
