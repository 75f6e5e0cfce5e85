import { expect, it } from 'vitest'
import { formatProblem } from '../document/format.ts'
import { resolveTree } from '../looks/resolve.ts'
import { Secret } from '../redaction/secret.ts'
import { chooseEnvironment } from './choose.ts'
import { loadConfig } from './load.ts'
import type { Config, Environment } from './model.ts'

const CANARY = 'canary-5f1c7a'
const FULL = `
readiness: 1
checklists: [checklists/a.yaml, ./checklists/a.yaml, /abs/b.yaml]
environments:
  staging:
    origins: { api: "https://\${env.APP_HOST}:8443/", tracker: "https://errors.example.com" }
    release: { probe: http, with: { path: "/version?of=\${env.APP_HOST}" }, value: "json.commit", timeout: 5s }
    identify: { probe: http, with: { path: /environment }, expect: "json.name == 'staging'" }
    allow: [session, data, session]
    params: { event: "ev_\${env.APP_HOST}", max: 3, list: [1, "$\${x}"] }
    secrets:
      token: { env: STAGING_TOKEN }
      dbUrl: { file: ./db-url }
      redisUrl: { command: [vault, kv, get] }
    identities:
      admin: { bearer: "\${secrets.token}", headers: { X-Tenant: "\${env.APP_HOST}" } }
      basic: { basic: { user: app, password: "\${secrets.token}" } }
      none: {}
    targets:
      redis: { kind: redis, url: "redis://app:\${secrets.token}@\${env.APP_HOST}/0" }
    limits: { login: { max: 5, per: 60s } }
    tls: { ca: ./ca.pem }
  preview:
    url: "https://\${env.PREVIEW_HOST}"
    params: { a: "\${env.APP_HOTS}", b: "\${env.EMPTY}" }
`
const ENV = { APP_HOST: 'app.example.com', EMPTY: '' }

async function config(text = FULL, env: Readonly<Record<string, string>> = ENV): Promise<Config> {
  const loaded = await loadConfig('/srv/app/readiness.yaml', new TextEncoder().encode(text), { env })
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => formatProblem(problem)).join('\n'))
  return loaded.value
}

async function staging(text = FULL, env: Readonly<Record<string, string>> = ENV): Promise<Environment> {
  const chosen = chooseEnvironment(await config(text, env), 'staging')
  if (!chosen.ok) throw new Error('not chosen')
  return chosen.value
}

it('paths start at the folder of the file, and a checklist counts once', async () => {
  const { baseDir, checklists } = await config()
  expect(baseDir).toBe('/srv/app')
  expect(checklists).toEqual(['/srv/app/checklists/a.yaml', '/abs/b.yaml'])
  const { caFile, secrets } = await staging()
  expect(caFile).toBe('/srv/app/ca.pem')
  expect(secrets.get('dbUrl')).toMatchObject({ kind: 'file', file: '/srv/app/db-url' })
})

it('everything else of an environment is there, in the order of the file', async () => {
  const environment = await staging()
  expect([...environment.origins]).toEqual([
    ['api', 'https://app.example.com:8443'],
    ['tracker', 'https://errors.example.com'],
  ])
  expect(environment.phases).toEqual(['pre-deploy', 'staging'])
  expect(environment.allow).toEqual(['session', 'data'])
  expect(Object.fromEntries(environment.params)).toEqual({ event: 'ev_app.example.com', max: 3, list: [1, '${x}'] })
  expect([...environment.identities.keys()]).toEqual(['admin', 'basic', 'none'])
  expect(environment.limits.get('login')).toEqual({ max: 5, perMs: 60_000 })
  expect(environment.release?.look).toMatchObject({
    probe: 'http',
    effect: 'read',
    timeoutMs: 5000,
    with: { value: { path: '/version?of=app.example.com' } },
  })
  expect(environment.identify?.expect).toHaveLength(1)
  expect(environment.place).toMatchObject({ line: 5, column: 3 })
})

it('a bearer token becomes a header whose value is a Secret', async () => {
  const { identities, targets } = await staging()
  const context = { values: { secrets: { token: new Secret(CANARY, 'secrets.token') } } }
  const headers = Object.fromEntries((identities.get('admin')?.headers ?? []).map(([name, tree]) => [name, resolveTree(tree, context)]))
  expect(headers['X-Tenant']).toEqual({ ok: true, value: 'app.example.com' })
  const bearer = headers['authorization']
  expect(bearer?.ok && bearer.value instanceof Secret && bearer.value.reveal()).toBe(`Bearer ${CANARY}`)
  const redis = targets.get('redis')
  const url = redis && resolveTree(redis.with, context)
  expect(JSON.stringify(url)).toBe('{"ok":true,"value":{"url":"[secret:secrets.token]"}}')
})

it('an unset or empty variable forbids its environment only, each named at its place (C03, C21)', async () => {
  const loaded = await config()
  expect([...loaded.environments.keys()]).toEqual(['staging'])
  const chosen = chooseEnvironment(loaded, 'preview')
  expect(
    chosen.ok ? [] : chosen.problems.map(({ code, message, place, hint }) => [code, message, place?.line, place?.column, hint]),
  ).toEqual([
    ['unset-variable', 'the variable PREVIEW_HOST is not set', 24, 19, 'set PREVIEW_HOST, or choose another environment'],
    ['unset-variable', 'the variable APP_HOTS is not set', 25, 19, 'did you mean APP_HOST? Else set APP_HOTS'],
    ['unset-variable', 'the variable EMPTY is empty', 25, 41, 'set EMPTY, or choose another environment'],
  ])
})

it('a variable is data: what looks like ${} in it is not filled in (C22)', async () => {
  const { identities, params } = await staging(FULL.replace('"https://${env.APP_HOST}:8443/"', '"https://x.example.com"'), {
    APP_HOST: '${secrets.token}$',
  })
  expect(params.get('event')).toBe('ev_${secrets.token}$')
  const tenant = identities.get('admin')?.headers.find(([name]) => name === 'X-Tenant')?.[1]
  expect(tenant && resolveTree(tenant, { values: {} })).toEqual({ ok: true, value: '${secrets.token}$' })
})

it('a mistake after a filled-in variable keeps its place in the text as written', async () => {
  const text = FULL.replace('@${env.APP_HOST}/0', '${env.APP_HOST}${secrets.tokn}')
  const loaded = await loadConfig('x.yaml', new TextEncoder().encode(text), { env: ENV })
  const [problem] = loaded.ok ? [] : loaded.problems
  expect(problem?.place?.source.slice(problem.place.column - 1).startsWith('tokn}')).toBe(true)
})

it('an unknown name lists the known ones with the nearest (C01)', async () => {
  const chosen = chooseEnvironment(await config(), 'stagign')
  expect(chosen).toMatchObject({
    ok: false,
    problems: [{ code: 'unknown-environment', hint: 'did you mean staging? known: preview, staging' }],
  })
})

it('without a name the only environment is taken, and of several none', async () => {
  expect(chooseEnvironment(await config(), undefined)).toMatchObject({
    ok: false,
    problems: [{ code: 'no-environment', hint: expect.stringContaining('preview, staging') }],
  })
  const one = await config(FULL.slice(0, FULL.indexOf('  preview:')))
  expect(chooseEnvironment(one, undefined)).toMatchObject({ ok: true, value: { name: 'staging' } })
})
