import { afterEach, expect, it } from 'vitest'
import { freePort } from '../../../fixtures/servers/ports.ts'
import { testContext } from '../../../test/support/context.ts'
import type { Received } from '../../../test/support/server.ts'
import { serve, serveRaw, serveTls } from '../../../test/support/server.ts'
import { Secret } from '../../redaction/secret.ts'
import { observe } from './observe.ts'
import { Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Answer = { readonly status: number; readonly location?: string }

/** A TLS server that answers 200, and plain http that answers as told; paths lead to answers. */
async function site(
  plain: (request: Received, secure: string) => Answer,
  secured: (request: Received) => Answer = () => ({ status: 200 }),
) {
  const secure = await serveTls((request, response) => void response.writeHead(secured(request).status, located(secured(request))).end())
  const open = await serve((request, response) => {
    const answer = plain(request, secure.url)
    response.writeHead(answer.status, located(answer)).end()
  })
  closing.push(secure.close, open.close)
  return { secure, open }
}

const located = ({ location }: Answer) => (location === undefined ? {} : { location })

async function look({ secure, open }: Awaited<ReturnType<typeof site>>, ca: string | undefined = secure.caPem) {
  const identity = { headers: [['Authorization', new Secret('Bearer t0p-s3cret-token', 'secrets.token')]] as const }
  const context = testContext({ origin: secure.url, origins: [open.url], identity, ...(ca === undefined ? {} : { ca }) })
  closing.push(context.close)
  return observe(Params.parse({ http: { port: open.port, path: '/start' } }), context)
}

it('sees a permanent redirect straight to https', async () => {
  const servers = await site((request, secure) => ({ status: 301, location: `${secure}${request.path}` }))
  const { observation, unread } = await look(servers)
  expect(observation.redirect).toEqual({
    answered: true,
    chain: [
      { url: `${servers.open.url}/start`, status: 301, location: `${servers.secure.url}/start` },
      { url: `${servers.secure.url}/start`, status: 200 },
    ],
    endsSecure: true,
    firstHopSecure: true,
    permanent: true,
    hostKept: true,
  })
  expect(unread).toEqual([])
  expect([...servers.open.requests, ...servers.secure.requests].filter(({ headers }) => 'authorization' in headers)).toEqual([])
})

it.each<[string, Parameters<typeof site>[0], Parameters<typeof site>[1], Record<string, unknown>]>([
  [
    'no redirect at all',
    () => ({ status: 200 }),
    undefined,
    { endsSecure: false, firstHopSecure: false, permanent: false, hostKept: true },
  ],
  [
    'a temporary one',
    (_, secure) => ({ status: 302, location: secure }),
    undefined,
    { endsSecure: true, firstHopSecure: true, permanent: false },
  ],
  [
    'a detour over plain http',
    ({ path }, secure) => ({ status: 308, location: path === '/start' ? '/next' : secure }),
    undefined,
    { endsSecure: true, firstHopSecure: false, permanent: true, hostKept: true },
  ],
  [
    'another host',
    (_, secure) => ({ status: 301, location: secure.replace('127.0.0.1', 'localhost') }),
    undefined,
    { endsSecure: true, firstHopSecure: false, hostKept: false },
  ],
  ['a loop', ({ path }) => ({ status: 301, location: path }), undefined, { endsSecure: false, firstHopSecure: false }],
  [
    'a loop that ends in https',
    (_, secure) => ({ status: 301, location: secure }),
    () => ({ status: 302, location: '/again' }),
    { endsSecure: false, firstHopSecure: true },
  ],
  [
    'a location that is none',
    () => ({ status: 301, location: 'https://' }),
    undefined,
    { endsSecure: false, firstHopSecure: false, permanent: false },
  ],
  ['a redirect without location', () => ({ status: 301 }), undefined, { endsSecure: false, firstHopSecure: false, permanent: false }],
])('sees %s', async (_, plain, secured, wanted) => {
  const { observation } = await look(await site(plain, secured))
  expect(observation.redirect).toMatchObject({ answered: true, ...wanted })
  expect(observation.redirect?.chain.length).toBeLessThanOrEqual(10)
})

it('sees a redirect back to plain http', async () => {
  let back = ''
  const servers = await site(
    ({ path }, secure) => (path === '/start' ? { status: 301, location: secure } : { status: 200 }),
    () => ({ status: 302, location: `${back}/plain` }),
  )
  back = servers.open.url
  expect((await look(servers)).observation.redirect).toMatchObject({ endsSecure: false, firstHopSecure: true })
})

it('calls a way that leaves https again not secure, although it ends there', async () => {
  let back = ''
  const servers = await site(
    ({ path }, secure) => ({ status: 301, location: path === '/start' ? `${secure}/first` : `${secure}/last` }),
    ({ path }) => (path === '/first' ? { status: 302, location: `${back}/plain` } : { status: 200 }),
  )
  back = servers.open.url
  const { redirect } = (await look(servers)).observation
  expect(redirect?.chain.map(({ status }) => status)).toEqual([301, 302, 301, 200])
  expect(redirect).toMatchObject({ endsSecure: false, firstHopSecure: true, hostKept: true })
})

it('does not know the end of a chain whose certificate is not trusted', async () => {
  const servers = await site((_, secure) => ({ status: 301, location: secure }))
  const context = testContext({ origin: servers.secure.url })
  closing.push(context.close)
  const { observation, unread } = await observe(Params.parse({ http: { port: servers.open.port } }), context)
  expect(observation.redirect).toMatchObject({ answered: true, firstHopSecure: true, permanent: true })
  expect(observation.redirect).not.toHaveProperty('endsSecure')
  expect(unread).toEqual([
    {
      path: ['redirect', 'endsSecure'],
      reason: 'unreachable',
      detail: expect.stringMatching(/^after 1 answers: the certificate of .* is not trusted/) as string,
    },
  ])
})

it('takes a closed port as an answer, and a server that says nothing as none', async () => {
  const { secure } = await site(() => ({ status: 200 }))
  const context = testContext({ origin: secure.url, ca: secure.caPem, timeoutMs: 2000 })
  const silent = await serveRaw(() => {})
  const closer = await serveRaw((socket) => socket.destroy())
  closing.push(context.close, silent.close, closer.close)
  const redirect = (port: number) => observe(Params.parse({ http: { port } }), context)
  expect((await redirect(await freePort())).observation.redirect).toEqual({
    answered: false,
    chain: [],
    endsSecure: false,
    firstHopSecure: false,
    permanent: false,
    hostKept: false,
  })
  const waited = await redirect(silent.port)
  expect(waited.observation).toMatchObject({ protocols: { tls13: 'accepted' }, certificate: { trusted: true } })
  expect(waited.unread).toEqual([
    { path: ['redirect'], reason: 'timeout', detail: expect.stringMatching(/^no answer within (?:1\.|\d+ ?ms)/) as string },
  ])
  expect((await redirect(closer.port)).unread).toEqual([
    { path: ['redirect'], reason: 'unreachable', detail: expect.any(String) as string },
  ])
})
