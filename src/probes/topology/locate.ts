import type { HttpExchange } from '../../io/http/types.ts'
import { parseJson } from '../../io/json.ts'

/** The text at `json.<path>` or `header.<name>` of an answer; undefined when it is not there, empty, or no text or number. */
export function locate(exchange: HttpExchange, location: string): string | undefined {
  const [kind = '', ...keys] = location.split('.')
  const value = kind === 'header' ? exchange.headers[keys.join('.').toLowerCase()] : inJson(exchange, keys)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function inJson(exchange: HttpExchange, keys: readonly string[]): unknown {
  const parsed = parseJson(Buffer.from(exchange.body).toString('utf8'))
  let value = parsed.ok ? parsed.value : undefined
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}
