import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'command',
  summary: 'Runs a program without a shell and looks at its exit status and output; only with --allow-exec',
  params: Params,
  observation: Observation,
  timeoutMs: 30_000,
  effect: () => 'declare',
  describe,
  examples: [
    {
      title: 'One task runs, and none more may',
      yaml: `
id: ecs.one-task
title: The service runs exactly one task
severity: critical
probe: command
effect: read
with: { command: [aws, ecs, describe-services, --cluster, staging, --services, backend, --output, json] }
expect:
  - "exitCode == 0"
  - "json.services.size() == 1 && json.services[0].desiredCount == 1"
`,
    },
    {
      title: 'A check that exists as a script already',
      yaml: `
id: backup.restorable
title: Last night's backup can be restored
severity: high
probe: command
effect: read
timeout: 5m
with: { command: [./scripts/verify-backup, --quiet], cwd: ops, env: { PGPASSWORD: "\${secrets.databasePassword}" } }
expect: "exitCode == 0 && lines.exists(l, l.startsWith('restored'))"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
