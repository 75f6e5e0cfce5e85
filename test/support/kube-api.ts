import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from './server.ts'
import type { TestServer } from './server.ts'

interface Resource {
  readonly group: string
  readonly version: string
  readonly kind: string
}

const RESOURCES: Readonly<Record<string, Resource>> = {
  deployments: { group: 'apps', version: 'v1', kind: 'Deployment' },
  replicasets: { group: 'apps', version: 'v1', kind: 'ReplicaSet' },
  horizontalpodautoscalers: { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler' },
  pods: { group: '', version: 'v1', kind: 'Pod' },
  secrets: { group: '', version: 'v1', kind: 'Secret' },
  configmaps: { group: '', version: 'v1', kind: 'ConfigMap' },
}

/** Objects by resource (`deployments`), a status to answer with, or `hang`. */
export type Cluster = Readonly<Record<string, readonly object[] | number | 'hang'>>

export interface KubeApi {
  readonly server: TestServer
  /** Folder with `config` (contexts test, plugin) for `baseDir`. */
  readonly folder: string
  close(): Promise<void>
}

/** An API server with discovery and a few kinds, enough for the real kubectl; label selectors `key=value` work. */
export async function serveKube(cluster: Cluster): Promise<KubeApi> {
  const server = await serve((request, response) => {
    const url = new URL(request.path, 'http://127.0.0.1')
    const answer = answerTo(url, cluster)
    if (answer === 'hang') return
    response.writeHead(answer.code, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  const folder = mkdtempSync(join(tmpdir(), 'readiness-kube-test-'))
  writeFileSync(join(folder, 'config'), kubeconfig(server.url, join(folder, 'plugin-ran')))
  return {
    server,
    folder,
    close: async () => {
      rmSync(folder, { recursive: true })
      await server.close()
    },
  }
}

interface Answer {
  readonly code: number
  readonly body: object
}

function answerTo(url: URL, cluster: Cluster): Answer | 'hang' {
  const discovery = discover(url.pathname)
  if (discovery) return { code: 200, body: discovery }
  const [, resource = '', name] = /\/namespaces\/[^/]+\/([a-z]+)(?:\/([^/]+))?$/.exec(url.pathname) ?? []
  const found = cluster[resource] ?? []
  if (found === 'hang') return 'hang'
  if (typeof found === 'number') return failure(found)
  const { group, version, kind } = RESOURCES[resource] ?? { group: '', version: 'v1', kind: 'Unknown' }
  const apiVersion = group ? `${group}/${version}` : version
  const items = found.map((object) => ({ apiVersion, kind, ...object }))
  if (name === undefined)
    return { code: 200, body: { apiVersion, kind: `${kind}List`, metadata: {}, items: items.filter((one) => isSelected(one, url)) } }
  const object = items.find((one) => metadataOf(one)['name'] === name)
  return object ? { code: 200, body: object } : failure(404)
}

function isSelected(object: object, url: URL): boolean {
  const [key = '', value] = (url.searchParams.get('labelSelector') ?? '').split('=')
  const labels = metadataOf(object)['labels'] as Record<string, string> | undefined
  return key === '' || labels?.[key] === value
}

function metadataOf(object: object): Record<string, unknown> {
  return 'metadata' in object ? (object.metadata as Record<string, unknown>) : {}
}

const REASONS: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 500: 'InternalError' }

function failure(code: number): Answer {
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: REASONS[code],
    code,
    message: 'no \u001b[31msuch luck',
  }
  return { code, body }
}

function discover(path: string): object | undefined {
  const groups = [
    ...new Set(
      Object.values(RESOURCES)
        .map((one) => `${one.group}/${one.version}`)
        .filter((one) => !one.startsWith('/')),
    ),
  ]
  if (path === '/version') return { major: '1', minor: '32', gitVersion: 'v1.32.0' }
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] }
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) }
  const groupVersion = /^\/(?:api|apis)\/([a-z]+\/v\d|v1)$/.exec(path)?.[1]
  if (groupVersion === undefined) return undefined
  const resources = Object.entries(RESOURCES)
    .filter(([, one]) => (one.group ? `${one.group}/${one.version}` : one.version) === groupVersion)
    .map(([name, { kind }]) => ({ name, singularName: kind.toLowerCase(), namespaced: true, kind, verbs: ['get', 'list'] }))
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
}

function groupOf(groupVersion: string): object {
  const [name, version] = groupVersion.split('/')
  return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } }
}

function kubeconfig(server: string, marker: string): string {
  const plugin = { apiVersion: 'client.authentication.k8s.io/v1', command: 'touch', args: [marker], interactiveMode: 'Never' }
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'plugin',
    // kubectl looks for credentials, and so for programs, only where the server speaks TLS.
    clusters: [
      { name: 'c', cluster: { server } },
      { name: 'tls', cluster: { server: server.replace('http:', 'https:') } },
    ],
    contexts: [
      { name: 'test', context: { cluster: 'c', user: 'token' } },
      { name: 'plugin', context: { cluster: 'tls', user: 'plugin' } },
    ],
    users: [
      { name: 'token', user: { token: 'kube-token-1234567890' } },
      { name: 'plugin', user: { exec: plugin } },
    ],
  })
}
