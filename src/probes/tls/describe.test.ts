import { afterEach, expect, it } from 'vitest'
import { paste } from '../../../test/support/paste.ts'
import { serve } from '../../../test/support/server.ts'
import { serveTlsOnly } from '../../../test/support/tls-server.ts'
import type { TlsServerOptions } from '../../../test/support/tls-server.ts'
import { describe } from './describe.ts'
import { Params } from './schema.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** What the line prints of a server; `origin` is https://localhost at its port. */
async function pasted(options: TlsServerOptions, raw: object, withCa = true): Promise<string> {
  const server = await serveTlsOnly(options)
  open.push(server)
  const { repeat } = describe(Params.parse({ http: false, ...raw }), {
    origin: `https://localhost:${server.port}`,
    ...(withCa ? { caFile: server.certificates.ca } : {}),
  })
  return (await paste(repeat)).stdout
}

it('says what it would do, and how to repeat it', () => {
  const { summary, repeat } = describe(Params.parse({}), { origin: 'https://api.example.com' })
  expect(summary).toBe('TLS handshakes with https://api.example.com; GET of plain http on port 80')
  expect(repeat?.split('; ')).toEqual([
    'openssl s_client -connect api.example.com:443 -verify_hostname api.example.com -showcerts </dev/null',
    'for v in tls1 tls1_1 tls1_2 tls1_3',
    'do echo $v',
    "openssl s_client -connect api.example.com:443 -$v -cipher ALL:@SECLEVEL=0 </dev/null 2>/dev/null | grep 'Cipher is'",
    'done',
    'curl -sL --max-redirs 9 -o /dev/null -D - http://api.example.com/',
  ])
  const mail = Params.parse({ host: '::1', port: 465, name: 'mail.example.com', http: false })
  expect(describe(mail, { caFile: 'my ca.pem' }).repeat).toContain(
    "openssl s_client -connect [::1]:465 -servername mail.example.com -CAfile 'my ca.pem' -verify_hostname mail.example.com -showcerts",
  )
})

const VERSIONS: readonly (readonly [string, TlsServerOptions['tls'], RegExp])[] = [
  ['all', {}, /^tls1\n.*TLSv1.0.*\ntls1_1\n.*ECDHE.*\ntls1_2\nNew, TLSv1.2, .*\ntls1_3\nNew, TLSv1.3, .*\n$/m],
  [
    'those of today',
    { minVersion: 'TLSv1.2' },
    /^tls1\n.*\(NONE\)\ntls1_1\n.*\(NONE\)\ntls1_2\nNew, TLSv1.2, .*\ntls1_3\nNew, TLSv1.3, .*\n$/m,
  ],
  ['an old one alone', { maxVersion: 'TLSv1.1' }, /^tls1\n.*TLSv1.0.*\ntls1_1\n.*ECDHE.*\ntls1_2\n.*\(NONE\)\ntls1_3\n.*\(NONE\)\n$/m],
]

it.each(VERSIONS)('the line shows which versions are taken: %s', async (_, tls, wanted) => {
  expect(await pasted(tls === undefined ? {} : { tls }, {})).toMatch(wanted)
})

it('the line shows whether the certificate is trusted, and for this name', async () => {
  expect(await pasted({}, {})).toContain('Verify return code: 0 (ok)')
  expect(await pasted({}, {}, false)).toMatch(/Verify return code: (?:19|20|21) /)
  expect(await pasted({}, { name: 'other.example.com' })).toContain('Verify return code: 62 (hostname mismatch)')
  expect(await pasted({ certificate: { names: ['localhost'] } }, { name: '127.0.0.1' })).toContain('Verify return code: 64 ')
})

it('the line follows plain http to where it leads', async () => {
  const server = await serve(({ path }, response) =>
    path === '/' ? void response.writeHead(301, { location: '/there' }).end() : void response.writeHead(204).end(),
  )
  open.push(server)
  const { stdout } = await paste(describe(Params.parse({ host: '127.0.0.1', port: 1, http: { port: server.port } }), {}).repeat)
  expect(stdout).toMatch(/HTTP\/1.1 301 [^]*location: \/there[^]*HTTP\/1.1 204 /)
})
