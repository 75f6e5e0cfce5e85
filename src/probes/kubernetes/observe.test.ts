import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { serveKube } from '../../../test/support/kube-api.ts'
import type { Cluster } from '../../../test/support/kube-api.ts'
import { paste } from '../../../test/support/paste.ts'
import { describe } from './describe.ts'
import { observe } from './observe.ts'
import { Observation, Params, Target } from './schema.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const meta = (name: string, rest: object = {}) => ({ name, labels: { app: 'backend' }, creationTimestamp: '2026-01-01T00:00:00Z', ...rest })
const backend = {
  metadata: meta('backend', {
    generation: 1,
    annotations: { 'deployment.kubernetes.io/revision': '7', 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2-annotation' },
  }),
  spec: {
    replicas: 1,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } },
    template: {
      spec: {
        containers: [
          {
            name: 'api',
            image: 'api:1.2',
            args: ['--workers', '4'],
            readinessProbe: {},
            resources: { limits: { cpu: 1 } },
            env: [
              { name: 'MODE', value: 'plain-value-of-mode' },
              { name: 'KEY', valueFrom: { secretKeyRef: { name: 'backend-secrets', key: 'KEY' } } },
            ],
            envFrom: [{ prefix: 'X_', secretRef: { name: 'backend-secrets' } }],
          },
        ],
      },
    },
  },
  status: { observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1 },
}
const autoscaler = {
  metadata: { name: 'scaler', labels: { app: 'other' } },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'backend' }, minReplicas: 1, maxReplicas: 3 },
}
const stranger = { metadata: { name: 'stranger' }, spec: { scaleTargetRef: { kind: 'Deployment', name: 'frontend' }, maxReplicas: 9 } }
const pod = (name: string, ready: boolean, rest: object = {}) => ({
  metadata: meta(name, rest),
  spec: { nodeName: 'n1' },
  status: {
    phase: 'Running',
    startTime: '2026-01-01T00:00:00Z',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    containerStatuses: [{ restartCount: 2 }],
  },
})
const secret = { metadata: meta('backend-secrets'), data: { KEY: Buffer.from('hunter2-the-secret').toString('base64'), EMPTY: '' } }
const healthy: Cluster = {
  deployments: [backend],
  horizontalpodautoscalers: [autoscaler, stranger],
  secrets: [secret],
  pods: [pod('a', true), pod('b\u001b[31m', false), pod('c', true, { deletionTimestamp: '2026-01-02T00:00:00Z' })],
}

async function look(cluster: Cluster, params: object, options: { context?: string; allowExec?: boolean; timeoutMs?: number } = {}) {
  const api = await serveKube(cluster)
  const target = Target.parse({ context: options.context ?? 'test', namespace: 'api', kubeconfig: 'config' })
  const context = testContext({
    target,
    baseDir: api.folder,
    timeoutMs: options.timeoutMs ?? 20_000,
    allowExec: options.allowExec ?? false,
  })
  open.push(api, context)
  const seen = () => observe(Params.parse(params), context)
  return { seen, context, api }
}

