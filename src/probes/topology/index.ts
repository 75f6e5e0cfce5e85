import * as z from 'zod'
import { defineProbe } from '../contract.ts'
import { curlCommand } from '../curl.ts'
import { shellLine } from '../shell.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'topology',
  summary: 'Asks one path many times over new connections and counts the instances (and releases) that answer',
  params: Params,
  observation: Observation,
  target: { kind: 'origin', schema: z.never(), required: true },
  timeoutMs: 30_000,
  effect: () => 'read',
  describe: ({ path, samples, instance }, where) => {
    const line = shellLine()
    const curl = curlCommand(['-s'], { method: 'GET', path }, where, line)
    return {
      summary: `${samples} times GET ${where.origin ?? ''}${path} on new connections, instance at ${instance}`,
      repeat: line.whole(`for i in $(seq ${samples}); do ${curl}; echo; done`),
    }
  },
  examples: [
    {
      title: 'One instance only, as long as used tokens are kept in memory',
      yaml: `
id: topology.single
title: The service runs as one instance
severity: critical
probe: topology
with: { path: /health, instance: json.instance_id, samples: 50 }
expect:
  - "distinct == 1"
  - "missedSecondInstance < 0.001"
`,
    },
    {
      title: 'All instances run the same release',
      yaml: `
id: release.one
title: Every instance answers with the same release
severity: high
probe: topology
with: { path: /version, instance: header.x-instance, version: json.commit, samples: 100 }
expect: "versions.size() == 1 && failed == 0"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
