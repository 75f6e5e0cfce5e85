import { Secret } from '../redaction/secret.ts'
import type { Where } from './contract.ts'
import { formText, headersOf, shownSecrets, urlOf, type Request } from './request.ts'
import { caOf, marksAgain, type ShellLine } from './shell.ts'

/** The words after `curl` that send a request of the author, the address last; secrets are what the shell fills in. */
export function curlWords(
  params: Request & { readonly anonymous?: boolean; readonly redirects?: number },
  where: Where,
  line: ShellLine,
): string[] {
  const method = params.method.toUpperCase()
  const url = urlOf(params, where.origin)
  const words = [...methodOf(method), ...caOf(where.caFile, url)]
  const own = headersOf(params)
  const isOwn = (name: string) => Object.keys(own).some((one) => one.toLowerCase() === name.toLowerCase())
  const isSent = params.anonymous !== true && (params.url === undefined || new URL(params.url).origin === where.origin)
  const identity = isSent ? (where.identity ?? []).filter(([name]) => !isOwn(name)) : []
  for (const [name, value] of [...identity, ...Object.entries(own)]) words.push('-H', line.word(line.text(name, ': ', value)))
  const body = dataOf(params, line)
  if (body !== undefined) words.push('--data-raw', line.word(body))
  if (params.redirects !== undefined && params.redirects > 0) words.push('-L', '--max-redirs', String(params.redirects))
  return [...words, line.word(marksAgain(url))]
}

function methodOf(method: string): string[] {
  if (method === 'GET') return []
  return method === 'HEAD' ? ['--head'] : ['-X', method]
}

function dataOf({ json, form, body }: Request, line: ShellLine): string | undefined {
  const mark = (secret: Secret): string => line.text(secret)
  if (json !== undefined) return marksAgain(JSON.stringify(shownSecrets(json, mark)))
  if (form !== undefined) return marksAgain(formText(shownSecrets(form, mark)))
  return body === undefined ? undefined : line.text(body)
}
