import { defineProbe } from '../contract.ts'
import { isRead } from '../request.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'
import * as z from 'zod'

export const probe = defineProbe<Params, Observation>({
  name: 'http',
  summary: 'Sends one HTTP request and looks at the whole answer: status, headers, body, cookies, timing, certificate',
  params: Params,
  observation: Observation,
  // `url` needs no origin; a look with `path` and without one is unconfigured.
  target: { kind: 'origin', schema: z.never(), required: false },
  timeoutMs: 10_000,
  effect: (raw) => (isRead(raw) ? 'read' : 'declare'),
  describe,
  examples: [
    {
      title: 'The service is up and its store is connected',
      yaml: `
id: api.healthy
title: The API is healthy and reaches its store
severity: critical
probe: http
with: { path: /health }
expect:
  - "status == 200"
  - "json.store == 'connected'"
`,
    },
    {
      title: 'A deletion without a token is turned away',
      yaml: `
id: deletion.needs-token
title: A deletion without a token is refused
severity: critical
probe: http
effect: destructive
with: { method: DELETE, path: /api/events/ev_readiness, headers: { Accept: application/json } }
expect: "status in [400, 401, 403]"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
