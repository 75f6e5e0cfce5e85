import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params, Target } from './schema.ts'

export const probe = defineProbe<Params, Observation, Target>({
  name: 'prometheus',
  summary: 'Asks a Prometheus server queries and for its alerting rules.',
  params: Params,
  observation: Observation,
  target: { kind: 'prometheus', schema: Target, required: true },
  timeoutMs: 15_000,
  effect: () => 'read',
  describe,
  examples: [
    {
      title: 'No 503, out of enough requests',
      yaml: `id: h1.no-503
title: No 503 on the token endpoint in the first hour
severity: high
probe: prometheus
with:
  queries:
    total: "sum(increase(http_requests_total{path='/token'}[1h]))"
    refused: "sum(increase(http_requests_total{path='/token',status='503'}[1h])) or vector(0)"
enough: "queries.total.value >= 100.0"
expect: "queries.refused.value == 0.0"
`,
    },
    {
      title: 'The alert exists, is evaluated, and is routed',
      yaml: `id: day1.alert
title: A 503 of the token endpoint raises an alert
severity: medium
probe: prometheus
with: { rules: true }
expect: "rules.exists(r, r.name == 'TokenEndpoint503' && r.health == 'ok' && r.labels['severity'] == 'page')"
`,
    },
    {
      title: 'Memory does not grow',
      yaml: `id: memory.flat
title: Memory of the service stays below 500 MB for six hours
severity: medium
probe: prometheus
with: { queries: { memory: { query: "sum(process_resident_memory_bytes{job='api'})", range: 6h, step: 5m } } }
enough: "queries.memory.points.size() >= queries.memory.expectedPoints - 1"
expect: "queries.memory.max < 500000000.0"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
