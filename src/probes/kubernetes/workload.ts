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
  const pod = mapAt(object, 'spec', 'template', 'spec')
  const containers = [...listAt(pod, 'containers'), ...listAt(pod, 'initContainers').filter(keepsRunning)]
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
    containers: containers.map((one) => containerOf(one, pod)),
    secretRefs: containers.flatMap((one) => refsOf(one, secrets)),
  }
}

/** An init container that is a sidecar. */
export const keepsRunning = (initContainer: unknown): boolean => textAt(initContainer, 'restartPolicy') === 'Always'

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
  // A ready pod is available only after minReadySeconds; the controller of stateful sets does not wait for it to end a rollout.
  const available = kind === 'StatefulSet' || counts.available === desired
  return seen && counts.updated === desired && counts.ready === desired && available && total === desired
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

const ARGUMENT = /(?:^|\s)(?:--workers(?:=|\s+)|-w(?:=|\s+|(?=\d)))(\d+|\$\S+)(?=[\s"';&|]|$)/g
const VARIABLES = ['GUNICORN_CMD_ARGS', 'UVICORN_WORKERS', 'WEB_CONCURRENCY']

/** The last argument wins, then the variables in the order in which gunicorn and uvicorn have them. */
function workersOf(container: unknown): number | undefined {
  const words = [...listAt(container, 'command'), ...listAt(container, 'args')].filter((word) => typeof word === 'string').join(' ')
  const env = envOf(container)
  const [text = ''] = [
    argumentOf(words),
    ...VARIABLES.filter((name) => env.has(name)).map((name) => {
      const value = textAt(env.get(name), 'value')
      return name === 'GUNICORN_CMD_ARGS' ? argumentOf(value) : value
    }),
  ].filter((found) => found !== undefined)
  return /^\d+$/.test(text) ? Number(text) : undefined
}

const argumentOf = (words: string): string | undefined => [...words.matchAll(ARGUMENT)].at(-1)?.[1]

/** Environment variables by name: the last entry of a name is the one that counts. */
const envOf = (container: unknown): ReadonlyMap<string, unknown> =>
  new Map(listAt(container, 'env').map((one) => [textAt(one, 'name'), one]))

/** A variable of its own wins over those of whole secrets, of which the last counts. */
function refsOf(container: unknown, secrets: readonly Keys[]): Workload['secretRefs'] {
  const name = textAt(container, 'name')
  const env = envOf(container)
  const single = [...env].flatMap(([variable, one]) => {
    const secret = textAt(one, 'valueFrom', 'secretKeyRef', 'name')
    return secret ? [{ variable, secret, key: textAt(one, 'valueFrom', 'secretKeyRef', 'key'), container: name }] : []
  })
  const whole = listAt(container, 'envFrom').flatMap((one) => {
    const secret = textAt(one, 'secretRef', 'name')
    if (!secret) return []
    const prefix = textAt(one, 'prefix')
    const keys = secrets.find((each) => each.name === secret)?.keys.map((key) => key.name) ?? ['*']
    return keys.map((key) => ({ variable: `${prefix}${key}`, secret, key, container: name }))
  })
  // What a secret that was not looked at holds is not known: it stands beside the others.
  const counted = new Map(whole.map((ref) => [ref.key === '*' ? `${ref.variable} of ${ref.secret}` : ref.variable, ref]))
  return [...single, ...[...counted.values()].filter(({ variable }) => !env.has(variable))]
}
