import * as z from 'zod'
import { findings } from '../fields.ts'

export const Params = z.strictObject({
  path: z.string().regex(/^\//, 'wants a path that begins with /').optional().describe('Path of the page on the origin; default /metrics'),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Whole address in place of origin and path, for a page on a port of its own'),
  names: z
    .array(z.string().min(1))
    .max(1000)
    .optional()
    .describe('Names of metrics to keep, as samples have them (`http_requests_total`); default all'),
})
export type Params = z.infer<typeof Params>

const Labels = z.record(z.string(), z.string())

const Metric = z.object({
  type: z.string().describe('`counter`, `gauge`, `histogram`, `summary` ...; `untyped` when the page does not say'),
  help: z.string().optional().describe('Help text; absent when the page has none'),
  samples: z
    .array(
      z.object({
        labels: Labels.describe('Label values by name'),
        value: z.number().describe('The value, in the unit that the name says'),
      }),
    )
    .describe('Samples with a finite value'),
  sum: z.number().optional().describe('Sum of the samples; unread when one of them is NaN or infinite'),
  count: z.int().describe('Number of samples, those that are NaN or infinite included'),
})

export const Observation = z.object({
  metrics: z.record(z.string(), Metric).describe('Metrics by the name that their samples have; a histogram has _bucket, _sum and _count'),
  names: z.array(z.string()).describe('All names on the page, sorted, those not asked for too'),
  sampleCount: z.int().describe('Number of samples on the page'),
  missing: findings(z.string()).describe('Names asked for that the page does not have'),
  nonFinite: findings(
    z.object({
      name: z.string().describe('Name of the metric'),
      labels: Labels.describe('Label values by name'),
      value: z.string().describe('`NaN`, `+Inf` or `-Inf`'),
    }),
  ).describe('Samples kept that are no finite number'),
})
export type Observation = z.infer<typeof Observation>
export type Metric = z.infer<typeof Metric>
