import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import type { Observe, ProbeContext, Seen } from '../contract.ts'
import { locate } from './locate.ts'
import type { Observation, Params } from './schema.ts'

/** Cookies of nginx, HAProxy, Traefik, AWS, Google Cloud, Azure, Cloudflare, Spring and F5 that tie a client to one instance. */
const AFFINITY = new RegExp(
  [
    '^(?:route|INGRESSCOOKIE|SERVERID|SRV|_?lb|AWSALB(?:APP-\\d)?(?:CORS|TG|TGCORS)?|AWSELB(?:CORS)?|GCLB|GCILB',
    'ARRAffinity(?:SameSite)?|ApplicationGatewayAffinity(?:CORS)?|__cflb|_[0-9a-f]{5}|sticky.*|BIGip.*)$',
  ].join('|'),
  'i',
)

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
  const headers = { 'Cache-Control': 'no-cache' }
  // Ends before the look's own deadline, so that what was seen until then is kept; one silent instance cannot take all of it.
  const endsAt = monotonicMs() + context.timeoutMs * 0.9
  const answers: (HttpExchange | LookError)[] = []
  let left = params.samples
  const worker = async () => {
    for (;;) {
      const timeoutMs = Math.min(context.timeoutMs / 3, endsAt - monotonicMs())
      if (left === 0 || timeoutMs < 1 || context.signal.aborted) return
      left -= 1
      const request = { method: 'GET', url, headers, connection: 'fresh', signal: context.signal, timeoutMs } as const
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
  const ids = exchanges.map((each) => told(each, params.instance))
  const identified = ids.filter((id) => id !== undefined)
  const counts = counted(identified)
  const all: Answers = { exchanges, samples: params.samples, failure }
  const why = doubt(all, identified.length, counts.size, `instance id at ${params.instance}`)
  const versions = params.version === undefined ? undefined : versionsOf(all, params.version)
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

interface Answers {
  readonly exchanges: readonly HttpExchange[]
  /** Requests that were to be answered. */
  readonly samples: number
  readonly failure: LookError | undefined
}

/** What an answer names; an answer with Age was kept by a cache (RFC 9111, 5.1), and says nothing of who is there now. */
const told = (answer: HttpExchange, location: string): string | undefined => (isKept(answer) ? undefined : locate(answer, location))

const isKept = ({ headers }: HttpExchange): boolean => headers['age'] !== undefined

/** Why it is not known how many there are. One among silent or nameless answers is no proof of one. */
function doubt({ exchanges, samples, failure }: Answers, named: number, distinct: number, what: string): Omit<Unread, 'path'> | undefined {
  const answered = exchanges.length
  const kept = exchanges.filter(isKept).length
  if (kept > 0) return { reason: 'insufficient', detail: `${kept} of ${answered} answers came from a cache: they have an Age` }
  if (named < answered) return { reason: 'insufficient', detail: `${answered - named} of ${answered} answers carried no ${what}` }
  if (answered === samples || distinct >= 2) return undefined
  const first = failure === undefined ? '' : `; the first failure: ${failure.message}`
  return { reason: 'insufficient', detail: `${answered} of ${samples} requests were answered${first}` }
}

function versionsOf(answers: Answers, location: string): { readonly list?: string[]; readonly unread?: Omit<Unread, 'path'> } {
  const found = answers.exchanges.flatMap((each) => told(each, location) ?? [])
  const list = [...counted(found).keys()]
  const why = doubt(answers, found.length, list.length, `version at ${location}`)
  return why === undefined ? { list } : { unread: why }
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
