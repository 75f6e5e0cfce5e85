import { Secret } from '../redaction/secret.ts'
import type { Where } from './contract.ts'
import { formText, headersOf, shownSecrets, urlOf, type Request } from './request.ts'
import { caOf, marksAgain, type ShellLine } from './shell.ts'

type Sent = Request & { readonly anonymous?: boolean; readonly redirects?: number }

/** The command that sends a request of the author with these words after `curl`, the address last; secrets are what the shell fills in. */
export function curlCommand(options: readonly string[], params: Sent, where: Where, line: ShellLine): string {
  const url = urlOf(params, where.origin)
  const { before = [], words: data } = dataOf(params, line)
  const words = [...options, ...methodOf(params, data.length > 0), ...caOf(where.caFile, url)]
  const own = headersOf(params)
  const isOwn = (name: string) => Object.keys(own).some((one) => one.toLowerCase() === name.toLowerCase())
  const isSent = params.anonymous !== true && (params.url === undefined || new URL(params.url).origin === where.origin)
  const identity = isSent ? (where.identity ?? []).filter(([name]) => !isOwn(name)) : []
  for (const [name, value] of [...identity, ...Object.entries(own)])
    words.push('-H', line.word(value === '' ? `${name};` : line.text(name, ': ', value)))
  // Curl would call it a form.
  if (data.length > 0 && !isOwn('content-type')) words.push('-H', 'Content-Type:')
  words.push(...data)
  if (params.redirects !== undefined && params.redirects > 0) words.push('-L', '--max-redirs', String(params.redirects))
  if (/[{}[\]]/.test(url)) words.push('-g')
  return [...before, 'curl', ...words, line.word(marksAgain(url))].join(' ')
}

/** A method that curl is told stays the same after a redirect, so that of a POST with a body is left to it there. */
function methodOf({ method: given, redirects = 0 }: Sent, hasBody: boolean): string[] {
  const method = given.toUpperCase()
  if (method === 'GET' && !hasBody) return []
  if (method === 'POST' && hasBody && redirects > 0) return []
  return method === 'HEAD' ? ['--head'] : ['-X', method]
}

interface Data {
  /** A command whose output is the body. */
  readonly before?: readonly string[]
  readonly words: readonly string[]
}

function dataOf({ json, form, body }: Request, line: ShellLine): Data {
  if (json !== undefined) return jsonOf(json, line)
  if (form !== undefined) return { words: formWords(form, line) }
  return { words: body === undefined ? [] : ['--data-raw', line.word(line.text(body))] }
}

/** JSON as it stands, or written by jq where a secret is in it, which may hold a quote. */
function jsonOf(json: unknown, line: ShellLine): Data {
  let hasSecret = false
  const shown = shownSecrets(json, (secret) => {
    hasSecret = true
    return line.text(secret)
  })
  const text = marksAgain(JSON.stringify(shown))
  if (!hasSecret) return { words: ['--data-raw', line.word(text)] }
  const args: string[] = []
  const program = line.split(text).map((part, at) => {
    if (at % 2 === 0) return part
    args.push('--arg', `s${args.length / 3 + 1}`, line.word(part))
    return String.raw`\($s${args.length / 3})`
  })
  return { before: ['jq', '-nc', ...args, line.word(program.join('')), '|'], words: ['-d', '@-'] }
}

/** Fields as they stand, or encoded by curl where a secret is in one. */
function formWords(form: Readonly<Record<string, string | Secret>>, line: ShellLine): string[] {
  if (!Object.values(form).some((value) => value instanceof Secret)) return ['--data-raw', line.word(marksAgain(formText(form)))]
  return Object.entries(form).flatMap(([name, value]) =>
    value instanceof Secret
      ? ['--data-urlencode', line.word(line.text(marksAgain(formText({ [name]: '' })), value))]
      : ['--data-raw', line.word(marksAgain(formText({ [name]: value })))],
  )
}
