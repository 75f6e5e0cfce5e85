import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params, Target } from './schema.ts'

export const probe = defineProbe<Params, Observation, Target>({
  name: 'kubernetes',
  summary: 'Gets objects of a namespace with kubectl: workloads, autoscalers, pods, keys of secrets',
  params: Params,
  observation: Observation,
  target: { kind: 'kubernetes', schema: Target, required: true },
  timeoutMs: 30_000,
  effect: () => 'read',
  describe,
  examples: [
    {
      title: 'Never more than one instance',
      yaml: `
id: topology.single
title: The backend runs as a single instance, now and at full load
severity: critical
probe: kubernetes
with: { kinds: [deployment, hpa, pod], selector: app=backend }
expect:
  - "deployments.size() == 1 && maxReplicas == 1 && readyPods == 1"
  - "deployments.all(d, d.strategy == 'Recreate')"
`,
    },
    {
      title: 'The secret exists and the deployment uses it',
      yaml: `
id: secret.wired
title: The signing key is in the secret and reaches the container
severity: critical
probe: kubernetes
with: { kinds: [deployment, secret], names: [deployment/backend, secret/backend-secrets] }
expect:
  - "missing.size() == 0"
  - "secretKeys.exists(s, s.keys.exists(k, k.name == 'SIGNING_KEY' && !k.empty))"
  - "deployments.exists(d, d.secretRefs.exists(r, r.secret == 'backend-secrets' && r.key == 'SIGNING_KEY'))"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
