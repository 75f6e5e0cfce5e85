import type { ServerResponse } from 'node:http'
import type { Received } from '../support/server.ts'
import type { Canaries } from './secrets.ts'

/** Everything that the request gave away: credentials decoded, header values, the body. */
function heard({ headers, body }: Received): string[] {
  const { authorization = '', cookie = '' } = headers
  const key = headers['x-api-key']
  const [, basic] = /^Basic (.*)$/.exec(authorization) ?? []
  const token = authorization.replace(/^(?:Bearer|Basic) /, '')
  return [
    token,
    basic === undefined ? '' : Buffer.from(basic, 'base64').toString(),
    typeof key === 'string' ? key : '',
    cookie.replace(/^[^=]*=/, ''),
    body,
  ].filter((text) => text !== '')
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** One text in the ways in which a careless target shows it. */
const forms = (text: string): Record<string, string> => ({
  plain: text,
  base64: Buffer.from(text).toString('base64'),
  shifted: Buffer.from(`x${text}`).toString('base64'),
  base64url: Buffer.from(text).toString('base64url'),
  url: encodeURIComponent(text),
  hex: Buffer.from(text).toString('hex'),
  json: JSON.stringify({ inner: JSON.stringify(text) }),
  html: text.replaceAll(/[&<>"']/g, (each) => HTML[each] ?? each),
  reversed: [...text].reverse().join(''),
  upper: text.toUpperCase(),
  spaced: [...text].join(' '),
})

/** A target that shows whatever it hears: in the body, in headers, in the reason phrase; it hands out a token at /login. */
export const echo =
  (canaries: Canaries) =>
  (request: Received, response: ServerResponse): void => {
    if (request.path === '/login') return void json(response, { token: canaries.token, copy: forms(canaries.token) })
    if (request.method === 'DELETE') return void response.writeHead(500, `no ${heard(request)[0] ?? 'reason'}`).end(heard(request).join())
    const all = heard(request)
    const headers = Object.fromEntries(
      all.flatMap((text, at) => Object.entries(forms(text)).map(([form, value]) => [`x-${form}-${at}`, value.replaceAll(/[\r\n]/g, ' ')])),
    )
    response.writeHead(request.path === '/quiet' ? 200 : 418, all[0]?.slice(0, 60) ?? 'nothing heard', {
      'content-type': 'application/json',
      ...headers,
    })
    response.end(JSON.stringify({ ok: true, heard: all.map(forms) }))
  }

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
