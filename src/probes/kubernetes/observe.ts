import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { withKubectl } from '../../io/kubectl.ts'
import type { Kubectl, KubeObject } from '../../io/kubectl.ts'
import type { Observe } from '../contract.ts'
import { derive, nameOf } from './derive.ts'
import { NEEDS, RESOURCES, WORKLOAD_KINDS } from './kinds.ts'
import type { Need } from './kinds.ts'
import type { Kind, Observation, Params, Target } from './schema.ts'

type Failures = ReadonlyMap<Kind, LookError>

/** Gets each kind in a request of its own, so that a forbidden one leaves the others known. */
export const observe: Observe<Params, Observation, Target> = (params, context) =>
  withKubectl(context.target, context, async (kubectl) => {
    const kinds = [...new Set(params.kinds)]
    const answers = await Promise.allSettled(kinds.map((kind) => ask(kubectl, kind, params)))
    const got = new Map<Kind, readonly KubeObject[]>()
    const failed = new Map<Kind, LookError>()
    for (const [index, kind] of kinds.entries()) {
      const answer = answers[index]
      if (answer?.status === 'fulfilled') got.set(kind, answer.value)
      else failed.set(kind, errorOf(answer?.reason))
    }
    const [first] = failed.values()
    if (got.size === 0 && first) throw first
    const all = { ...derive(got, context.learn), missing: missing(params, got) }
    const { known, unread } = split(all, kinds, failed)
    return { observation: { server: kubectl.server, ...known }, unread, answer: `${all.count} objects` }
  })

/** Autoscalers are got without the selector: they carry labels of their own, and what counts is what they scale. */
async function ask(kubectl: Kubectl, kind: Kind, params: Params): Promise<KubeObject[]> {
  const names = namesFor(kind, params.names)
  const resource = RESOURCES[kind]
  if (names.length > 0) return kubectl.get({ resource, names })
  if (params.names.length > 0 && kind !== 'hpa') return []
  const scaled = kind === 'hpa' && params.kinds.some((one) => WORKLOAD_KINDS.includes(one))
  return kubectl.get({ resource, selector: scaled ? undefined : params.selector })
}

/** A name without a kind is meant for every kind but autoscalers, which go by what they scale. */
function namesFor(kind: Kind, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const [first = '', second] = name.split('/')
    if (second === undefined) return kind === 'hpa' ? [] : [first]
    return first === kind ? [second] : []
  })
}

function missing(params: Params, got: ReadonlyMap<Kind, readonly KubeObject[]>): string[] {
  return [...got].flatMap(([kind, objects]) => {
    const there = new Set(objects.map(nameOf))
    return namesFor(kind, params.names)
      .filter((name) => !there.has(name))
      .map((name) => `${kind}/${name}`)
  })
}

/** Keeps the fields that are known whole and says of the others why they are not. */
function split(all: Omit<Required<Observation>, 'server'>, kinds: readonly Kind[], failed: Failures) {
  const known: Partial<Observation> = {}
  const unread: Unread[] = []
  for (const [field, value] of Object.entries(all)) {
    const gap = NEEDS[field as keyof typeof NEEDS].map((need) => gapOf(need, kinds, failed)).find((one) => one !== undefined)
    if (gap) unread.push({ path: [field], ...gap })
    else Object.assign(known, { [field]: value })
  }
  const scaling = gapOf('hpa', kinds, failed)
  for (const list of scaling ? (['workloads', 'deployments'] as const) : []) {
    for (const index of (known[list] ?? []).keys())
      unread.push({ path: [list, index, 'maxReplicas'], ...(scaling as Omit<Unread, 'path'>) })
  }
  return { known, unread }
}

function gapOf(need: Need, kinds: readonly Kind[], failed: Failures): Omit<Unread, 'path'> | undefined {
  const wanted = wantedFor(need, kinds)
  const asked = wanted.filter((kind) => kinds.includes(kind))
  for (const kind of asked) {
    const error = failed.get(kind)
    if (error) return { reason: error.reason, detail: `${kind} could not be got: ${error.message}` }
  }
  if (asked.length > 0) return undefined
  return { reason: 'insufficient', detail: `nothing was asked of ${wanted.join(', ')}: add it to \`kinds\`` }
}

function wantedFor(need: Need, kinds: readonly Kind[]): readonly Kind[] {
  if (need === 'all') return kinds
  return need === 'workloads' ? WORKLOAD_KINDS : [need]
}

function errorOf(reason: unknown): LookError {
  return reason instanceof LookError ? reason : new LookError('internal', 'kubectl could not be run')
}
