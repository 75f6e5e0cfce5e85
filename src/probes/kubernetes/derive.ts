import type { KubeObject } from '../../io/kubectl.ts'
import { WORKLOAD_KINDS } from './kinds.ts'
import { intAt, isTrueAt, listAt, textAt } from '../../io/kube-read.ts'
import { keysOf, seenOf } from './strip.ts'
import type { Kind, Observation } from './schema.ts'
import { keepsRunning, workloadOf } from './workload.ts'

type Pod = NonNullable<Observation['pods']>[number]
type Autoscaler = NonNullable<Observation['autoscalers']>[number]
type Got = ReadonlyMap<Kind, readonly KubeObject[]>

/** Everything that can be said of what was got; the caller leaves out fields whose kinds are not known. */
export function derive(got: Got, learn: (value: string, name: string) => void): Omit<Required<Observation>, 'server' | 'missing'> {
  const of = (kind: Kind): readonly KubeObject[] => got.get(kind) ?? []
  const secretKeys = of('secret').map((object) => keysOf(object, learn))
  const owners = WORKLOAD_KINDS.flatMap(of).filter((object) => !isOwned(object))
  const autoscalers = relevant(of('hpa'), WORKLOAD_KINDS.some((kind) => got.has(kind)) ? owners : undefined)
  const workloads = owners.map((object) => workloadOf(object, got.has('hpa') ? autoscalers : undefined, secretKeys))
  const pods = of('pod').map(podOf)
  const objects = [...got].flatMap(([kind, list]) =>
    kind === 'hpa' ? list.filter((one) => autoscalers.some((each) => each.name === nameOf(one))) : list,
  )
  return {
    objects: objects.map(seenOf),
    count: objects.length,
    workloads,
    deployments: workloads.filter((one) => one.kind === 'Deployment'),
    autoscalers,
    pods,
    readyPods: pods.filter((pod) => pod.ready).length,
    desiredReplicas: sum(workloads.map((one) => one.desired)),
    maxReplicas: sum(workloads.map((one) => one.maxReplicas ?? one.desired)),
    secretKeys,
    configKeys: of('configmap').map((object) => keysOf(object, learn)),
  }
}

export function nameOf(object: KubeObject): string {
  return textAt(object, 'metadata', 'name')
}

/** A replica set of a deployment would count its pods twice. */
function isOwned(object: KubeObject): boolean {
  return (
    textAt(object, 'kind') === 'ReplicaSet' && listAt(object, 'metadata', 'ownerReferences').some((owner) => isTrueAt(owner, 'controller'))
  )
}

function relevant(objects: readonly KubeObject[], workloads: readonly KubeObject[] | undefined): Autoscaler[] {
  const targets = workloads && new Set(workloads.map((one) => `${textAt(one, 'kind')}/${nameOf(one)}`))
  const all = objects.map((object) => ({
    name: nameOf(object),
    target: `${textAt(object, 'spec', 'scaleTargetRef', 'kind')}/${textAt(object, 'spec', 'scaleTargetRef', 'name')}`,
    minReplicas: intAt(object, 'spec', 'minReplicas') ?? 1,
    maxReplicas: intAt(object, 'spec', 'maxReplicas') ?? 0,
  }))
  return targets ? all.filter((one) => targets.has(one.target)) : all
}

function podOf(object: KubeObject): Pod {
  const phase = textAt(object, 'status', 'phase')
  const terminating = textAt(object, 'metadata', 'deletionTimestamp') !== ''
  const isReady = listAt(object, 'status', 'conditions').some((one) => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True')
  const startedAt = textAt(object, 'status', 'startTime')
  const sidecars = new Set(
    listAt(object, 'spec', 'initContainers')
      .filter(keepsRunning)
      .map((one) => textAt(one, 'name')),
  )
  const statuses = listAt(object, 'status', 'initContainerStatuses').filter((one) => sidecars.has(textAt(one, 'name')))
  return {
    name: nameOf(object),
    phase,
    ready: phase === 'Running' && isReady && !terminating,
    restarts: sum([...listAt(object, 'status', 'containerStatuses'), ...statuses].map((one) => intAt(one, 'restartCount') ?? 0)),
    node: textAt(object, 'spec', 'nodeName'),
    ...(startedAt !== '' && { startedAt }),
    terminating,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
