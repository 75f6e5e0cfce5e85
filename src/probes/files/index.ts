import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'files',
  summary: 'Looks at files of the working tree (there, fresh, permissions, content, tracked) and at everything ever committed',
  params: Params,
  observation: Observation,
  timeoutMs: 60_000,
  effect: () => 'read',
  describe,
  examples: [
    {
      title: 'No secret was ever committed',
      yaml: `
id: secrets.history
title: Neither the signing key nor an env file is in the git history
severity: critical
probe: files
with:
  paths: [.env]
  history: { secrets: { signingKey: "\${secrets.signingKey}" }, patterns: true, files: [".env*"], allow: [.env.example] }
expect:
  - "ignored['.env']"
  - "history.hits.size() == 0"
  - "!history.found"
`,
    },
    {
      title: 'There is a backup of last night, and only its owner can read it',
      yaml: `
id: backup.fresh
title: The newest backup is younger than a day and not empty
severity: high
probe: files
with: { root: /var/backups/db, paths: ["*.dump"], git: false }
enough: "count > 0"
expect:
  - "newest.ageSeconds < 86400 && newest.bytes > 1000"
  - "files.all(file, !file.worldReadable)"
`,
    },
    {
      title: 'The rate limiter is installed in a fixed version',
      yaml: `
id: limiter.pinned
title: requirements.txt pins slowapi
severity: medium
probe: files
with: { paths: [backend/requirements.txt] }
expect: "requirements['slowapi'].pinned"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
