import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import type { Observe, ProbeContext, Seen } from '../contract.ts'
import { askedHeaders, isPreflighted, preflightAnswer, simpleAnswer } from './answer.ts'
import { derive } from './derive.ts'
import { originsToTry } from './origins.ts'
import type { Answer, Observation, Params, Simple } from './schema.ts'

/** Asks as pages of many origins would, one after the other, and reads each answer as a browser does. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const { origin } = context
  if (origin === undefined) throw new LookError('unconfigured', 'the environment has no origin to ask')
  const send = sender(params, context, `${origin}${params.path}`)
  const control = await send.simple(undefined)
  const answers: Answer[] = []
  for (const tried of originsToTry(params.own ?? [new URL(origin).origin], params.hostile, params.as)) {
    answers.push({ ...tried, simple: await send.simple(tried.origin), preflight: await send.preflight(tried.origin) })
  }
  return seen(derive(answers, control, isPreflighted(params)), params)
}

function sender(params: Params, context: ProbeContext<undefined>, url: string) {
  const endsAt = monotonicMs() + context.timeoutMs
  const send = (method: string, headers: Record<string, string>, anonymous: boolean): Promise<HttpExchange> =>
    context.http.send({ method, url, headers, anonymous, signal: context.signal, timeoutMs: Math.max(endsAt - monotonicMs(), 1) })
  const asked = askedHeaders(params.headers)
  return {
    async simple(origin: string | undefined): Promise<Simple> {
      const { status, headerLines } = await send(
        params.method === 'HEAD' ? 'HEAD' : 'GET',
        origin === undefined ? {} : { Origin: origin },
        params.anonymous,
      )
      return simpleAnswer(status, headerLines, origin)
    },
    async preflight(origin: string) {
      const headers = {
        Origin: origin,
        'Access-Control-Request-Method': params.method,
        ...(asked.length === 0 ? {} : { 'Access-Control-Request-Headers': asked.join(',') }),
      }
      const { status, headerLines } = await send('OPTIONS', headers, true)
      return preflightAnswer(status, headerLines, origin, params)
    },
  }
}

const ALLOWED = ['foreignAllowed', 'foreignAllowedWithCredentials', 'ownAllowed', 'ownAllowedWithCredentials'] as const

function seen(observation: Observation, params: Params): Seen<Observation> {
  const { answers, foreignReadable, foreignReadableWithCredentials } = observation
  const foreign = answers.filter(({ kind }) => kind !== 'own').length
  const many = `${foreignReadable.length} of ${foreign} foreign origins may read`
  const detail = `browsers send ${params.method} with these headers without a preflight, from every origin`
  return {
    observation,
    unread: isPreflighted(params) ? [] : ALLOWED.map((field) => ({ path: [field], reason: 'insufficient', detail })),
    answer: foreignReadableWithCredentials.length === 0 ? many : `${many}, ${foreignReadableWithCredentials.length} with cookies`,
  }
}
