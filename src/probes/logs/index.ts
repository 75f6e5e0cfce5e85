import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params, Target } from './schema.ts'

export const probe = defineProbe<Params, Observation, Target>({
  name: 'logs',
  summary: 'Reads the log of an application, from files, a program or all pods of a workload, and keeps the lines that match.',
  params: Params,
  observation: Observation,
  target: { kind: 'logs', schema: Target, required: true },
  timeoutMs: 20_000,
  effect: () => 'read',
  describe,
  examples: [
    {
      title: 'Every instance started with its secret',
      yaml: `id: logs.secret-configured
title: Each instance said at its last start that the secret is configured
severity: high
probe: logs
with: { since: boot, bootMarker: "[STARTUP] API starting up", contains: "SECRET_KEY: ✓ configured" }
expect: "everySource && sources.all(s, s.bootFound)"
`,
    },
    {
      title: 'No error in the last hour, out of enough lines',
      yaml: `id: logs.quiet
title: No line of level ERROR in the last hour
severity: medium
probe: logs
with: { since: 1h, contains: '"level":"error"' }
enough: "looked >= 100"
expect: "matched == 0"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
