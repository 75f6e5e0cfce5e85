import * as z from 'zod'
import { duration, secretText } from '../fields.ts'

export const Target = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address of the server, with the path before /api/v1 if it has one'),
  headers: z.record(z.string(), secretText()).optional().describe('Headers of every request, for example X-Scope-OrgID'),
  bearer: secretText().optional().describe('Token for `Authorization: Bearer`'),
})
export type Target = z.infer<typeof Target>

const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'wants a name of letters, digits and _')
const PromQl = z.string().min(1).max(10_000).describe('PromQL')
const Range = z.strictObject({
  query: PromQl,
  range: duration().describe('How far back from now, for example 1h'),
  step: duration().describe('Distance of the points, for example 1m; at most 11,000 points'),
})

export const Params = z
  .strictObject({
    queries: z
      .record(Name, z.union([PromQl, Range]))
      .optional()
      .describe('Queries by name; text is asked for now, with range and step over a time'),
    rules: z.boolean().optional().describe('Whether to read the alerting rules'),
  })
  .refine(({ queries = {}, rules }) => rules === true || Object.keys(queries).length > 0, 'wants `queries`, or `rules: true`')
export type Params = z.infer<typeof Params>
export type RangeQuery = z.infer<typeof Range>

const Labels = z.record(z.string(), z.string()).describe('Labels by name, the metric name as __name__')

const Series = z.object({
  labels: Labels,
  value: z.number().optional().describe('The value, of a range its last one; unread when it is NaN or infinite'),
  time: z.string().describe('Evaluation time of the value, ISO 8601 UTC'),
  ageSeconds: z.number().describe('Now minus that time, seconds; not the age of the scrape: ask for timestamp(x) to judge it'),
})

const Result = z.object({
  series: z.array(Series).describe('What the query gave, one entry per series'),
  seriesCount: z.int().describe('Number of series'),
  value: z.number().optional().describe('Value of the only series; unread for no series, several, NaN or infinite, and as `last` is'),
  points: z
    .array(z.object({ time: z.string().describe('ISO 8601 UTC'), value: z.number().describe('Value at that time') }))
    .optional()
    .describe('Values of the only series of a range, oldest first; absent for a query without range'),
  expectedPoints: z.int().optional().describe('Points that a series without gaps has in the range; absent for a query without range'),
  min: z.number().optional().describe('Smallest of the points; absent for a query without range'),
  max: z.number().optional().describe('Largest of the points; absent for a query without range'),
  first: z.number().optional().describe('Oldest of the points; absent for a query without range'),
  last: z.number().optional().describe('Newest of the points; absent for a query without range; unread when it is older than one step'),
  increase: z
    .number()
    .optional()
    .describe(
      'Sum of the rises between points, a fall counted as a reset to zero; absent for a query without range; unread for a single point',
    ),
})

const Rule = z.object({
  name: z.string().describe('Name of the alert'),
  group: z.string().describe('Name of the rule group'),
  query: z.string().describe('PromQL of the alert'),
  state: z.string().describe('`inactive`, `pending` or `firing`; empty before the first evaluation'),
  health: z.string().describe('`ok`, `err` or `unknown`: how the last evaluation went'),
  labels: z.record(z.string(), z.string()).describe('Labels by name, for example severity'),
  durationSeconds: z.number().describe('How long the condition must hold, seconds'),
})

export const Observation = z.object({
  queries: z.record(z.string(), Result).describe('Results by name; a query that failed is unread'),
  rules: z.array(Rule).optional().describe('Alerting rules; absent when not asked for'),
})
export type Observation = z.infer<typeof Observation>
export type QueryResult = z.infer<typeof Result>
export type AlertRule = z.infer<typeof Rule>
