import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import type { Received } from '../../../test/support/server.ts'
import { serve, serveRaw } from '../../../test/support/server.ts'
import { Secret } from '../../redaction/secret.ts'
import { probe } from './index.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const APP = 'https://app.example.com'

/** A policy: whether an origin is let in, and how the answer says so. */
type Policy = (origin: string | undefined, response: ServerResponse, request: Received) => void

function lets(test: (origin: string) => boolean, { credentials = true, vary = true } = {}): Policy {
  return (origin, response) => {
    if (vary) response.setHeader('Vary', 'Origin')
    if (origin === undefined || !test(origin)) return
    response.setHeader('Access-Control-Allow-Origin', origin)
    if (credentials) response.setHeader('Access-Control-Allow-Credentials', 'true')
    response
      .setHeader('Access-Control-Allow-Methods', 'GET, PUT')
      .setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type')
      .setHeader('Access-Control-Max-Age', '600')
  }
}

async function look(policy: Policy, params: Record<string, unknown> = {}) {
  const server = await serve((request, response) => {
    policy(request.headers.origin, response, request)
    if (response.writableEnded) return
    response.writeHead(request.method === 'OPTIONS' ? 204 : 200).end()
  })
  const identity = { headers: [['Authorization', new Secret('Bearer t0p-s3cret-token', 'secrets.token')]] as const }
  const context = testContext({ origin: server.url, identity })
  closing.push(context.close, server.close)
  const seen = await observe(Params.parse({ own: [APP], method: 'PUT', headers: ['Content-Type', 'authorization'], ...params }), context)
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return { ...seen, requests: server.requests }
}

const kinds = (found: readonly { readonly kind: string }[] = []) => [...new Set(found.map(({ kind }) => kind))].toSorted()

it('finds nothing wrong with a server that lets in its own app alone', async () => {
  const { observation, answer } = await look(lets((origin) => origin === APP))
  expect(observation).toMatchObject({
    reflectsAnyOrigin: false,
    allowsNull: false,
    wildcard: false,
    wildcardWithCredentials: false,
    foreignReadable: [],
    foreignReadableWithCredentials: [],
    foreignAllowed: [],
    foreignAllowedWithCredentials: [],
    ownReadable: true,
    ownReadableWithCredentials: true,
    ownAllowed: true,
    ownAllowedWithCredentials: true,
    varyOrigin: true,
    methods: ['GET', 'PUT'],
    headers: ['authorization', 'content-type'],
  })
  expect(observation.answers[0]).toMatchObject({
    kind: 'own',
    origin: APP,
    simple: { status: 200, allowOrigin: APP },
    preflight: { status: 204, maxAgeSeconds: 600, passesWithCredentials: true },
  })
  expect(observation.control).toMatchObject({ status: 200, readable: false, vary: ['origin'] })
  expect(answer).toBe('0 of 11 foreign origins may read')
})

