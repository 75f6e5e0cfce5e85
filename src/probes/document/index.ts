import { quoted } from '../../core/shell-word.ts'
import { defineProbe } from '../contract.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'document',
  summary: 'Reads a written document (runbook, notice, plan): that it is there, complete, filled in and fresh',
  params: Params,
  observation: Observation,
  timeoutMs: 5_000,
  effect: () => 'read',
  describe: ({ file }) => ({ summary: `read ${file}`, repeat: `cat ${quoted(file)}` }),
  examples: [
    {
      title: 'The runbook has its sections, nothing is left to fill in, and it was reviewed this quarter',
      yaml: `
id: runbook.complete
title: The rollback runbook is complete and fresh
severity: high
probe: document
with: { file: docs/rollback.md, sections: [Triggers, Steps, Contacts] }
expect:
  - "exists && missingSections.size() == 0"
  - "placeholders.size() == 0"
  - "reviewedAgeDays < 90.0"
`,
    },
    {
      title: 'The notice names the limitation',
      yaml: `
id: notice.limitation
title: The notice says that several instances need Redis
severity: medium
probe: document
with: { file: docs/notice.md, contains: ["Scaling limitation: Multi-instance requires Redis migration"] }
expect: "contains.all(text, contains[text])"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
