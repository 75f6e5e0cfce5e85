import type { Unread } from '../../core/unread.ts'
import { LookError } from '../../core/look-error.ts'
import type { HttpExchange } from '../../io/http/types.ts'
import { parseJson } from '../../io/json.ts'
import { escapeControls } from '../../redaction/escape.ts'
import type { Observe, Seen } from '../contract.ts'
import { bodyOf, headersOf, urlOf } from '../request.ts'
import type { Observation, Params } from './schema.ts'

const DAY_MS = 86_400_000

/** Sends one request; whatever the server answers, if it is whole, is an observation. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  if (params.url === undefined && context.origin === undefined)
    throw new LookError('unconfigured', 'the environment has no origin for this path')
  const body = bodyOf(params)
  const exchange = await context.http.send({
    method: params.method.toUpperCase(),
    url: urlOf(params, context.origin),
    headers: headersOf(params),
    maxRedirects: params.redirects,
    connection: params.connection,
    anonymous: params.anonymous,
    signal: context.signal,
    timeoutMs: context.timeoutMs,
    ...(body === undefined ? {} : { body: body.body }),
  })
  for (const line of exchange.setCookie) learnCookie(line, context.learn)
  return seen(exchange, context.now())
}

/** A value of this length is a session or a token; shorter ones (`theme=dark`) would be masked in words of the report. */
const SHORTEST_TOKEN = 16

function learnCookie(line: string, learn: (value: string, name: string) => void): void {
  const [, name = '', value = ''] = /^\s*([^=;]*?)\s*=\s*"?([^;"]*)/.exec(line) ?? []
  if (value.trim().length >= SHORTEST_TOKEN) learn(value.trim(), `cookie.${name}`)
}

function seen(exchange: HttpExchange, now: Date): Seen<Observation> {
  const { url, status, reason, headers, setCookie, redirects, timing, remote, tls } = exchange
  const body = textOf(exchange)
  const json = jsonOf(body, headers['content-type'])
  const observation: Observation = {
    url,
    status,
    reason,
    headers,
    body,
    bodyBytes: exchange.body.length,
    setCookie: [...setCookie],
    redirects: [...redirects],
    firstByteMs: timing.firstByteMs,
    totalMs: timing.totalMs,
    ...(timing.connectMs === undefined ? {} : { connectMs: timing.connectMs }),
    ...(remote.address === undefined ? {} : { remoteAddress: remote.address }),
    ...('value' in json ? { json: json.value } : {}),
    ...(tls === undefined ? {} : { tls: { ...tls, names: [...tls.names], daysLeft: (Date.parse(tls.validTo) - now.getTime()) / DAY_MS } }),
  }
  const answer = `${status}${reason === '' ? '' : ` ${escapeControls(reason.slice(0, 60))}`}, ${exchange.body.length} bytes`
  return { observation, answer, ...('unread' in json ? { unread: [json.unread] } : {}) }
}

/** UTF-8 unless the content-type names another charset that is known here (RFC 9110, 8.3.1). */
function textOf({ body, headers }: HttpExchange): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(body)
  } catch {
    return new TextDecoder().decode(body)
  }
}

function jsonOf(body: string, type: string | undefined): { readonly value: unknown } | { readonly unread: Unread } {
  const parsed = parseJson(body, { exact: true })
  if (parsed.ok) return { value: parsed.value }
  return {
    unread: {
      path: ['json'],
      reason: 'malformed',
      detail: `the body is ${kindOf(body)}, not JSON: ${parsed.why}${typed(type)}${started(body)}`,
    },
  }
}

function kindOf(body: string): string {
  if (body.trim() === '') return 'empty'
  if (/^\s*<(?:!doctype html|html)/i.test(body)) return 'HTML'
  return /^\s*</.test(body) ? 'XML or HTML' : 'text'
}

function typed(type: string | undefined): string {
  return type === undefined ? '; no content-type' : `; content-type ${escapeControls(type.slice(0, 80))}`
}

function started(body: string): string {
  const start = body.trimStart().slice(0, 60)
  return start === '' ? '' : `; it starts with ${JSON.stringify(escapeControls(start))}`
}
