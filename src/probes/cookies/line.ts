import { parseSetCookie } from 'set-cookie-parser'
import { trimmed } from '../../core/trimmed.ts'

/** One Set-Cookie line taken apart as RFC 6265bis, 5.6 says; nothing is dropped. */
export interface CookieLine {
  readonly name: string
  readonly value: string
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly partitioned: boolean
  readonly sameSite?: string
  readonly path?: string
  readonly domain?: string
  /** Seconds as sent. */
  readonly maxAge?: number
  /** Every Expires as sent; the last that is a date counts. */
  readonly expires: readonly string[]
}

/** Takes a line apart. The pair is read here and the parser gets a stand-in: it drops names such as `constructor`, and empty cookies. */
export function readLine(line: string): CookieLine {
  const [pair = '', ...attributes] = line.split(';')
  const at = pair.indexOf('=')
  const usable = attributes.map(attributeOf).filter(([, value]) => Buffer.byteLength(value) <= ATTRIBUTE_BYTES)
  const [parsed] = parseSetCookie([['c=1', ...usable.map((each) => each.join('='))].join(';')], { decodeValues: false, silent: true })
  const { secure = false, httpOnly = false, partitioned = false, sameSite, path, domain, maxAge } = parsed ?? {}
  return {
    name: trimmed(pair.slice(0, Math.max(at, 0))),
    value: trimmed(pair.slice(at + 1)),
    secure,
    httpOnly,
    partitioned,
    ...(sameSite === undefined ? {} : { sameSite }),
    ...(path === undefined ? {} : { path }),
    ...(domain === undefined ? {} : { domain }),
    ...(maxAge === undefined ? {} : { maxAge }),
    expires: usable.filter(([name]) => name.toLowerCase() === 'expires').map(([, value]) => value),
  }
}

/** Attributes with a longer value are ignored (RFC 6265bis, 5.6). */
const ATTRIBUTE_BYTES = 1024
/** White space other than SP and HTAB belongs to a name or a value (RFC 6265bis, 5.6); the parser would take it away. */
const OTHER_SPACE = /^[^\S\t ]|[^\S\t ]$/g

/** Name and value; a flag has an empty value. */
function attributeOf(text: string): readonly [name: string, value: string] {
  const at = text.indexOf('=')
  const [name, value] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  return [keepSpace(trimmed(name)), keepSpace(trimmed(value))]
}

const keepSpace = (text: string): string => text.replace(OTHER_SPACE, '\ufffd')
