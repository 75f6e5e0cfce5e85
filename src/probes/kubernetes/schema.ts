import * as z from 'zod'
import { findings } from '../fields.ts'

const KINDS = [
  'deployment',
  'statefulset',
  'replicaset',
  'daemonset',
  'pod',
  'hpa',
  'service',
  'ingress',
  'networkpolicy',
  'secret',
  'configmap',
  'pdb',
  'job',
  'cronjob',
  'serviceaccount',
  'persistentvolumeclaim',
  'namespace',
  'node',
] as const
export type Kind = (typeof KINDS)[number]

const plain = (what: string) =>
  z
    .string()
    .min(1)
    .regex(/^[^-\s]\S*$/, `${what} must not start with a dash or hold white space`)

export const Target = z.strictObject({
  context: plain('a context').describe('Context of the kubeconfig'),
  namespace: plain('a namespace').describe('Namespace to look into'),
  kubeconfig: z
    .string()
    .regex(/^[^-]/, 'must not start with a dash')
    .optional()
    .describe('Kubeconfig file, relative to the folder of readiness.yaml; without it ~/.kube/config'),
})
export type Target = z.output<typeof Target>

export const Params = z.strictObject({
  kinds: z.array(z.enum(KINDS)).min(1).describe('Kinds of objects to get, one request each'),
  selector: z.string().regex(/^[^-]/, 'must not start with a dash').optional().describe('Label selector, for example app=backend'),
  names: z
    .array(z.string().regex(/^(?:[a-z]+\/)?[a-z0-9][a-z0-9.-]*$/, 'wants a name or kind/name'))
    .default([])
    .describe('Names instead of the selector: `backend` for all kinds, `secret/backend-secrets` for one'),
})
export type Params = z.output<typeof Params>

const labels = z.record(z.string(), z.string())

const ObjectSeen = z.strictObject({
  kind: z.string().describe('As the API spells it: Deployment, HorizontalPodAutoscaler'),
  name: z.string().describe('Name'),
  labels: labels.describe('Labels'),
  annotations: labels.describe('Annotations, without those that repeat the whole object'),
  spec: z.unknown().optional().describe('The specification without the values of environment variables; absent where the kind has none'),
  status: z.unknown().optional().describe('The status; absent where the kind has none'),
  createdAt: z.string().describe('ISO 8601 UTC'),
})

const Container = z.strictObject({
  name: z.string().describe('Name'),
  image: z.string().describe('Image with tag or digest'),
  workers: z
    .int()
    .optional()
    .describe('Worker processes that arguments, GUNICORN_CMD_ARGS, UVICORN_WORKERS or WEB_CONCURRENCY ask for; absent when none says so'),
  readinessProbe: z.boolean().describe('It has one'),
  livenessProbe: z.boolean().describe('It has one'),
  limits: labels.describe('Resource limits, as written (`cpu`, `memory`)'),
  requests: labels.describe('Resource requests, as written (`cpu`, `memory`)'),
  nonRoot: z.boolean().describe('runAsNonRoot, here or for the pod'),
  privileged: z.boolean().describe('It runs privileged'),
})

const SecretRef = z.strictObject({
  variable: z
    .string()
    .describe('Environment variable, not one whose value is then set otherwise; `*` for all keys of a secret that was not looked at'),
  secret: z.string().describe('Name of the secret'),
  key: z.string().describe('Key in the secret, or `*`'),
  container: z.string().describe('Container that gets it'),
})

const Workload = z.strictObject({
  kind: z.string().describe('Deployment, StatefulSet, DaemonSet or ReplicaSet'),
  name: z.string().describe('Name'),
  desired: z.int().describe('Replicas asked for; nodes of a DaemonSet'),
  ready: z.int().describe('Ready replicas'),
  updated: z.int().describe('Replicas of the latest specification'),
  available: z.int().describe('Available replicas'),
  settled: z
    .boolean()
    .describe('The rollout is over: the latest specification was seen, all replicas are updated, ready and available, no others run'),
  strategy: z.string().describe('Recreate, RollingUpdate or OnDelete; empty where the kind has none'),
  maxSurge: z.int().describe('Replicas beyond the desired ones during a rollout; 0 with Recreate'),
  maxReplicas: z
    .int()
    .optional()
    .describe('The most replicas that may be asked for: desired, or what an autoscaler allows; unread without kind hpa'),
  images: z.array(z.string()).describe('Images of `containers`'),
  revision: z.int().optional().describe('Revision of a Deployment; absent where there is none'),
  containers: z.array(Container).describe('Containers, and init containers that keep running (restartPolicy Always)'),
  secretRefs: z.array(SecretRef).describe('Environment variables that come from secrets'),
})
export type Workload = z.output<typeof Workload>

const Keys = z.strictObject({
  name: z.string().describe('Name of the object'),
  keys: z
    .array(z.strictObject({ name: z.string().describe('Key'), empty: z.boolean().describe('Its value is empty') }))
    .describe('Keys; the values are not kept'),
})

const Autoscaler = z.strictObject({
  name: z.string().describe('Name'),
  target: z.string().describe('What it scales, for example Deployment/backend'),
  minReplicas: z.int().describe('At least'),
  maxReplicas: z.int().describe('At most'),
})

const Pod = z.strictObject({
  name: z.string().describe('Name'),
  phase: z.string().describe('Pending, Running, Succeeded, Failed or Unknown'),
  ready: z.boolean().describe('Running, ready and not terminating'),
  restarts: z.int().describe('Restarts of all its containers, of init containers those that keep running'),
  node: z.string().describe('Node; empty while it is not scheduled'),
  startedAt: z.string().optional().describe('ISO 8601 UTC; absent while it is not started'),
  terminating: z.boolean().describe('It is being deleted'),
})

export const Observation = z.strictObject({
  server: z.string().describe('Origin of the API server'),
  objects: z.array(ObjectSeen).optional().describe('All objects; unread when one kind could not be got'),
  count: z.int().optional().describe('Number of objects; unread when one kind could not be got'),
  missing: findings(z.string()).optional().describe('Named objects that do not exist, as kind/name'),
  workloads: z.array(Workload).optional().describe('Deployments, stateful sets, daemon sets, and replica sets that nothing owns'),
  deployments: z.array(Workload).optional().describe('The deployments among them'),
  autoscalers: z
    .array(Autoscaler)
    .optional()
    .describe('Autoscalers of the selected workloads, whatever their own labels; without workload kinds those selected'),
  pods: z.array(Pod).optional().describe('Pods'),
  readyPods: z.int().optional().describe('Pods that are running, ready and not terminating'),
  desiredReplicas: z.int().optional().describe('Sum over the workloads of the kinds that were asked for'),
  maxReplicas: z.int().optional().describe('Sum over the workloads of desired replicas, or what an autoscaler allows'),
  secretKeys: z.array(Keys).optional().describe('Secrets with their keys'),
  configKeys: z.array(Keys).optional().describe('Config maps with their keys'),
})
export type Observation = z.output<typeof Observation>