it('derives replicas, autoscaling and rollout from a deployment', async () => {
  const { seen, api } = await look(healthy, { kinds: ['deployment', 'hpa', 'pod', 'secret'], selector: 'app=backend' })
  const { observation, unread } = await seen()
  expect(Observation.parse(observation)).toEqual(observation)
  expect(unread?.map((one) => one.path)).toEqual([['configKeys']])
  expect(observation).toMatchObject({ desiredReplicas: 1, maxReplicas: 3, readyPods: 1, count: 6, missing: [], server: api.server.url })
  expect(observation.deployments?.[0]).toMatchObject({
    name: 'backend',
    revision: 7,
    maxSurge: 1,
    maxReplicas: 3,
    settled: true,
    strategy: 'RollingUpdate',
    images: ['api:1.2'],
    containers: [{ workers: 4, readinessProbe: true, livenessProbe: false, limits: { cpu: '1' } }],
    secretRefs: [
      { variable: 'KEY', key: 'KEY' },
      { variable: 'X_EMPTY', key: 'EMPTY' },
      { variable: 'X_KEY', key: 'KEY' },
    ],
  })
  expect(observation.autoscalers).toEqual([{ name: 'scaler', target: 'Deployment/backend', minReplicas: 1, maxReplicas: 3 }])
  expect(observation.pods?.map((one) => [one.ready, one.terminating, one.restarts])).toEqual([
    [true, false, 2],
    [false, false, 2],
    [false, true, 2],
  ])
  expect(observation.pods?.[1]?.name).toBe('b\u001b[31m')
  expect(api.server.requests.every((request) => request.method === 'GET')).toBe(true)
  expect(existsSync(join(api.folder, 'plugin-ran'))).toBe(false)
})

/** The backend with another specification of its pods, or another status. */
async function backendWith(pod: object, status: object = {}) {
  const changed = { ...backend, spec: { ...backend.spec, template: { spec: pod } }, status: { ...backend.status, ...status } }
  const { seen } = await look({ ...healthy, deployments: [changed] }, { kinds: ['deployment', 'secret'] })
  return (await seen()).observation.deployments?.[0]
}

