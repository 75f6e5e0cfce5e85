import type { KubeObject } from '../../io/kubectl.ts'
import { hasAt, intAt, isTrueAt, listAt, mapAt, textAt, textsAt } from '../../io/kube-read.ts'
import type { Observation, Workload } from './schema.ts'

type Autoscaler = NonNullable<Observation['autoscalers']>[number]
type Keys = NonNullable<Observation['secretKeys']>[number]
type Container = Workload['containers'][number]

/** What a workload asks for and has; `maxReplicas` only when its autoscalers are known. */
export function workloadOf(object: KubeObject, autoscalers: readonly Autoscaler[] | undefined, secrets: readonly Keys[]): Workload {
  const kind = textAt(object, 'kind')
  const name = textAt(object, 'metadata', 'name')
  const desired =
    (kind === 'DaemonSet' ? intAt(object, 'status', 'desiredNumberScheduled') : intAt(object, 'spec', 'replicas')) ??
    (kind === 'DaemonSet' ? 0 : 1)
  const containers = listAt(object, 'spec', 'template', 'spec', 'containers')
  const counts = countsOf(object, kind)
  const strategy = strategyOf(object, kind)
  const revision = Number(textAt(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision'))
  const scaled = autoscalers?.filter((one) => one.target === `${kind}/${name}`).map((one) => one.maxReplicas)
  return {
    kind,
    name,
    desired,
    ...counts,
    settled: isSettled(object, desired, counts, kind),
    strategy,
    maxSurge: strategy === 'RollingUpdate' ? surgeOf(object, kind, desired) : 0,
    ...(scaled && { maxReplicas: Math.max(desired, ...scaled) }),
    images: containers.map((one) => textAt(one, 'image')),
    ...(Number.isSafeInteger(revision) && revision > 0 && { revision }),
    containers: containers.map((one) => containerOf(one, mapAt(object, 'spec', 'template', 'spec'))),
    secretRefs: containers.flatMap((one) => refsOf(one, secrets)),
  }
}

type Counts = Pick<Workload, 'ready' | 'updated' | 'available'>

function countsOf(object: KubeObject, kind: string): Counts {
  const status = mapAt(object, 'status')
  if (kind !== 'DaemonSet') {
    const ready = intAt(status, 'readyReplicas') ?? 0
    const updated = kind === 'ReplicaSet' ? intAt(status, 'replicas') : intAt(status, 'updatedReplicas')
    return { ready, updated: updated ?? 0, available: intAt(status, 'availableReplicas') ?? 0 }
  }
  return {
    ready: intAt(status, 'numberReady') ?? 0,
    updated: intAt(status, 'updatedNumberScheduled') ?? 0,
    available: intAt(status, 'numberAvailable') ?? 0,
  }
}

/** As `kubectl rollout status` judges it: old replicas count in status.replicas until they are gone. */
function isSettled(object: KubeObject, desired: number, counts: Counts, kind: string): boolean {
  const seen = (intAt(object, 'status', 'observedGeneration') ?? 0) >= (intAt(object, 'metadata', 'generation') ?? 0)
  const total = kind === 'DaemonSet' ? desired : (intAt(object, 'status', 'replicas') ?? 0)
  return seen && counts.updated === desired && counts.ready === desired && total === desired
}

function strategyOf(object: KubeObject, kind: string): string {
  if (kind === 'ReplicaSet') return ''
  return textAt(object, 'spec', kind === 'Deployment' ? 'strategy' : 'updateStrategy', 'type') || 'RollingUpdate'
}

/** A share is rounded up (the API's rule); 25 % is a Deployment's default. */
function surgeOf(object: KubeObject, kind: string, desired: number): number {
  if (kind !== 'Deployment') return 0
  const path = ['spec', 'strategy', 'rollingUpdate', 'maxSurge']
  const share = /^(\d+)%$/.exec(textAt(object, ...path))?.[1]
  return share === undefined ? (intAt(object, ...path) ?? Math.ceil(desired / 4)) : Math.ceil((desired * Number(share)) / 100)
}

function containerOf(container: unknown, pod: KubeObject): Container {
  const workers = workersOf(container)
  const own = mapAt(container, 'securityContext')
  return {
    name: textAt(container, 'name'),
    image: textAt(container, 'image'),
    ...(workers !== undefined && { workers }),
    readinessProbe: hasAt(container, 'readinessProbe'),
    livenessProbe: hasAt(container, 'livenessProbe'),
    limits: textsAt(container, 'resources', 'limits'),
    requests: textsAt(container, 'resources', 'requests'),
    nonRoot: hasAt(own, 'runAsNonRoot') ? isTrueAt(own, 'runAsNonRoot') : isTrueAt(pod, 'securityContext', 'runAsNonRoot'),
    privileged: isTrueAt(own, 'privileged'),
  }
}

/** An argument wins over the variable, as gunicorn and uvicorn have it. */
function workersOf(container: unknown): number | undefined {
  const words = [...listAt(container, 'command'), ...listAt(container, 'args')].filter((word) => typeof word === 'string').join(' ')
  const argument = /(?:^|\s)(?:--workers|-w)[= ](\d+)(?=\s|$)/.exec(words)?.[1]
  const variable = listAt(container, 'env').find((one) => /^(?:WEB_CONCURRENCY|UVICORN_WORKERS)$/.test(textAt(one, 'name')))
  const text = argument ?? textAt(variable, 'value')
  return /^\d+$/.test(text) ? Number(text) : undefined
}

function refsOf(container: unknown, secrets: readonly Keys[]): Workload['secretRefs'] {
  const name = textAt(container, 'name')
  const single = listAt(container, 'env').flatMap((one) => {
    const secret = textAt(one, 'valueFrom', 'secretKeyRef', 'name')
    return secret ? [{ variable: textAt(one, 'name'), secret, key: textAt(one, 'valueFrom', 'secretKeyRef', 'key'), container: name }] : []
  })
  const whole = listAt(container, 'envFrom').flatMap((one) => {
    const secret = textAt(one, 'secretRef', 'name')
    if (!secret) return []
    const prefix = textAt(one, 'prefix')
    const keys = secrets.find((each) => each.name === secret)?.keys.map((key) => key.name) ?? ['*']
    return keys.map((key) => ({ variable: `${prefix}${key}`, secret, key, container: name }))
  })
  return [...single, ...whole]
}
