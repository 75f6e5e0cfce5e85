import type { Environment, Identity } from '../config/model.ts'
import type { Unknown } from '../core/outcome.ts'
import type { Context } from '../expression/index.ts'
import type { CommandRunner } from '../io/command-types.ts'
import { createHttpClient, type Transport } from '../io/http/client.ts'
import type { CookieJar } from '../io/http/jar.ts'
import type { HeaderList, HttpClient } from '../io/http/types.ts'
import { resolveTree } from '../looks/resolve.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { Secret } from '../redaction/secret.ts'
import type { Clock } from './clock.ts'
import type { Options, RunInfo, Secrets } from './types.ts'

/** What every look of a run works with. */
export interface Gear {
  readonly environment: Environment
  readonly baseDir: string
  readonly transport: Transport
  readonly commands: CommandRunner
  /** PEM text of the private CA. */
  readonly ca?: string
  readonly redactor: Redactor
  readonly secrets: Secrets
  /** Plain `${env.NAME}` values that templates may read. */
  readonly env: Readonly<Record<string, string>>
  /** Names of values that are secret but too short or too common to be searched for. */
  readonly short: Set<string>
  readonly info: RunInfo
  readonly clock: Clock
  readonly options: Options
  /** Aborted at the run's deadline and on Ctrl-C. */
  readonly signal: AbortSignal
}

/** Makes a value secret: masked everywhere from here on, or noted as one that cannot be searched for. */
export function learn(gear: Gear, value: string, name: string): void {
  if (gear.redactor.learn(value, name) === 'too-short') gear.short.add(name)
}

/** The context of templates in readiness.yaml: secrets and declared environment variables. */
export function secretsContext(gear: Gear): Context {
  return {
    values: { secrets: Object.fromEntries(gear.secrets.values), env: gear.env },
    unread: [...gear.secrets.missing].map(([name, unknown]) => ({ path: ['secrets', name], ...unknown })),
  }
}

/** A context in which templates may read secrets as well. */
export function withSecrets(context: Context, gear: Gear): Context {
  const secrets = secretsContext(gear)
  return { values: { ...context.values, ...secrets.values }, unread: [...(context.unread ?? []), ...(secrets.unread ?? [])] }
}

/** An HTTP client that speaks as one identity to the environment's origins and those in `own`, or why it cannot speak. */
export function clientFor(
  gear: Gear,
  as: string | undefined,
  own: readonly string[],
  jar?: CookieJar,
): { client: HttpClient; headers: HeaderList } | { unknown: Unknown } {
  const { environment } = gear
  const name = as ?? environment.identities.keys().next().value
  const identity = name === undefined ? undefined : environment.identities.get(name)
  if (as !== undefined && !identity) {
    return { unknown: { reason: 'unconfigured', detail: `the environment ${environment.name} has no identity ${as}` } }
  }
  const headers = identity ? headersOf(gear, identity) : []
  if ('reason' in headers) return { unknown: headers }
  const client = createHttpClient(gear.transport, {
    runId: gear.info.id,
    version: gear.info.version,
    origins: [...environment.origins.values(), ...own],
    identity: { headers },
    ...(jar ? { jar } : {}),
  })
  return { client, headers }
}

function headersOf(gear: Gear, identity: Identity): (readonly [string, string | Secret])[] | Unknown {
  const context = secretsContext(gear)
  const headers: (readonly [string, string | Secret])[] = []
  for (const [name, tree] of identity.headers) {
    const value = resolveTree(tree, context)
    if (!value.ok) return { reason: value.reason, detail: value.detail }
    headers.push([name, value.value instanceof Secret ? value.value : String(value.value)])
  }
  if (identity.basic) {
    const user = resolveTree(identity.basic.user, context)
    const password = resolveTree(identity.basic.password, context)
    if (!user.ok) return { reason: user.reason, detail: user.detail }
    if (!password.ok) return { reason: password.reason, detail: password.detail }
    gear.redactor.learnBasic(plain(user.value), plain(password.value), 'basic authorization')
    const encoded = Buffer.from(`${plain(user.value)}:${plain(password.value)}`).toString('base64')
    headers.push([
      'authorization',
      new Secret(`Basic ${encoded}`, 'basic authorization', [
        'Basic ',
        { variable: 'BASIC_AUTHORIZATION', from: 'base64 of user:password' },
      ]),
    ])
  }
  return headers
}

const plain = (value: unknown): string => (value instanceof Secret ? value.reveal() : String(value))
