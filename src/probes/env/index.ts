import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params, Target } from './schema.ts'

export const probe = defineProbe<Params, Observation, Target>({
  name: 'env',
  summary: 'Looks at environment variables of the running program: set, empty, a placeholder, how long',
  params: Params,
  observation: Observation,
  target: { kind: 'env', schema: Target, required: true },
  timeoutMs: 20_000,
  effect: () => 'read',
  describe,
  examples: [
    {
      title: 'The signing key reaches the program',
      yaml: `
id: env.signing-key
title: SIGNING_KEY is set and filled in
severity: critical
probe: env
with: { variables: [SIGNING_KEY] }
expect:
  - "variables.SIGNING_KEY.present && !variables.SIGNING_KEY.empty"
  - "!variables.SIGNING_KEY.placeholder && variables.SIGNING_KEY.length >= 32"
`,
    },
    {
      title: 'Values that are no secrets, shown in the report',
      yaml: `
id: env.redis
title: The backend is given a Redis
severity: high
probe: env
with: { variables: { REDIS_HOST: { show: true }, REDIS_PORT: { show: true }, REDIS_PASSWORD: {} } }
expect:
  - "!variables.REDIS_HOST.placeholder && variables.REDIS_PORT.integer == 6379"
  - "variables.REDIS_PASSWORD.length >= 16"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
