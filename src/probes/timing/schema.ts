import * as z from 'zod'
import { duration } from '../fields.ts'
import { Requests } from '../series.ts'

export const Params = z.strictObject({
  a: Requests.describe(
    'Requests of the first kind, in turn; `{n}` in a text is the number of the pair, `{random}` 16 fresh hexadecimal digits',
  ),
  b: Requests.describe('Requests of the second kind, in turn'),
  control: Requests.optional().describe(
    'Requests of a kind whose time is known to differ from that of `a`; that this is seen is part of `powerful`',
  ),
  pairs: z.int().min(30).max(1000).default(60).describe('Pairs to measure'),
  warmup: z.int().min(0).max(100).default(5).describe('Pairs before, which are not counted'),
  margin: duration().prefault('15ms').describe('Difference that would matter: the two kinds are equivalent when it is certainly smaller'),
  drop: z
    .array(z.int().min(100).max(599))
    .default([429, 503])
    .describe('Statuses that are no sample, as none from 500 on is; the whole pair is dropped'),
  spacing: duration().optional().describe('Pause before each request, to stay below a limit'),
})
export type Params = z.output<typeof Params>

const population = (what: string) =>
  z
    .object({
      medianMs: z.number().describe('Median until the header of the answer, without making the connection, milliseconds'),
      p95Ms: z.number().describe('95th percentile, milliseconds'),
      statuses: z.record(z.string(), z.int()).describe('Answers by status code, dropped ones too'),
    })
    .describe(what)

export const Observation = z
  .object({
    samples: z.int().describe('Pairs that count'),
    dropped: z.int().describe('Pairs that do not, since an answer had a status of `drop` or from 500 on, or did not come'),
    a: population('The first kind').optional(),
    b: population('The second kind').optional(),
    control: population('The kind known to differ; absent when it was not asked for').optional(),
    differenceMs: z
      .number()
      .optional()
      .describe('How much longer `a` takes, milliseconds: the median of the differences of all samples (Hodges-Lehmann)'),
    differenceLowMs: z.number().optional().describe('Lower end of its 99 % confidence interval, milliseconds'),
    differenceHighMs: z.number().optional().describe('Upper end of its 99 % confidence interval, milliseconds'),
    z: z.number().optional().describe('Mann-Whitney rank test as a standard normal value; positive when `a` takes longer'),
    distinguishable: z
      .boolean()
      .optional()
      .describe(
        'The two can be told apart: z beyond 3.29 either way (p 0.001), however small the difference; unread when they could not but the noise hides `margin`, or the fastest tenths lie further apart than that',
      ),
    equivalent: z
      .boolean()
      .optional()
      .describe(
        'The whole interval lies within `margin` either way; unread when the noise hides `margin`, or when it would hold but the fastest tenths lie further apart than that',
      ),
    detectableMs: z.number().optional().describe('Smallest difference that these samples would show nine times out of ten, milliseconds'),
    powerful: z.boolean().optional().describe('A difference of `margin` would be seen, and that of `control` was'),
  })
  .describe('Comparisons are unread when fewer than 30 pairs count or more than a fifth were dropped')
export type Observation = z.output<typeof Observation>
