import * as z from 'zod'
import { defineProbe } from '../contract.ts'
import { areReads } from '../series.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'timing',
  summary: 'Measures two kinds of requests in pairs and tells whether their times can be told apart, or are the same within a margin',
  params: Params,
  observation: Observation,
  target: { kind: 'origin', schema: z.never(), required: false },
  timeoutMs: 120_000,
  effect: ({ a, b, control }) => ([a, b, control].every((one) => one === undefined || areReads(one)) ? 'read' : 'declare'),
  describe,
  examples: [
    {
      title: 'Login does not tell by its time who has an account',
      yaml: `
id: login.same-time
title: A login takes as long for an unknown user as for a known one
severity: critical
probe: timing
effect: lockout
with:
  a: [{ method: POST, path: /auth/login, json: { email: known@example.com, password: not-the-password } }]
  b: [{ method: POST, path: /auth/login, json: { email: "nobody-{random}@example.com", password: not-the-password } }]
  margin: 15ms
enough: "dropped == 0"
expect: "equivalent"
`,
    },
    {
      title: 'A record that is not mine looks like one that is not there',
      yaml: `
id: records.same-time
title: Foreign and missing records take the same time
severity: high
probe: timing
with:
  a: [{ path: /records/of-somebody-else }]
  b: [{ path: "/records/{random}" }]
  control: [{ path: /records/report }]
expect: "powerful && !distinguishable"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
