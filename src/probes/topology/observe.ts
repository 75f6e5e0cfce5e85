import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import type { Observe, ProbeContext, Seen } from '../contract.ts'
import { locate } from './locate.ts'
import type { Observation, Params } from './schema.ts'

/** Cookies of nginx, HAProxy, Traefik, AWS, Google Cloud, Azure, Cloudflare, Spring and F5 that tie a client to one instance. */
const AFFINITY =
  /^(?:route|INGRESSCOOKIE|SERVERID|SRV|_?lb|AWSALB(?:APP-\d)?(?:CORS|TG|TGCORS)?|GCLB|GCILB|ARRAffinity(?:SameSite)?|__cflb|sticky.*|BIGip.*)$/i

/** Asks the same path many times, each time on a connection of its own and without cookies, and counts who answered. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const answers = await sample(params, context)
  const exchanges = answers.filter((each): each is HttpExchange => !(each instanceof LookError))
  const failures = answers.filter((each): each is LookError => each instanceof LookError)
  const [first] = failures
  if (exchanges.length === 0) throw first ?? new LookError('insufficient', 'no request was sent before the time was over')
  return seen(params, exchanges, params.samples - exchanges.length, first)
}

async function sample(params: Params, context: ProbeContext<undefined>): Promise<(HttpExchange | LookError)[]> {
  if (context.origin === undefined) throw new LookError('unconfigured', 'the environment has no origin to ask')
  const url = `${context.origin}${params.path}`
  // Ends before the look's own deadline, so that what was seen until then is kept; one silent instance cannot take all of it.
  const endsAt = monotonicMs() + context.timeoutMs * 0.9
  const answers: (HttpExchange | LookError)[] = []
  let left = params.samples
  const worker = async () => {
    for (;;) {
      const timeoutMs = Math.min(context.timeoutMs / 3, endsAt - monotonicMs())
      if (left === 0 || timeoutMs < 1 || context.signal.aborted) return
      left -= 1
      const request = { method: 'GET', url, connection: 'fresh', signal: context.signal, timeoutMs } as const
      answers.push(await context.http.send(request).catch(asLookError))
    }
  }
  await Promise.all(Array.from({ length: Math.min(params.concurrency, params.samples) }, worker))
  return answers
}

function asLookError(error: unknown): LookError {
  if (error instanceof LookError) return error
  throw error
}

function seen(params: Params, exchanges: readonly HttpExchange[], failed: number, failure: LookError | undefined): Seen<Observation> {
  const ids = exchanges.map((each) => locate(each, params.instance))
  const identified = ids.filter((id) => id !== undefined)
  const counts = counted(identified)
  const why = doubt(params, exchanges.length, identified.length, counts.size, failure)
  const versions = params.version === undefined ? undefined : versionsOf(exchanges, params.version)
  const observation: Observation = {
    samples: exchanges.length,
    failed,
    identified: identified.length,
    statuses: Object.fromEntries(counted(exchanges.map(({ status }) => String(status)))),
    ...(why === undefined
      ? {
          instances: [...counts].map(([id, count]) => ({ id, count })),
          distinct: counts.size,
          missedSecondInstance: counts.size > 1 ? 0 : 0.5 ** (identified.length - 1),
        }
      : {}),
    ...(versions?.list === undefined ? {} : { versions: versions.list }),
    addresses: [...counted(exchanges.flatMap(({ remote }) => remote.address ?? [])).keys()],
    affinityCookies: affinityCookies(exchanges),
  }
  const unread: Unread[] =
    why === undefined ? [] : (['instances', 'distinct', 'missedSecondInstance'] as const).map((field) => ({ path: [field], ...why }))
  if (versions?.unread !== undefined) unread.push({ path: ['versions'], ...versions.unread })
  return { observation, unread, answer: `${counts.size} instance${counts.size === 1 ? '' : 's'} in ${exchanges.length} answers` }
}

/** Why the count of instances is not known. One id among silent or nameless answers is no proof of one instance. */
function doubt(
  params: Params,
  answered: number,
  identified: number,
  distinct: number,
  failure: LookError | undefined,
): Omit<Unread, 'path'> | undefined {
  if (identified < answered)
    return {
      reason: 'insufficient',
      detail: `${answered - identified} of ${answered} answers carried no instance id at ${params.instance}`,
    }
  if (answered === params.samples || distinct >= 2) return undefined
  const first = failure === undefined ? '' : `; the first failure: ${failure.message}`
  return { reason: 'insufficient', detail: `${answered} of ${params.samples} requests were answered${first}` }
}

function versionsOf(
  exchanges: readonly HttpExchange[],
  location: string,
): { readonly list?: string[]; readonly unread?: Omit<Unread, 'path'> } {
  const found = exchanges.flatMap((each) => locate(each, location) ?? [])
  const missing = exchanges.length - found.length
  if (missing > 0)
    return { unread: { reason: 'insufficient', detail: `${missing} of ${exchanges.length} answers carried no version at ${location}` } }
  return { list: [...counted(found).keys()] }
}

/** How often each text occurs, sorted by text. */
function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts.toSorted()) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

function affinityCookies(exchanges: readonly HttpExchange[]): string[] {
  const names = exchanges.flatMap(({ setCookie }) => setCookie.map((line) => line.split('=', 1)[0]?.trim() ?? ''))
  return [...counted(names.filter((name) => AFFINITY.test(name))).keys()]
}
