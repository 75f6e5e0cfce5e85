import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { LookError } from '../core/look-error.ts'
import type { UnknownReason } from '../core/unread.ts'
import type { CommandResult, CommandRunner } from './command-types.ts'
import { parseJson } from './json.ts'

/** A namespace of a cluster as kubectl knows it. */
interface Cluster {
  readonly context: string
  readonly namespace: string
  /** Relative to the folder of readiness.yaml; without it the user's own. */
  readonly kubeconfig?: string | undefined
}

interface KubectlContext {
  readonly commands: CommandRunner
  readonly allowExec: boolean
  readonly baseDir: string
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/** One object of the API as plain JSON. */
export type KubeObject = Readonly<Record<string, unknown>>

/** What is asked: a resource with its group (`deployments.apps`), and names or a label selector. */
interface KubeQuery {
  readonly resource: string
  readonly names?: readonly string[]
  readonly selector?: string | undefined
}

export interface Kubectl {
  /** URL of the API server, credentials in it removed. */
  readonly server: string
  /** Objects as they are, secrets with their data; names that do not exist are left out. Throws LookError only. */
  get(query: KubeQuery): Promise<KubeObject[]>
  /** `kubectl logs` of one pod, with these options; how it ended is for the caller to judge. Throws LookError only. */
  logs(pod: string, options: readonly string[]): Promise<CommandResult>
}

/**
 * Opens a context of a kubeconfig for the time of `work`; nothing but `kubectl get` and `logs` is asked. A context that runs a program
 * to log in is refused unless programs are allowed. Discovery is kept in a folder of its own, so that nothing stale is read.
 */
export async function withKubectl<T>(cluster: Cluster, context: KubectlContext, work: (kubectl: Kubectl) => Promise<T>): Promise<T> {
  for (const [name, value] of Object.entries(cluster)) {
    if (value?.startsWith('-') === true) throw new LookError('unconfigured', `${name} of the cluster must not start with a dash`)
  }
  const cache = await mkdtemp(join(tmpdir(), 'readiness-kube-'))
  const over = new AbortController()
  const running: Promise<unknown>[] = []
  const start = runner(cluster, { ...context, signal: AbortSignal.any([context.signal, over.signal]) }, cache)
  const run: Run = (...asked) => {
    const result = start(...asked)
    running.push(result)
    return result
  }
  try {
    const server = await checkedServer(run, cluster, context.allowExec)
    return await work({
      server,
      get: async (query) => itemsOf(printed(await run(argumentsOf(query, context.timeoutMs))), query),
      logs: (pod, options) => run(['logs', ...options, '--', `pod/${pod}`]),
    })
  } finally {
    // Where one of many failed, the others still write to the folder.
    over.abort()
    await Promise.allSettled(running)
    // A folder that cannot be removed is no reason to lose what was seen.
    await rm(cache, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }
}

const MAX_BYTES = 64 * 1024 * 1024

type Run = (args: readonly string[], context?: string) => Promise<CommandResult>

function runner(cluster: Cluster, context: KubectlContext, cache: string): Run {
  const common = [
    `--namespace=${cluster.namespace}`,
    `--cache-dir=${cache}`,
    '--v=0',
    ...(cluster.kubeconfig === undefined ? [] : [`--kubeconfig=${resolve(context.baseDir, cluster.kubeconfig)}`]),
  ]
  // Ends before the look does, so that what other calls saw is kept.
  const timeoutMs = Math.max(1, Math.floor(context.timeoutMs * 0.9))
  return (args, name = cluster.context) =>
    context.commands.run({
      argv: ['kubectl', `--context=${name}`, ...common, ...args],
      signal: context.signal,
      timeoutMs,
      maxBytes: MAX_BYTES,
    })
}

function printed(result: CommandResult): string {
  if (result.exitCode === 0) return result.stdout
  throw failure(result)
}

/**
 * Reads the kubeconfig before anything is asked. Under a context that nobody has: some builds of kubectl ask the server for its
 * version whatever the command is, and would run the login program of the context for that.
 */
async function checkedServer(run: Run, cluster: Cluster, allowExec: boolean): Promise<string> {
  const config = parse(printed(await run(['config', 'view', '--output=json'], `readiness-${randomBytes(8).toString('hex')}`)))
  const context = named(config, 'context', cluster.context)
  if (!context) throw new LookError('unconfigured', 'the kubeconfig has no such context')
  const user = named(config, 'user', context['user']) ?? {}
  if (!allowExec && ('exec' in user || 'auth-provider' in user)) {
    throw new LookError('refused', 'the kubeconfig runs a program to log in; that takes --allow-exec')
  }
  const server = named(config, 'cluster', context['cluster'])?.['server']
  if (typeof server !== 'string' || !URL.canParse(server))
    throw new LookError('unconfigured', 'the kubeconfig names no API server for that context')
  return new URL(server).origin
}

/** The entry of that name in one of the lists `contexts`, `users`, `clusters`. */
function named(config: KubeObject, kind: string, name: unknown): KubeObject | undefined {
  const list = config[`${kind}s`]
  const entry = Array.isArray(list) ? list.filter(isObject).find((one) => one['name'] === name) : undefined
  const found = entry?.[kind]
  return isObject(found) ? found : undefined
}

function argumentsOf({ resource, names = [], selector }: KubeQuery, timeoutMs: number): string[] {
  // kubectl asks up to five times for the kinds that a silent server knows.
  const seconds = Math.max(1, Math.floor(timeoutMs / 8000))
  const which =
    names.length > 0 ? ['--ignore-not-found', '--', resource, ...names] : [...(selector ? [`--selector=${selector}`] : []), '--', resource]
  return ['get', '--output=json', `--request-timeout=${seconds}s`, ...which]
}

/** Only names that do not exist are answered with nothing at all; a selector that matches nothing gives a list without items. */
function itemsOf(stdout: string, { names = [] }: KubeQuery): KubeObject[] {
  if (stdout.trim() === '' && names.length > 0) return []
  const answer = parse(stdout)
  return Array.isArray(answer['items']) ? answer['items'].filter(isObject) : [answer]
}

/** The sentence is ours; what kubectl and the server wrote is only matched, since it may quote anything. */
const FAILURES: readonly (readonly [RegExp, UnknownReason, string])[] = [
  [/\(Forbidden\)|is forbidden/, 'unauthorized', 'the cluster forbids it'],
  [
    /\(Unauthorized\)|must be logged in|provide credentials|Please enter|asked for the client to provide/i,
    'unauthorized',
    'the cluster does not accept the credentials',
  ],
  [/cannot locate context|context was not found|does not exist/, 'unconfigured', 'the kubeconfig has no such context'],
  [/no such file|error loading config file|invalid configuration/i, 'unconfigured', 'the kubeconfig could not be read'],
  [/doesn't have a resource type|could not find the requested resource/, 'unsupported', 'the cluster does not know that kind'],
  [/timed? ?out|deadline exceeded|Client\.Timeout/i, 'timeout', 'the cluster did not answer in time'],
  [/x509|certificate/i, 'unreachable', 'the certificate of the cluster is not trusted'],
  [/refused|no such host|Unable to connect|unreachable|connection reset|EOF/i, 'unreachable', 'the cluster could not be reached'],
  [/Error from server/, 'unreachable', 'the cluster answered with an error'],
  [/BadRequest|unable to parse|invalid label|field selector|selector/i, 'unconfigured', 'kubectl does not understand the request'],
]

function failure({ exitCode, stderr }: CommandResult): LookError {
  const found = FAILURES.find(([pattern]) => pattern.test(stderr))
  if (found) return new LookError(found[1], found[2])
  return new LookError('malformed', exitCode === undefined ? 'kubectl was ended by a signal' : `kubectl ended with status ${exitCode}`)
}

function parse(text: string): KubeObject {
  const parsed = parseJson(text)
  if (parsed.ok && isObject(parsed.value)) return parsed.value
  throw new LookError('malformed', 'kubectl did not print JSON')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
