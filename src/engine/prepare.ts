import type { Effect } from '../core/effect.ts'
import type { Unknown } from '../core/outcome.ts'
import type { Context, Program } from '../expression/index.ts'
import type { CookieJar } from '../io/http/jar.ts'
import type { HttpClient } from '../io/http/types.ts'
import type { TemplateTree } from '../looks/model.ts'
import { programsIn } from '../looks/programs.ts'
import { resolveTree } from '../looks/resolve.ts'
import { Secret, shellName } from '../redaction/secret.ts'
import type { Description, Probe, Where } from '../probes/contract.ts'
import { loadProbe } from '../probes/registry.ts'
import { clientFor, secretsContext, withSecrets, type Gear } from './gear.ts'
import { secretsIn } from './reads.ts'
import { secretsOfUse } from './secrets-needed.ts'

/** The part of a look or step that says what to ask of whom. */
export interface Asked {
  readonly probe: string
  readonly with: TemplateTree
  readonly target?: string
  readonly as?: string
  readonly timeoutMs?: number
  readonly effect?: Effect
  readonly copies?: number
  readonly times?: number
  /** Rows of a step that is sent once for each. */
  readonly each?: readonly (readonly [string, TemplateTree])[]
}

/** What the steps before have left for a step. */
export interface Before {
  readonly jar?: CookieJar
  /** Steps that did something to the target. */
  readonly changed?: readonly string[]
}

/** A look ready to be made: parameters and target resolved and checked. */
export interface Prepared {
  readonly probe: Probe
  /** Loaded before the look begins, so that its time does not hold the loading of a library. */
  readonly observe: Awaited<ReturnType<Probe['load']>>
  readonly params: unknown
  readonly target: unknown
  readonly targetName?: string
  readonly origin?: string
  readonly client: HttpClient
  readonly identity: string
  readonly timeoutMs: number
  readonly description: Description
  readonly withheld: readonly string[]
}

/** Resolves a look in its context (secrets are added here); an Unknown says why it cannot be made. Throws on a fault of a manifest. */
export async function prepare(
  asked: Asked,
  context: Context,
  gear: Gear,
  { jar, changed = [] }: Before = {},
): Promise<Prepared | { readonly unknown: Unknown }> {
  const probe = await loadProbe(asked.probe)
  if (!probe) return { unknown: { reason: 'internal', detail: `no probe ${asked.probe}` } }
  const params = resolveTree(asked.with, withSecrets(context, gear))
  if (!params.ok) return { unknown: { reason: params.reason, detail: params.detail } }
  const parsed = probe.params.safeParse(params.value ?? {})
  if (!parsed.success) return { unknown: { reason: 'unconfigured', detail: `the parameters do not fit: ${issues(parsed.error)}` } }
  const target = targetOf(probe, asked.target, gear)
  if ('unknown' in target) return target
  const client = clientFor(gear, asked.as, originsOf(target.target), jar)
  if ('unknown' in client) return client
  return {
    probe,
    observe: await probe.load(),
    params: parsed.data,
    ...target,
    client: client.client,
    identity: asked.as ?? '',
    timeoutMs: asked.timeoutMs ?? probe.timeoutMs,
    description: probe.describe(parsed.data, {
      ...(target.origin === undefined ? {} : { origin: target.origin }),
      ...(target.targetName === undefined ? {} : { target: target.targetName }),
      ...(target.origin === undefined ? {} : { identity: client.headers }),
      ...addressOf(target.target),
      ...(target.target === undefined ? {} : { settings: target.target }),
      ...(jar === undefined ? {} : { hasCookies: (url: URL) => jar.header(url) !== undefined }),
      ...(gear.environment.caGiven === undefined ? {} : { caFile: gear.environment.caGiven }),
      ...sendingOf(asked),
      ...(changed.length === 0 ? {} : { after: [afterThem(changed)] }),
    }),
    withheld: await shortSecrets(asked, gear),
  }
}

/** How a look is sent, as the line that repeats it has to send it and say it. */
function sendingOf({ effect, copies, times }: Asked): Pick<Where, 'effect' | 'again'> {
  const count = copies ?? times ?? 1
  return {
    ...(effect === undefined || effect === 'read' ? {} : { effect }),
    ...(count === 1 ? {} : { again: { times: count, atOnce: copies !== undefined } }),
  }
}

