import * as z from 'zod'
import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'load',
  summary: 'Sends requests at a constant rate, or as users who wait for their answers, and measures times, failures and its own lag',
  params: Params,
  observation: Observation,
  target: { kind: 'origin', schema: z.never(), required: false },
  timeoutMs: 120_000,
  // It can take a service down, whatever the method.
  effect: () => 'declare',
  describe,
  examples: [
    {
      title: 'Fifty logins a second, each of another user',
      yaml: `
id: login.load
title: Login answers 95 of 100 within 500 ms at 50 a second
severity: high
probe: load
effect: load
with:
  request: { method: POST, path: /auth/login, json: { email: "load-{n}@example.com", password: "\${secrets.loadPassword}" } }
  rate: 50
  duration: 30s
enough: "valid"
expect:
  - "p95Ms < 500.0"
  - "failed == 0 && non2xx == 0"
`,
    },
    {
      title: 'A hundred users at once, ten requests each',
      yaml: `
id: health.load
title: No request fails with a hundred users
severity: high
probe: load
effect: load
with: { request: { path: /health }, users: 100, iterations: 10 }
expect: "completed == 1000 && non2xx == 0"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
