import { defineProbe } from '../contract.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'recorded-run',
  summary: 'Reads a recorded run or report of another environment or day as evidence for this one',
  params: Params,
  observation: Observation,
  timeoutMs: 10_000,
  effect: () => 'read',
  describe: (params) => ({ summary: `read the recorded run ${params.file}` }),
  examples: [
    {
      title: 'GO in staging for this very release, not older than seven days',
      yaml: `
id: staging.passed
title: Staging was GO for this release
severity: critical
probe: recorded-run
with: { file: evidence/staging.json }
expect:
  - "environmentName == 'staging' && verdict == 'GO' && !partial && !interrupted && !replayed"
  - "releaseState == 'confirmed' && runningRelease == release.running"
  - "ageSeconds < 7 * 24 * 3600"
`,
    },
    {
      title: 'The five tests passed by a look, not by word of mouth',
      yaml: `
id: staging.tests
title: All five tests passed in staging
severity: critical
probe: recorded-run
with: { file: evidence/staging.json }
expect: "['test1', 'test2', 'test3', 'test4', 'test5'].all(id, items[id].outcome == 'pass' && items[id].settledBy == 'look')"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