it('an init container that keeps running is a container, its restarts count', async () => {
  const initContainers = [
    { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always', securityContext: { privileged: true } },
    { name: 'setup', image: 'setup:1' },
  ]
  expect(await backendWith({ containers: [{ name: 'api', image: 'api:1' }], initContainers })).toMatchObject({
    images: ['api:1', 'proxy:1'],
    containers: [{ name: 'api' }, { name: 'proxy', privileged: true }],
  })
  const restarting = {
    ...pod('a', true),
    spec: { initContainers },
    status: { initContainerStatuses: ['proxy', 'setup'].map((name) => ({ name, restartCount: 5 })) },
  }
  const { seen } = await look({ ...healthy, pods: [restarting] }, { kinds: ['pod'] })
  expect((await seen()).observation.pods).toMatchObject([{ restarts: 5 }])
})

it('the last variable of a name counts, and one of its own before those of whole secrets', async () => {
  const ofSecret = { name: 'KEY', valueFrom: { secretKeyRef: { name: 'backend-secrets', key: 'KEY' } } }
  const envFrom = [{ secretRef: { name: 'backend-secrets' } }, { secretRef: { name: 'unseen' } }]
  const refs = async (env: object[]) => (await backendWith({ containers: [{ name: 'api', env, envFrom }] }))?.secretRefs
  const unseen = { variable: '*', secret: 'unseen', key: '*', container: 'api' }
  expect(await refs([ofSecret, { name: 'KEY', value: 'plain' }])).toMatchObject([{ variable: 'EMPTY' }, unseen])
  expect(await refs([{ name: 'KEY', value: 'plain' }, ofSecret])).toMatchObject([{ variable: 'KEY' }, { variable: 'EMPTY' }, unseen])
})

it('the last argument tells the workers, then the variables in their order', async () => {
  const env = (entries: Record<string, string>) => Object.entries(entries).map(([name, value]) => ({ name, value }))
  const rows = [
    [{ args: ['-w8'] }, 8],
    [{ args: ['--workers=1', '-w', '8'] }, 8],
    [{ command: ['sh', '-c', 'gunicorn --workers 3 app'] }, 3],
    [{ args: ['-w', '$(N)'], env: env({ WEB_CONCURRENCY: '1' }) }, undefined],
    [{ args: ['-w', '2'], env: env({ GUNICORN_CMD_ARGS: '--workers=9' }) }, 2],
    [{ env: env({ WEB_CONCURRENCY: '1', UVICORN_WORKERS: '5' }) }, 5],
    [{ env: env({ WEB_CONCURRENCY: '1', GUNICORN_CMD_ARGS: '--bind=x --workers=9' }) }, 9],
    [{ env: env({ WEB_CONCURRENCY: '4', GUNICORN_CMD_ARGS: '--bind=x' }) }, 4],
    [{ env: [...env({ WEB_CONCURRENCY: '1' }), ...env({ WEB_CONCURRENCY: '6' })] }, 6],
    [{ env: [{ name: 'UVICORN_WORKERS', valueFrom: {} }, ...env({ WEB_CONCURRENCY: '1' })] }, undefined],
  ] as const
  const seen = await backendWith({ containers: rows.map(([container], index) => ({ name: `c${index}`, ...container })) })
  expect(seen?.containers.map(({ workers }) => workers)).toEqual(rows.map(([, workers]) => workers))
})

it('a rollout is not over while pods are not available yet, or old ones run', async () => {
  for (const status of [{ availableReplicas: 0 }, { replicas: 2 }]) expect(await backendWith({}, status)).toMatchObject({ settled: false })
})

it('a container that says it may be root is not non-root, whatever the pod says', async () => {
  const containers = [{ name: 'a', securityContext: { runAsNonRoot: false } }, { name: 'b' }]
  const seen = await backendWith({ securityContext: { runAsNonRoot: true }, containers })
  expect(seen?.containers.map(({ nonRoot }) => nonRoot)).toEqual([false, true])
})

it('keeps keys of a secret and nothing of its values, and learns them', async () => {
  const { seen, context } = await look(healthy, { kinds: ['deployment', 'secret'] })
  const { observation } = await seen()
  expect(observation.secretKeys).toEqual([
    {
      name: 'backend-secrets',
      keys: [
        { name: 'EMPTY', empty: true },
        { name: 'KEY', empty: false },
      ],
    },
  ])
  expect(context.learned).toEqual(['backend-secrets.KEY=hunter2-the-secret'])
  const text = JSON.stringify(observation)
  for (const value of ['hunter2', Buffer.from('hunter2').toString('base64').slice(0, 8), 'plain-value-of-mode'])
    expect(text).not.toContain(value)
})

it('keeps the pods when the autoscaler is forbidden', async () => {
  const { seen } = await look({ ...healthy, horizontalpodautoscalers: 403 }, { kinds: ['deployment', 'hpa', 'pod'] })
  const { observation, unread = [] } = await seen()
  expect(observation).toMatchObject({ desiredReplicas: 1, readyPods: 1 })
  expect(observation).not.toHaveProperty('maxReplicas')
  const forbidden = unread.filter((one) => one.reason === 'unauthorized').map((one) => one.path.join('.'))
  expect(forbidden.sort()).toEqual([
    'autoscalers',
    'count',
    'deployments.0.maxReplicas',
    'maxReplicas',
    'missing',
    'objects',
    'workloads.0.maxReplicas',
  ])
  expect(JSON.stringify(unread)).not.toContain('\u001b')
})

it('does not take what was not asked for as none', async () => {
  const { seen } = await look(healthy, { kinds: ['deployment'] })
  const { observation, unread } = await seen()
  expect(observation).not.toHaveProperty('maxReplicas')
  expect(unread).toContainEqual(expect.objectContaining({ path: ['maxReplicas'], reason: 'insufficient' }))
})

it('says which named objects are missing, and of an empty selection that it is empty', async () => {
  const named = await look(healthy, {
    kinds: ['deployment', 'secret', 'hpa'],
    names: ['deployment/backend', 'deployment/ghost', 'secret/none'],
  })
  expect((await named.seen()).observation).toMatchObject({
    missing: ['deployment/ghost', 'secret/none'],
    count: 2,
    maxReplicas: 3,
    secretKeys: [],
  })
  const empty = await look(healthy, { kinds: ['deployment', 'pod', 'hpa'], selector: 'app=ghost' })
  expect((await empty.seen()).observation).toMatchObject({ count: 0, deployments: [], pods: [], autoscalers: [], maxReplicas: 0 })
})

it('does not count the replica set of a deployment as a workload of its own', async () => {
  const owned = { metadata: meta('backend-1', { ownerReferences: [{ controller: true }] }), spec: { replicas: 1 } }
  const { seen } = await look({ ...healthy, replicasets: [owned] }, { kinds: ['deployment', 'replicaset', 'hpa'] })
  expect((await seen()).observation).toMatchObject({ desiredReplicas: 1, workloads: [{ name: 'backend' }] })
})

it.each([
  ['forbidden', { pods: 403 }, 'unauthorized'],
  ['unauthorized', { pods: 401 }, 'unauthorized'],
  ['broken', { pods: 500 }, 'unreachable'],
] as const)('is unknown when all that was asked for is %s', async (_, cluster, reason) => {
  const { seen } = await look(cluster, { kinds: ['pod'] })
  await expect(seen()).rejects.toMatchObject({ name: 'LookError', reason })
})

it('ends at the deadline when the API is silent, and keeps what else was answered', async () => {
  const { seen } = await look({ ...healthy, pods: 'hang' }, { kinds: ['deployment', 'pod'] }, { timeoutMs: 3000 })
  const { observation, unread } = await seen()
  expect(observation.desiredReplicas).toBe(1)
  expect(unread).toContainEqual(expect.objectContaining({ path: ['readyPods'], reason: 'timeout' }))
})

it('does not run the login program of a kubeconfig unless programs are allowed', async () => {
  const { seen, api } = await look(healthy, { kinds: ['pod'] }, { context: 'plugin' })
  await expect(seen()).rejects.toMatchObject({ reason: 'refused' })
  expect(existsSync(join(api.folder, 'plugin-ran'))).toBe(false)
  const allowed = await look(healthy, { kinds: ['pod'] }, { context: 'plugin', allowExec: true })
  await allowed.seen().catch(() => {})
  expect(existsSync(join(allowed.api.folder, 'plugin-ran'))).toBe(true)
})

it('is unconfigured for a context that the kubeconfig does not have', async () => {
  const { seen } = await look(healthy, { kinds: ['pod'] }, { context: 'nowhere' })
  await expect(seen()).rejects.toMatchObject({ reason: 'unconfigured' })
})

it('refuses values that kubectl would take for options', () => {
  expect(Params.safeParse({ kinds: ['pod'], selector: '--kubeconfig=evil' }).success).toBe(false)
  expect(Params.safeParse({ kinds: ['pod'], names: ['-o=yaml'] }).success).toBe(false)
  expect(Params.safeParse({ kinds: ['--all'] }).success).toBe(false)
  expect(Target.safeParse({ context: '--as=root', namespace: 'api' }).success).toBe(false)
  expect(Target.safeParse({ context: 'a', namespace: '-n' }).success).toBe(false)
})

it('the line asks the cluster of the target for the same', async () => {
  const metadata = { name: 'backend', namespace: 'api', labels: { app: 'backend' } }
  const api = await serveKube({ deployments: [{ metadata }], pods: [] })
  const cluster = { context: 'test', namespace: 'api', kubeconfig: 'config' }
  const line = (params: object) => describe(Params.parse(params), { settings: cluster }).repeat
  for (const params of [{ selector: 'app=backend' }, { names: ['backend'] }]) {
    const { stdout } = await paste(`${line({ kinds: ['deployment'], ...params })} -o name`, {}, api.folder)
    expect(stdout).toBe('deployment.apps/backend\n')
  }
  expect(line({ kinds: ['deployment', 'pod'], selector: 'app in (a, b)' })).toBe(
    "kubectl --context=test --namespace=api --kubeconfig=config get deployment,pod --selector='app in (a, b)'",
  )
  await api.close()
})
