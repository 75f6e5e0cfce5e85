import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { serveRaw, serveTls } from '../../support/server.ts'
import { asks, GOOD, noGo, one, unknown } from '../case.ts'
import type { Case, Stage } from '../case.ts'

/** An address at which nobody listens. */
async function nobody(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `127.0.0.1:${port}`
}

async function cutOff(stage: Stage): Promise<string> {
  const server = await serveRaw((socket) => void socket.once('data', () => socket.destroy()))
  stage.atEnd(server.close)
  return server.url
}

const DEAD = one('probe: prometheus\nretry: 0\nwith: { queries: { up: up } }\nexpect: "queries.up.value == 0.0"')
const NEEDS_TOKEN = 'identities: { admin: { bearer: "${secrets.token}" } }\nsecrets: { token: { env: SHOP_TOKEN } }'

/** The target could not be looked at, in one way or another: never a pass, and never left out. */
export const cases: readonly Case[] = [
  unknown('F5 a target that is down', /unreachable/, async () => ({
    url: `http://${await nobody()}`,
    items: asks('/ok', 'status == 200'),
  })),
  unknown('a target that is down, of which only an absence is asked', /unreachable/, async () => ({
    url: `http://${await nobody()}`,
    items: asks('/ok', "!body.contains('error')"),
  })),
  unknown('a target that is down, while another item passes', /unreachable/, async () => ({
    items: `${DEAD}\n${GOOD}`,
    environment: `targets: { metrics: { kind: prometheus, url: "http://${await nobody()}" } }`,
  })),
  unknown('F18 a connection that breaks off', /unreachable/, async (stage) => ({
    url: await cutOff(stage),
    items: asks('/ok', 'status == 200'),
  })),
  unknown('F18 a certificate that nobody trusts', /unreachable.*certificate/, async (stage) => {
    const server = await serveTls((_, response) => void response.end('{}'))
    stage.atEnd(server.close)
    return { url: server.url, items: asks('/ok', 'status == 200') }
  }),
  unknown('a target that accepts and never answers', /timeout/, { items: asks('/never', 'status == 200') }),
  unknown('F11 all looks of throughout see nothing', /unreachable/, async () => ({
    url: `http://${await nobody()}`,
    items: asks('/ok', "!body.contains('error')", 'throughout: 500ms'),
  })),
  unknown('eventually on a target that never comes', /unreachable/, async () => ({
    url: `http://${await nobody()}`,
    items: asks('/ok', 'status == 200', 'eventually: 500ms'),
  })),
  noGo('401 with our own credential', /status = 401/, {
    items: asks('/forbidden', 'status == 200'),
    environment: NEEDS_TOKEN,
    env: { SHOP_TOKEN: 'kD93-token-of-the-shop' },
  }),
  unknown('401 with our own credential from a page of metrics, where an absence was hoped for', /unauthorized/, {
    items: one('probe: metrics\nwith: { path: /forbidden }\nexpect: "missing.size() == 0 && nonFinite.size() == 0"'),
    environment: NEEDS_TOKEN,
    env: { SHOP_TOKEN: 'kD93-token-of-the-shop' },
  }),
  unknown('401 with our own credential from a server of metrics', /unauthorized/, (stage) => ({
    items: one('probe: prometheus\nwith: { queries: { refused: "sum(x)" } }\nexpect: "queries.refused.seriesCount == 0"'),
    environment: `targets: { metrics: { kind: prometheus, url: "${stage.url}/forbidden-prometheus", bearer: "\${secrets.token}" } }\nsecrets: { token: { env: SHOP_TOKEN } }`,
    env: { SHOP_TOKEN: 'kD93-token-of-the-shop' },
  })),
  ...[
    ['that is not set', {}],
    ['that is empty', { SHOP_TOKEN: '' }],
  ].map(([what, env]) =>
    unknown(`a secret ${what as string}: nothing is sent`, /unconfigured.*SHOP_TOKEN/, async (stage: Stage) => {
      const { url, requests } = await stage.serve((_, response) => void response.end('{}'))
      return {
        url,
        items: asks('/ok', 'status == 200'),
        environment: NEEDS_TOKEN,
        env: env as Record<string, string>,
        verify: () => [requests.length > 0 && 'something was sent'],
      }
    }),
  ),
  unknown('F5 a database that is down, of which a query is wanted', /unreachable/, async () => ({
    items: one('probe: postgres\nretry: 0\nwith: { queries: { open: "select 1 where false" } }\nexpect: "queries.open.rowCount == 0"'),
    environment: 'targets: { db: { kind: postgres, url: "${secrets.db}" } }\nsecrets: { db: { env: DB_URL } }',
    env: { DB_URL: `postgres://shop:kD93-password@${await nobody()}/shop` },
  })),
  unknown('a target that is not declared', /unconfigured/, { items: one('probe: redis\nexpect: "ping == \'PONG\'"') }),
  unknown('a program that may not be run', /refused.*allow-exec/, {
    items: one('probe: command\neffect: read\nwith: { command: ["true"] }\nexpect: "exitCode == 0"'),
  }),
  unknown('a program that is not there', /unsupported.*no-such-program/, {
    items: one('probe: command\neffect: read\nwith: { command: [no-such-program] }\nexpect: "exitCode == 0"'),
    args: ['--allow-exec'],
  }),
  unknown('an effect that is not allowed here', /refused.*nothing was sent/, async (stage) => {
    const { url, requests } = await stage.serve((_, response) => void response.end('{}'))
    return {
      url,
      items: one('probe: http\neffect: data\nwith: { method: POST, path: /ok }\nexpect: "status == 200"'),
      verify: () => [requests.length > 0 && 'something was sent'],
    }
  }),
  unknown('the wrong target: it does not prove to be staging', /refused.*did not prove to be staging/, async (stage) => {
    const { url, requests } = await stage.serve((_, response) => void response.end('{"name":"production"}'))
    return {
      url,
      items: one('probe: http\neffect: data\nwith: { method: POST, path: /ok }\nexpect: "status == 200"'),
      environment: 'allow: [data]\nidentify: { probe: http, with: { path: /one }, expect: "json.name == \'staging\'" }',
      verify: () => [requests.some(({ method }) => method === 'POST') && 'the effect was sent'],
    }
  }),
  ...(
    [
      [
        'says that it is another',
        '/one',
        '',
        /the target is not staging: json\.name == 'staging' did not hold \(json\.name = "production"\)/,
      ],
      ['does not know the page that tells', '/missing', '', /the target is not staging: json\.name == 'staging' did not hold/],
      ['answers with a page in place of what it is', '/login', '', /whether the target is staging could not be told: .*HTML, not JSON/],
      ['never says what it is', '/never', ', timeout: 1s, retry: 0', /whether the target is staging could not be told: GET .*\/never: /],
    ] as const
  ).map(([what, path, more, says]) =>
    unknown(`a target that is only read and ${what}`, says, {
      items: GOOD,
      environment: `identify: { probe: http, with: { path: ${path} }, expect: "json.name == 'staging'"${more} }`,
    }),
  ),
  unknown('a target that is only read and says that it is another, replayed later', /the target is not staging/, {
    items: GOOD,
    environment: 'identify: { probe: http, with: { path: /one }, expect: "json.name == \'staging\'" }',
    run: async (dir) => (await dir.run(['check', '--record', 'r.json']), dir.run(['replay', 'r.json'])),
  }),
  ...[null, '', ' ', ['abc'], { short: 'abc' }].map((commit) =>
    unknown(`a release that the target calls ${JSON.stringify(commit)}`, /json\.commit is no name of a release/, async (stage) => ({
      url: (await stage.serve((_, response) => void response.end(JSON.stringify({ commit })))).url,
      items: asks('/ok', 'status == 200'),
      environment: 'release: { probe: http, with: { path: /version }, value: json.commit }',
    })),
  ),
  unknown('a fact that is unknown in when', /unreachable|unauthorized|facts\.multi/, async () => ({
    url: `http://${await nobody()}`,
    items: one('when: "facts.multi"\nattest: { role: Owner }'),
    head: 'gate: { critical: 100% }\nlooks: { pods: { probe: http, retry: 0, with: { path: /pods } } }\nfacts: { multi: "looks.pods.json.count > 1" }',
    files: { 'attestations.yaml': '- { item: one, environment: staging, role: Owner, person: Ada, at: "2026-01-01T00:00:00Z" }\n' },
  })),
]
