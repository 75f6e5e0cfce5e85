import type { Kind, Observation } from './schema.ts'

/** How kubectl is asked for a kind: with its group, so that no custom resource of the same name answers. */
export const RESOURCES: Readonly<Record<Kind, string>> = {
  deployment: 'deployments.apps',
  statefulset: 'statefulsets.apps',
  replicaset: 'replicasets.apps',
  daemonset: 'daemonsets.apps',
  pod: 'pods',
  hpa: 'horizontalpodautoscalers.autoscaling',
  service: 'services',
  ingress: 'ingresses.networking.k8s.io',
  networkpolicy: 'networkpolicies.networking.k8s.io',
  secret: 'secrets',
  configmap: 'configmaps',
  pdb: 'poddisruptionbudgets.policy',
  job: 'jobs.batch',
  cronjob: 'cronjobs.batch',
  serviceaccount: 'serviceaccounts',
  persistentvolumeclaim: 'persistentvolumeclaims',
  namespace: 'namespaces',
  node: 'nodes',
}

export const WORKLOAD_KINDS: readonly Kind[] = ['deployment', 'statefulset', 'daemonset', 'replicaset']

type Field = Exclude<keyof Observation, 'server'>

/** `all`: every asked kind, `workloads`: every asked kind of workload and at least one. */
export type Need = Kind | 'all' | 'workloads'

/** What has to be looked at before a field is known. */
export const NEEDS: Readonly<Record<Field, readonly Need[]>> = {
  objects: ['all'],
  count: ['all'],
  missing: ['all'],
  workloads: ['workloads'],
  deployments: ['deployment'],
  autoscalers: ['hpa'],
  pods: ['pod'],
  readyPods: ['pod'],
  desiredReplicas: ['workloads'],
  maxReplicas: ['workloads', 'hpa'],
  secretKeys: ['secret'],
  configKeys: ['configmap'],
}
