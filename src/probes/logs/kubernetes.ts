import { LookError } from '../../core/look-error.ts'
import type { UnknownReason } from '../../core/unread.ts'
import type { CommandResult } from '../../io/command-types.ts'
import { textAt, textsAt } from '../../io/kube-read.ts'
import { withKubectl } from '../../io/kubectl.ts'
import type { Kubectl } from '../../io/kubectl.ts'
import type { ProbeContext } from '../contract.ts'
import type { Params, Target } from './schema.ts'
import type { Source, Window } from './window.ts'

type Context = ProbeContext<Target>

const POD_LIMIT = 50
// The node's clock and ours may differ; the lines are judged by their own times afterwards.
const MARGIN_MS = 60_000

/** The logs of every pod: `kubectl logs deployment/x` would pick one of them. Throws LookError when one pod's log is missing. */
export async function podLogs(context: Context, params: Params, window: Window): Promise<Source[]> {
  const { context: name = '', namespace = '', kubeconfig, container } = context.target
  const options = ['--timestamps', ...(container === undefined ? [] : [`--container=${container}`]), ...limits(params, window)]
  return withKubectl({ context: name, namespace, kubeconfig }, context, async (kubectl) => {
    const pods = await podNames(kubectl, context.target)
    return Promise.all(pods.map(async (pod) => logOf(pod, await kubectl.logs(pod, options))))
  })
}

async function podNames(kubectl: Kubectl, { kubernetes }: Target): Promise<string[]> {
  const selector = typeof kubernetes === 'object' ? kubernetes.selector : await selectorOf(kubectl, kubernetes ?? '')
  const pods = await kubectl.get({ resource: 'pods', selector })
  const names = pods
    .filter((pod) => !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase')))
    .map((pod) => textAt(pod, 'metadata', 'name'))
  if (names.length === 0) throw new LookError('unreachable', `no pod runs that fits ${selector}`)
  if (names.length > POD_LIMIT) throw new LookError('malformed', `${names.length} pods fit ${selector}, more than ${POD_LIMIT}`)
  return names.sort()
}

async function selectorOf(kubectl: Kubectl, workload: string): Promise<string> {
  const name = workload.replace('deployment/', '')
  const [deployment] = await kubectl.get({ resource: 'deployments.apps', names: [name] })
  if (deployment === undefined) throw new LookError('unconfigured', `there is no ${workload} in the namespace`)
  const labels = Object.entries(textsAt(deployment, 'spec', 'selector', 'matchLabels'))
  if (labels.length === 0) throw new LookError('unsupported', `${workload} selects its pods by expressions: give a \`selector\``)
  return labels.map(([key, value]) => `${key}=${value}`).join(',')
}

function limits({ since, tail }: Params, { start }: Window): string[] {
  if (start !== undefined) return [`--since-time=${new Date(start - MARGIN_MS).toISOString()}`]
  return since === undefined && tail !== undefined ? [`--tail=${tail}`] : []
}

function logOf(pod: string, { exitCode, stdout, stderr }: CommandResult): Source {
  if (exitCode === 0) return { name: pod, chunks: [Buffer.from(stdout)], partial: false, stamped: true }
  const [, reason, what] = FAILURES.find(([pattern]) => pattern.test(stderr)) ?? [/./, 'unreachable' as const, 'could not be read']
  throw new LookError(reason, `the log of pod ${pod} ${what}`)
}

type Failure = readonly [RegExp, UnknownReason, string]

/** The sentence is ours: what kubectl and the server wrote is only matched. */
const FAILURES: readonly Failure[] = [
  [/Forbidden|is forbidden/, 'unauthorized', 'may not be read'],
  [/Unauthorized|must be logged in/, 'unauthorized', 'may not be read: the cluster does not accept the credentials'],
  [/a container name must be specified|is not valid for pod/, 'unconfigured', 'is not known: say which `container`'],
  [/waiting to start|ContainerCreating|PodInitializing/, 'unreachable', 'is not there yet: its container has not started'],
  [/not ?found/i, 'unreachable', 'is gone'],
]
