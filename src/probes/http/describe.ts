import { Secret } from '../../redaction/secret.ts'
import type { Description, Where } from '../contract.ts'
import { formText, headersOf, shownSecrets, urlOf } from '../request.ts'
import type { Params } from './schema.ts'

/** `DELETE https://host/path`, and the curl line that sends the same; secrets stand in it as shell variables. */
export function describe(params: Params, where: Where): Description {
  const method = params.method.toUpperCase()
  const url = urlOf(params, where.origin ?? '')
  const words = ['curl', ...methodOf(method)]
  const own = headersOf(params)
  const isOwn = (name: string) => Object.keys(own).some((one) => one.toLowerCase() === name.toLowerCase())
  const isSent = !params.anonymous && (params.url === undefined || new URL(params.url).origin === where.origin)
  const identity = isSent ? (where.identity ?? []).filter(([name]) => !isOwn(name)) : []
  for (const [name, value] of [...identity, ...Object.entries(own)]) words.push('-H', quoted(text(name, ': ', value)))
  const body = dataOf(params)
  if (body !== undefined) words.push('--data-raw', quoted(body))
  if (params.redirects > 0) words.push('-L', '--max-redirs', String(params.redirects))
  return { summary: `${method} ${url}`, repeat: [...words, quoted(url)].join(' ') }
}

function methodOf(method: string): string[] {
  if (method === 'GET') return []
  return method === 'HEAD' ? ['--head'] : ['-X', method]
}

// A mark that no author writes; it becomes the variable after the text around it is quoted.
const MARK = /\u0001([A-Z0-9_]+)\u0002/g

function text(...parts: readonly (string | Secret)[]): string {
  return parts.map((part) => part instanceof Secret ? mark(part) : part).join('')
}

/** The word before a credential is no secret, and the line would not work without it. */
const SCHEME = /^(Bearer|Basic|Token) (?=\S)/

function mark(secret: Secret): string {
  const name = secret.name.replace(/^.*\./, '').replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()
  return `${SCHEME.exec(secret.reveal())?.[0] ?? ''}\u0001${name}\u0002`
}

function dataOf(params: Params): string | undefined {
  if (params.json !== undefined) return JSON.stringify(shownSecrets(params.json, mark)).replace(/\\u0001([A-Z0-9_]+)\\u0002/g, '\u0001$1\u0002')
  if (params.form !== undefined) return formText(shownSecrets(params.form, mark)).replace(/%01([A-Z0-9_]+)%02/g, '\u0001$1\u0002')
  return params.body === undefined ? undefined : text(params.body)
}

/** One word of a POSIX shell: single quotes, or double ones around variables. */
function quoted(word: string): string {
  if (word.search(MARK) < 0) return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
  return `"${word.replace(/["\\$`]/g, '\\$&').replace(MARK, '$$$1')}"`
}
