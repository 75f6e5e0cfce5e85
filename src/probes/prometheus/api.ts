import * as z from 'zod'
import { LookError } from '../../core/look-error.ts'
import type { UnknownReason } from '../../core/unread.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { Secret } from '../../redaction/secret.ts'
import type { ProbeContext } from '../contract.ts'
import type { Target } from './schema.ts'

const Answer = z.object({
  status: z.enum(['success', 'error']),
  data: z.unknown().optional(),
  errorType: z.string().optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).optional(),
})

const BODY_CAP = 8 * 1024 * 1024
const STATUS: Readonly<Record<number, UnknownReason>> = { 401: 'unauthorized', 403: 'unauthorized', 404: 'unsupported', 429: 'unreachable' }
const ERROR_TYPE: Readonly<Record<string, UnknownReason>> = {
  timeout: 'timeout',
  canceled: 'timeout',
  unavailable: 'unreachable',
  internal: 'unreachable',
}

/**
 * `data` of one call of the HTTP API (prometheus.io, "HTTP API"). Everything but a success without warnings is a LookError:
 * an answer that is partial is none.
 */
export async function call(path: string, query: Readonly<Record<string, string>>, context: ProbeContext<Target>): Promise<unknown> {
  const { target, http, signal, timeoutMs } = context
  const url = `${target.url.replace(/\/+$/, '')}/api/v1/${path}?${new URLSearchParams(query).toString()}`
  const answer = await http.send({ method: 'GET', url, headers: headersOf(target), anonymous: true, signal, timeoutMs })
  const parsed = Answer.safeParse(json(answer))
  if (!parsed.success) throw notTheApi(answer)
  const { status, errorType = '', error = '', warnings = [], data } = parsed.data
  if (status === 'error') {
    const reason = ERROR_TYPE[errorType] ?? STATUS[answer.status] ?? 'malformed'
    throw new LookError(reason, `Prometheus refused the query (${answer.status} ${shown(errorType)}): ${shown(error)}`)
  }
  if (warnings.length > 0)
    throw new LookError('insufficient', `Prometheus warned that the answer may be partial: ${shown(warnings.join('; '))}`)
  return data
}

function headersOf({ headers = {}, bearer }: Target): Record<string, string | Secret> {
  if (bearer === undefined) return { ...headers, accept: 'application/json' }
  const token = bearer instanceof Secret ? bearer.reveal() : bearer
  const name = bearer instanceof Secret ? bearer.name : 'bearer'
  return { ...headers, accept: 'application/json', authorization: new Secret(`Bearer ${token}`, name) }
}

function json(answer: HttpExchange): unknown {
  if (answer.body.length > BODY_CAP)
    throw new LookError('malformed', 'the answer of Prometheus is larger than 8 MiB: aggregate in the query')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body))
  } catch {
    return undefined
  }
}

function notTheApi({ status, headers }: HttpExchange): LookError {
  const type = shown((headers['content-type'] ?? 'missing').split(';', 1)[0] ?? '')
  const reason = STATUS[status] ?? (status >= 500 ? 'unreachable' : 'malformed')
  return new LookError(reason, `the answer is not one of the Prometheus API (status ${status}, content type ${type})`)
}

const shown = (text: string): string => text.replace(/\p{Cc}/gu, ' ').slice(0, 200)
