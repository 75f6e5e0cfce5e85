import * as z from 'zod'
import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'rate-limit',
  summary: 'Sends one request more than a limit admits, and looks at who is refused, what the refusal says and what gets around it',
  params: Params,
  observation: Observation,
  target: { kind: 'origin', schema: z.never(), required: false },
  timeoutMs: 60_000,
  // It uses up what others need, whatever the method.
  effect: () => 'declare',
  describe,
  examples: [
    {
      title: 'Five logins a minute, of unknown users so that nobody is locked out',
      yaml: `
id: login.limited
title: Login admits 5 attempts a minute from one address
severity: critical
probe: rate-limit
effect: lockout
touches: { login: all }
with:
  limit: 5
  period: 60s
  request: { method: POST, path: /auth/login, json: { email: "nobody-{random}@example.com", password: not-the-password } }
expect:
  - "exact"
  - "!spoofEscapes"
`,
    },
    {
      title: 'The instances share one count, and it starts anew when the refusal says so',
      yaml: `
id: search.limited
title: Search admits 30 requests a minute over all instances
severity: high
probe: rate-limit
effect: session
timeout: 2m
with: { limit: 30, period: 1m, request: { path: /api/search }, replicas: ["https://api-2.example.com"], recovery: true }
expect: "exact && agree && !replicaEscapes && recovered"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
