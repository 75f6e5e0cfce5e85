import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params, Target } from './schema.ts'

export const probe = defineProbe<Params, Observation, Target>({
  name: 'redis',
  summary: 'Logs in to a Redis or Valkey server and reads its state; sends commands that only read.',
  params: Params,
  observation: Observation,
  target: { kind: 'redis', schema: Target, required: true },
  timeoutMs: 5000,
  effect: () => 'read',
  describe,
  examples: [
    {
      title: 'The replay store answers, and only with a password',
      yaml: `id: store.locked
title: Redis answers and asks for a password
severity: critical
probe: redis
expect:
  - "ping == 'PONG'"
  - "authRequired && wrongPasswordRefused && authenticated"
  - "openUsers.size() == 0"
`,
    },
    {
      title: 'Used tokens expire',
      yaml: `id: store.ttl
title: Every used token id expires within five minutes
severity: high
probe: redis
with: { keys: "used-jti:*" }
enough: "keys.count > 0"
expect: "keys.withoutTtl == 0 && keys.maxTtlSeconds <= 300"
`,
    },
    {
      title: 'The store does not evict',
      yaml: `id: store.no-eviction
title: Redis never evicts a used token id
severity: high
probe: redis
expect: "!memory.mayEvict && memory.evictedKeys == 0"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
