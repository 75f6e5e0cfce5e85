import * as z from 'zod'
import { findings } from '../fields.ts'

const location = z
  .string()
  .regex(/^(?:json(?:\.[^.\s]+)+|header\.[A-Za-z0-9-]+)$/, 'wants json.<path> or header.<name>, for example json.instance_id')

export const Params = z.strictObject({
  path: z
    .string()
    .regex(/^\/(?!\/)[^\\\s#]*$/, 'wants a path that starts with one /')
    .default('/health')
    .describe('Path that every instance answers'),
  instance: location.describe('Where an answer names its instance: `json.<path>` or `header.<name>`'),
  version: location.optional().describe('Where an answer names its release, same form; shows a roll-out half done'),
  samples: z.int().min(2).max(500).default(50).describe('Requests to send, each on a connection of its own'),
  concurrency: z.int().min(1).max(50).default(10).describe('Requests under way at once'),
})
export type Params = z.output<typeof Params>

export const Observation = z.object({
  samples: z.int().describe('Requests that were answered, whatever the status'),
  failed: z.int().describe('Requests without an answer'),
  identified: z.int().describe('Answers that named an instance'),
  statuses: z.record(z.string(), z.int()).describe('Answers by status code'),
  instances: z
    .array(z.object({ id: z.string().describe('Id as the instance gave it'), count: z.int().describe('Answers of it') }))
    .optional()
    .describe('Instances seen, sorted by id; unread when answers were missing, named none or came from a cache'),
  distinct: z.int().optional().describe('Number of different instances, at least; unread as `instances`'),
  missedSecondInstance: z
    .number()
    .optional()
    .describe(
      'Probability that a second instance taking half of the requests was missed, 0 to 1; 0 once two were seen; unread as `instances`',
    ),
  versions: z
    .array(z.string())
    .optional()
    .describe(
      'Releases seen, sorted; absent without `version`; unread when an answer named none or came from a cache, and when answers were missing and fewer than two were seen',
    ),
  addresses: z.array(z.string()).describe('IP addresses that answered, sorted'),
  affinityCookies: findings(z.string().describe('Name of the cookie')).describe(
    'Cookies by which a balancer ties a client to one instance',
  ),
})
export type Observation = z.output<typeof Observation>
