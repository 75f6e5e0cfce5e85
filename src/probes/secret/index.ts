import { defineProbe } from '../contract.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'secret',
  summary: 'Measures how a secret is made (length, alphabet, repetition, dictionary words) without showing it',
  params: Params,
  observation: Observation,
  timeoutMs: 10_000,
  effect: () => 'read',
  describe: () => ({ summary: 'measure the form of a secret (nothing is sent)' }),
  examples: [
    {
      title: 'The signing key is long, random and not the one in the manual',
      yaml: `
id: secret.strong
title: The signing key is strong
severity: critical
probe: secret
with: { value: "\${secrets.signingKey}", examples: ["kN8zP2mQ9vR4sW5xT6yU7nA3bC1dE2fG3hI4jK5lM6nO7pQ8rS9t"] }
expect:
  - "length >= 32 && decodedBytes >= 32"
  - "weak.size() == 0"
`,
    },
    {
      title: 'A database password is no placeholder and no dictionary word',
      yaml: `
id: database.password
title: The database password was chosen for this environment
severity: high
probe: secret
with: { value: "\${secrets.databasePassword}" }
expect: ["length >= 16", "!placeholder && !publishedExample", "dictionary.score >= 3"]
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
