import { LookError } from '../../core/look-error.ts'
import { withKubectl } from '../../io/kubectl.ts'
import type { Kubectl, KubeObject } from '../../io/kubectl.ts'
import { listAt, mapAt, textAt, textsAt } from '../../io/kube-read.ts'
import type { Context, Environment, Gap } from './source.ts'

/** Another variable's value; $$(NAME) stays as it is. */
const REFERENCE = /(?<!\$)(?:\$\$)*\$\([A-Za-z_][\w.-]*\)/

const RESOURCES: Readonly<Record<string, string>> = {
  deployment: 'deployments.apps',
  statefulset: 'statefulsets.apps',
  daemonset: 'daemonsets.apps',
}

/** The variables that a workload's pod template gives its container; values of secrets are read to be measured. */
export async function podEnvironment(context: Context): Promise<Environment> {
  const { kubernetes = '', context: name = '', namespace = '', kubeconfig, container } = context.target
  const [kind = '', workload = ''] = kubernetes.split('/')
  return withKubectl({ context: name, namespace, kubeconfig }, context, async (kubectl) => {
    const [object] = await kubectl.get({ resource: RESOURCES[kind] ?? '', names: [workload] })
    if (!object) throw new LookError('unconfigured', `there is no ${kubernetes} in the namespace ${namespace}`)
    const chosen = choose(object, container, kubernetes)
    const stores = await loadStores(kubectl, chosen)
    return { source: `${kubernetes} container ${textAt(chosen, 'name')}`, ...environmentOf(chosen, stores) }
  })
}

function choose(object: KubeObject, wanted: string | undefined, workload: string): unknown {
  const containers = listAt(object, 'spec', 'template', 'spec', 'containers')
  const fitting = wanted === undefined ? containers : containers.filter((one) => textAt(one, 'name') === wanted)
  if (fitting.length === 1) return fitting[0]
  throw new LookError(
    'unconfigured',
    wanted === undefined
      ? `${workload} has ${containers.length} containers: say which by \`container\``
      : `${workload} has no container ${wanted}`,
  )
}

/** Data of a secret or config map, absent, or the reason why it is not known. */
type Store = ReadonlyMap<string, string> | Gap | undefined
type Stores = ReadonlyMap<string, Store>

/** Each secret and config map that the container refers to is got once, apart from the others. */
async function loadStores(kubectl: Kubectl, container: unknown): Promise<Stores> {
  const wanted = new Set([...listAt(container, 'env'), ...listAt(container, 'envFrom')].map(storeOf).filter((one) => one !== undefined))
  const loaded = await Promise.all([...wanted].map(async (store) => [store, await load(kubectl, store)] as const))
  return new Map(loaded)
}

function storeOf(entry: unknown): string | undefined {
  const secret = textAt(entry, 'valueFrom', 'secretKeyRef', 'name') || textAt(entry, 'secretRef', 'name')
  const config = textAt(entry, 'valueFrom', 'configMapKeyRef', 'name') || textAt(entry, 'configMapRef', 'name')
  if (secret !== '') return `secrets/${secret}`
  return config === '' ? undefined : `configmaps/${config}`
}

async function load(kubectl: Kubectl, store: string): Promise<Store> {
  const [resource = '', name = ''] = store.split('/')
  try {
    const [object] = await kubectl.get({ resource, names: [name] })
    if (!object) return undefined
    // Binary data of a config map gives no variables.
    const data = Object.entries(textsAt(object, 'data'))
    return new Map(resource === 'secrets' ? data.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]) : data)
  } catch (error) {
    if (!(error instanceof LookError)) throw error
    return { reason: error.reason, detail: `${store} could not be read: ${error.message}` }
  }
}

/** `env` wins over `envFrom`, a later entry over an earlier one (Kubernetes' rule). */
function environmentOf(container: unknown, stores: Stores): Pick<Environment, 'variables' | 'gap'> {
  const variables = new Map<string, string | Gap>()
  let gap: Gap | undefined
  for (const entry of listAt(container, 'envFrom')) {
    const store = stores.get(storeOf(entry) ?? '')
    if (isGap(store)) gap ??= store
    else for (const [key, value] of store ?? []) variables.set(`${textAt(entry, 'prefix')}${key}`, value)
  }
  for (const entry of listAt(container, 'env')) {
    const value = valueOf(entry, stores)
    if (value !== undefined) variables.set(textAt(entry, 'name'), value)
  }
  return { variables, ...(gap && { gap }) }
}

function valueOf(entry: unknown, stores: Stores): string | Gap | undefined {
  const store = storeOf(entry)
  if (store === undefined) {
    const value = textAt(entry, 'value')
    const isComputed = Object.keys(mapAt(entry, 'valueFrom')).length > 0 || REFERENCE.test(value)
    return isComputed ? { reason: 'unsupported', detail: 'the value is computed when the pod starts' } : value
  }
  const found = stores.get(store)
  if (isGap(found)) return found
  return found?.get(textAt(entry, 'valueFrom', 'secretKeyRef', 'key') || textAt(entry, 'valueFrom', 'configMapKeyRef', 'key'))
}

function isGap(store: Store): store is Gap {
  return store !== undefined && 'reason' in store
}