const afterThem = (changed: readonly string[]): string =>
  changed.length > 3
    ? `the look sent this after ${changed.length} other steps, left out here`
    : `the look sent this after ${changed.join(', ')}, left out here`

/** Secrets that the look uses and that cannot be searched for in what it sees. */
async function shortSecrets(asked: Asked, gear: Gear): Promise<string[]> {
  if (gear.short.size === 0) return []
  const { environment } = gear
  const trees = [asked.with, ...(asked.each ?? []).map(([, row]) => row)]
  const used = [...secretsIn(trees.flatMap(programsIn), environment.secrets.keys()), ...(await secretsOfUse(asked, environment))]
  return [...new Set(used)].map((name) => `secrets.${name}`).filter((name) => gear.short.has(name))
}

/** The address of a target, and the headers that it wants, as the line that repeats the look needs them. */
function addressOf(target: unknown): Pick<Where, 'address' | 'headers'> {
  const {
    url,
    bearer,
    headers = {},
  } = (target ?? {}) as {
    readonly url?: string | Secret
    readonly bearer?: string | Secret
    readonly headers?: Readonly<Record<string, string | Secret>>
  }
  const sent: (readonly [string, string | Secret])[] = Object.entries(headers)
  if (bearer !== undefined)
    sent.push([
      'Authorization',
      bearer instanceof Secret
        ? new Secret(`Bearer ${bearer.reveal()}`, bearer.name, ['Bearer ', ...(bearer.parts ?? [{ variable: shellName(bearer.name) }])])
        : `Bearer ${bearer}`,
    ])
  return { ...(url === undefined ? {} : { address: url }), ...(sent.length === 0 ? {} : { headers: sent }) }
}

/** A target that is itself a web server (`url:`) may be sent its own credentials. */
function originsOf(target: unknown): string[] {
  const url = (target as { url?: unknown } | undefined)?.url
  const text = url instanceof Secret ? url.reveal() : url
  return typeof text === 'string' && URL.canParse(text) ? [new URL(text).origin] : []
}

type Targeted = { readonly target: unknown; readonly targetName?: string; readonly origin?: string }

/** The named target, or the first one of the probe's kind. */
function targetOf(probe: Probe, name: string | undefined, gear: Gear): Targeted | { readonly unknown: Unknown } {
  const wanted = probe.target
  if (!wanted) return { target: undefined }
  const { environment } = gear
  if (wanted.kind === 'origin') return originOf(wanted.required, name, gear)
  const found =
    name === undefined
      ? [...environment.targets].find(([, target]) => target.kind === wanted.kind)
      : [...environment.targets].find(([key, target]) => key === name && target.kind === wanted.kind)
  if (!found) {
    if (!wanted.required && name === undefined) return { target: undefined }
    return {
      unknown: {
        reason: 'unconfigured',
        detail: `the environment ${environment.name} has no ${wanted.kind} target${name === undefined ? '' : ` ${name}`}`,
      },
    }
  }
  const resolved = resolveTree(found[1].with, secretsContext(gear))
  if (!resolved.ok) return { unknown: { reason: resolved.reason, detail: `target ${found[0]}: ${resolved.detail}` } }
  const parsed = wanted.schema.safeParse(resolved.value)
  if (!parsed.success) return { unknown: { reason: 'unconfigured', detail: `target ${found[0]}: ${issues(parsed.error)}` } }
  return { target: parsed.data, targetName: found[0] }
}

function originOf(required: boolean, name: string | undefined, { environment }: Gear): Targeted | { readonly unknown: Unknown } {
  const key = name ?? environment.origins.keys().next().value
  const origin = key === undefined ? undefined : environment.origins.get(key)
  if (key !== undefined && origin !== undefined) return { target: undefined, origin, targetName: key }
  if (!required && name === undefined) return { target: undefined }
  return {
    unknown: { reason: 'unconfigured', detail: `the environment ${environment.name} has no origin${name === undefined ? '' : ` ${name}`}` },
  }
}

/** zod's complaints as one sentence: paths and wishes, never the value that came. */
const issues = (error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }): string =>
  error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'it'}: ${message}`).join('; ')

/** The programs whose values a look's parameters need. */
export const readsOf = (asked: Asked): readonly Program[] => programsIn(asked.with)
