import * as z from 'zod'
import { defineProbe } from '../contract.ts'
import { curlCommand } from '../curl.ts'
import { urlOf } from '../request.ts'
import { shellLine } from '../shell.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'metrics',
  summary: 'Reads the metrics that a service exposes as Prometheus or OpenMetrics text.',
  params: Params,
  observation: Observation,
  // `url` needs no origin; a look with `path` and without one is unconfigured.
  target: { kind: 'origin', schema: z.undefined(), required: false },
  timeoutMs: 10_000,
  effect: () => 'read',
  describe: (params, where) => {
    const line = shellLine(where)
    const request = { method: 'GET', ...(params.url === undefined ? { path: params.path ?? '/metrics' } : { url: params.url }) }
    const repeat = line.whole(curlCommand(['-sS'], request, where, line))
    return { summary: `GET ${urlOf(request, where.origin)}`, repeat }
  },
  examples: [
    {
      title: 'The counters that the dashboard needs are there',
      yaml: `id: metrics.exposed
title: Token generation and replay attempts are counted
severity: medium
probe: metrics
with: { names: [token_generated_total, token_replayed_total] }
expect:
  - "missing.size() == 0"
  - "metrics['token_generated_total'].type == 'counter'"
`,
    },
    {
      title: 'No failure so far, out of enough requests',
      yaml: `id: metrics.no-503
title: The token endpoint never answered 503
severity: high
probe: metrics
with: { path: /internal/metrics, names: [http_requests_total] }
enough: "metrics['http_requests_total'].sum >= 100.0"
expect: "!metrics['http_requests_total'].samples.exists(s, s.labels['status'] == '503' && s.value > 0.0)"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