it('asks with GET and OPTIONS alone, as browsers do, and sends preflights without identity', async () => {
  const { requests, observation } = await look(
    lets(() => false),
    { method: 'DELETE', hostile: ['https://partner.example'], path: '/api?x=1' },
  )
  expect(requests).toHaveLength(observation.answers.length * 2 + 1)
  expect(new Set(requests.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(['GET /api?x=1', 'OPTIONS /api?x=1']))
  expect(requests[0]?.headers).not.toHaveProperty('origin')
  for (const { method, headers } of requests)
    expect(headers.authorization).toBe(method === 'OPTIONS' ? undefined : 'Bearer t0p-s3cret-token')
  expect(requests[2]?.headers).toMatchObject({
    origin: APP,
    'access-control-request-method': 'DELETE',
    'access-control-request-headers': 'authorization,content-type',
  })
  expect(observation.answers.map(({ kind, origin }) => `${kind} ${origin}`)).toEqual([
    `own ${APP}`,
    'hostile https://attacker.example',
    'declared https://partner.example',
    'null null',
    'local http://localhost',
    'local http://localhost:3000',
    `prefix ${APP}.attacker.example`,
    'suffix https://attacker-app.example.com',
    'suffix https://attackerapp.example.com',
    'subdomain https://sub.app.example.com',
    'dot https://appxexample.com',
    'scheme http://app.example.com',
    `port ${APP}:8443`,
  ])
  expect(observation).toMatchObject({ ownReadable: false, ownAllowed: false, methods: [], varyOrigin: true })
})

const EVERYONE = ['dot', 'hostile', 'local', 'null', 'port', 'prefix', 'scheme', 'subdomain', 'suffix']

describe('a server that', () => {
  it.each<[string, Policy, readonly string[], Record<string, unknown>]>([
    ['echoes any origin', lets(() => true), EVERYONE, { reflectsAnyOrigin: true, allowsNull: true }],
    ['compares how it starts', lets((origin) => origin.startsWith(APP)), ['port', 'prefix'], { reflectsAnyOrigin: false }],
    ['compares how it ends', lets((origin) => origin.endsWith('app.example.com')), ['scheme', 'subdomain', 'suffix'], {}],
    ['has an unescaped pattern', lets((origin) => /^https:\/\/app.example.com$/.test(origin)), ['dot'], {}],
    [
      'lets in all subdomains',
      lets((origin) => origin === APP || /^https:\/\/[\w.-]+\.app\.example\.com$/.test(origin)),
      ['subdomain'],
      {},
    ],
    ['compares hosts alone', lets((origin) => origin !== 'null' && new URL(origin).hostname === 'app.example.com'), ['port', 'scheme'], {}],
    ['lets in whoever develops', lets((origin) => origin === APP || /^http:\/\/localhost(?::|$)/.test(origin)), ['local'], {}],
    ['lets null in', lets((origin) => origin === APP || origin === 'null'), ['null'], { allowsNull: true }],
  ])('%s is found out', async (_, policy, wanted, more) => {
    const { observation } = await look(policy)
    expect(kinds(observation.foreignReadableWithCredentials)).toEqual(wanted)
    expect(kinds(observation.foreignAllowedWithCredentials)).toEqual(wanted)
    expect(observation).toMatchObject({ ownReadableWithCredentials: true, ...more })
  })
})

it('tells a wildcard from credentials, and what the two are together', async () => {
  const star =
    (credentials: boolean): Policy =>
    (_, response) => {
      response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Access-Control-Allow-Methods', '*')
      if (credentials) response.setHeader('Access-Control-Allow-Credentials', 'true')
    }
  const open = (await look(star(false), { headers: [] })).observation
  expect(open).toMatchObject({
    wildcard: true,
    wildcardWithCredentials: false,
    reflectsAnyOrigin: false,
    foreignReadableWithCredentials: [],
    foreignAllowedWithCredentials: [],
    varyOrigin: true,
    ownReadableWithCredentials: false,
  })
  expect([kinds(open.foreignReadable), kinds(open.foreignAllowed)]).toEqual([EVERYONE, EVERYONE])
  expect((await look(star(true))).observation).toMatchObject({
    wildcardWithCredentials: true,
    foreignReadableWithCredentials: [],
    foreignAllowed: [],
  })
})

it('sees that caches are not told, also where only the own origin is ever named', async () => {
  expect((await look(lets((origin) => origin === APP, { vary: false }))).observation.varyOrigin).toBe(false)
  const halfway: Policy = (origin, response, request) => lets((one) => one === APP, { vary: origin === APP })(origin, response, request)
  expect((await look(halfway)).observation.varyOrigin).toBe(false)
  const fixed: Policy = (_, response) => void response.setHeader('Access-Control-Allow-Origin', APP)
  expect((await look(fixed)).observation).toMatchObject({
    varyOrigin: true,
    foreignReadable: [],
    ownReadable: true,
    ownReadableWithCredentials: false,
  })
})

it.each([
  ['Vary', '*'],
  ['Cache-Control', 'private, No-Store'],
])('knows that no cache mixes up answers with %s: %s', async (name, value) => {
  const told: Policy = (origin, response, request) => {
    response.setHeader(name, value)
    lets((one) => one === APP, { vary: false })(origin, response, request)
  }
  expect((await look(told)).observation.varyOrigin).toBe(true)
})

it.each([
  { method: 'POST', headers: [] },
  { method: 'get', headers: ['Accept', 'Range'] },
  { method: 'HEAD', headers: [] },
])('does not say who may send %o, which browsers send unasked', async (params) => {
  const { observation, unread } = await look(
    lets((origin) => origin === APP),
    params,
  )
  const fields = ['foreignAllowed', 'foreignAllowedWithCredentials', 'ownAllowed', 'ownAllowedWithCredentials']
  const detail = `browsers send ${params.method.toUpperCase()} with these headers without a preflight, from every origin`
  expect(unread).toEqual(fields.map((field) => ({ path: [field], reason: 'insufficient', detail })))
  expect(Object.keys(observation).filter((key) => fields.includes(key))).toEqual([])
  expect((await look(lets((origin) => origin === APP))).unread).toEqual([])
})

it('asks for methods as browsers do: put is PUT, and patch stays', () => {
  const methods = ['put', 'Delete', 'patch', 'PATCH'].map((method) => Params.parse({ method }).method)
  expect(methods).toEqual(['PUT', 'DELETE', 'patch', 'PATCH'])
})

it('sees a stranger who may send what it cannot read', async () => {
  const careless: Policy = (origin, response, request) =>
    request.method === 'OPTIONS' ? lets(() => true)(origin, response, request) : undefined
  const { observation } = await look(careless)
  expect(observation).toMatchObject({ foreignReadable: [], reflectsAnyOrigin: true, ownReadable: false })
  expect(kinds(observation.foreignAllowedWithCredentials)).toEqual(EVERYONE)
})

it.each([301, 302, 303, 307, 308])('does not take a redirect of %i for an answer to its own app', async (status) => {
  const away: Policy = (origin, response, request) => {
    lets((one) => one === APP)(origin, response, request)
    response.writeHead(status, { location: '/login' }).end()
  }
  expect((await look(away)).observation).toMatchObject({ ownReadable: false, ownAllowed: false })
})

it('tries the origin itself without `own`, and look-alikes of `as` for an address', async () => {
  const tried = async (params: Record<string, unknown>) =>
    (
      await look(
        lets(() => false),
        { own: undefined, ...params },
      )
    ).observation.answers.map(({ kind }) => kind)
  expect(await tried({})).toEqual(['own', 'hostile', 'null', 'local', 'local', 'prefix', 'scheme', 'port'])
  expect(await tried({ as: 'app.example.com' })).toEqual([
    'own',
    'hostile',
    'null',
    'local',
    'local',
    'prefix',
    'suffix',
    'suffix',
    'subdomain',
    'dot',
    'scheme',
    'port',
  ])
  expect(await tried({ own: ['http://[::1]:3000'] })).toEqual(['own', 'hostile', 'null', 'local', 'local', 'scheme', 'port'])
})

it('is unread as a whole when one request is not answered', async () => {
  let asked = 0
  const server = await serveRaw(
    (socket) =>
      void socket.on('data', () => {
        asked += 1
        if (asked > 3) socket.destroy()
        else socket.write('HTTP/1.1 204 No Content\r\n\r\n')
      }),
  )
  const context = testContext({ origin: server.url })
  closing.push(context.close, server.close)
  await expect(observe(Params.parse({}), context)).rejects.toMatchObject({ reason: 'unreachable' })
  await expect(observe(Params.parse({}), testContext())).rejects.toMatchObject({ reason: 'unconfigured' })
})

it.each([
  { own: [`${APP}/`] },
  { own: [] },
  { own: ['App.example.com'] },
  { hostile: ['*'] },
  { own: [`${APP}:443`] },
  { own: ['https://App.example.com'] },
  { hostile: ['https://b\u00fccher.example'] },
  { hostile: ['https://0x7f.1'] },
  { as: '127.0.0.1' },
  { path: '//evil.example' },
  { method: 'GET /' },
  { origins: [] },
])('does not take %o', (params) => {
  expect(Params.safeParse(params).success).toBe(false)
})

it('always reads', () => {
  expect([probe.effect({ method: 'DELETE' }), probe.effect({})]).toEqual(['read', 'read'])
})
