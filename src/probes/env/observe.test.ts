import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { serveKube } from '../../../test/support/kube-api.ts'
import type { Cluster } from '../../../test/support/kube-api.ts'
import { observe } from './observe.ts'
import { Observation, Params, Target } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'readiness-env-'))
afterAll(() => rmSync(folder, { recursive: true }))
const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function look(target: object, variables: unknown, options: { allowExec?: boolean; baseDir?: string } = {}) {
  const context = testContext({ target: Target.parse(target), baseDir: folder, timeoutMs: 20_000, ...options })
  open.push(context)
  const seen = await observe(Params.parse({ variables }), context)
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return { ...seen, learned: context.learned }
}

const SNAPSHOT =
  'A_TOKEN="hidden-value"\nREDIS_HOST=redis.example.com\nREDIS_PORT=6379\nEMPTY=\nKEY=<generate_strong_32_char_secret>\nOTHER_PASSWORD=hunter2\nMODE=production\n'

it('tells set, empty and never filled in apart, and shows only what may be shown', async () => {
  writeFileSync(join(folder, 'backend.env'), SNAPSHOT)
  const asked = { A_TOKEN: {}, REDIS_HOST: { show: true }, REDIS_PORT: { show: true }, EMPTY: {}, KEY: {}, GONE: {} }
  const { observation, learned } = await look({ file: 'backend.env' }, asked)
  expect(observation.variables).toEqual({
    A_TOKEN: { present: true, empty: false, placeholder: false, length: 12 },
    REDIS_HOST: { present: true, empty: false, placeholder: true, length: 17, value: 'redis.example.com' },
    REDIS_PORT: { present: true, empty: false, placeholder: false, length: 4, value: '6379', integer: 6379 },
    EMPTY: { present: true, empty: true, placeholder: false, length: 0 },
    KEY: { present: true, empty: false, placeholder: true, length: 32 },
    GONE: { present: false },
  })
  expect(observation.names).toEqual(['A_TOKEN', 'EMPTY', 'KEY', 'MODE', 'OTHER_PASSWORD', 'REDIS_HOST', 'REDIS_PORT'])
  expect(learned).toEqual(['env.A_TOKEN=hidden-value', 'env.KEY=<generate_strong_32_char_secret>', 'env.OTHER_PASSWORD=hunter2'])
  expect(JSON.stringify(observation)).not.toMatch(/hidden-value|hunter2|production/)
})

it('hides addresses with credentials, a path or a query, and not the mere origin of a target', async () => {
  const lines = [
    'PUBLIC_URL=https://shop.example.com:8443',
    'SMTP_URL=smtp://mail:25',
    'HOOK_URL=https://hooks.example.com/T0/B1',
    'DATABASE_URL=postgres://u:p@db/shop',
    'KEY=a://b',
  ]
  writeFileSync(join(folder, 'urls.env'), `${lines.join('\n')}\n`)
  const { learned } = await look({ file: 'urls.env' }, { SMTP_URL: {} })
  expect(learned).toEqual(['env.DATABASE_URL=postgres://u:p@db/shop', 'env.HOOK_URL=https://hooks.example.com/T0/B1', 'env.KEY=a://b'])
})

it('reads what a running process was started with', async () => {
  const child = spawn('sleep', ['60'], { env: { READ_ME: 'of the process', PATH: '/usr/bin:/bin' }, stdio: 'ignore' })
  open.push({ close: async () => child.kill() })
  await new Promise((resolve) => child.once('spawn', resolve))
  writeFileSync(join(folder, 'app.pid'), `${child.pid}\n`)
  for (const target of [{ process: child.pid }, { pidFile: 'app.pid' }]) {
    const { observation } = await look(target, { READ_ME: { show: true } })
    expect(observation).toMatchObject({
      source: `process ${child.pid}`,
      variables: { READ_ME: { present: true, value: 'of the process' } },
    })
  }
})

it('reads what a program prints, values over several lines included', async () => {
  const command = ['printf', 'PEM=-----BEGIN\\na/b==\\n-----END\\nHASH=a#b\\n']
  const { observation } = await look({ command }, { PEM: { show: true }, HASH: { show: true } }, { allowExec: true })
  expect(observation.variables).toMatchObject({ PEM: { value: '-----BEGIN\na/b==\n-----END' }, HASH: { value: 'a#b' } })
  await expect(look({ command }, ['PEM'])).rejects.toMatchObject({ name: 'LookError', reason: 'refused' })
  await expect(look({ command: ['false'] }, ['PEM'], { allowExec: true })).rejects.toMatchObject({ reason: 'unreachable' })
  await expect(look({ command: ['echo', 'nothing'] }, ['PEM'], { allowExec: true })).rejects.toMatchObject({ reason: 'malformed' })
})

it('reads no file with a line that would be part of a name, and takes the last of two values', async () => {
  writeFileSync(join(folder, 'broken.env'), 'JWT_SECRET\nOTHER=1\n')
  await expect(look({ file: 'broken.env' }, ['OTHER'])).rejects.toMatchObject({ name: 'LookError', reason: 'malformed' })
  writeFileSync(join(folder, 'twice.env'), 'A=first\nA=last\n')
  expect((await look({ file: 'twice.env' }, { A: { show: true } })).observation.variables).toMatchObject({ A: { value: 'last' } })
  const command = ['printf', 'A=first\\nA=last\\n']
  const printed = await look({ command }, { A: { show: true } }, { allowExec: true })
  expect(printed.observation.variables).toMatchObject({ A: { value: 'first' } })
})

it.each([
  ['a file that is not there', { file: 'none.env' }, 'unconfigured'],
  ['a process that does not run', { process: 2_000_000_000 }, 'unreachable'],
  ['a pid file without a pid', { pidFile: 'bad.pid' }, 'unconfigured'],
])('sees nothing of %s', async (_, target, reason) => {
  writeFileSync(join(folder, 'bad.pid'), '../../etc/passwd')
  await expect(look(target, ['A'])).rejects.toMatchObject({ name: 'LookError', reason })
})

const from = (kind: string, name: string, key: string) => ({ valueFrom: { [kind]: { name, key } } })
const container = {
  name: 'api',
  envFrom: [{ prefix: 'CM_', configMapRef: { name: 'settings' } }],
  env: [
    { name: 'PLAIN', value: 'plain' },
    { name: 'KEY', ...from('secretKeyRef', 'backend-secrets', 'KEY') },
    { name: 'NO_KEY', ...from('secretKeyRef', 'backend-secrets', 'GONE') },
    { name: 'NO_SECRET', ...from('secretKeyRef', 'gone', 'KEY') },
    { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
  ],
}
const cluster = (change: Cluster = {}, containers: object[] = [container]): Cluster => ({
  deployments: [{ metadata: { name: 'backend' }, spec: { template: { spec: { containers } } } }],
  secrets: [{ metadata: { name: 'backend-secrets' }, data: { KEY: Buffer.from('0123456789').toString('base64') } }],
  configmaps: [{ metadata: { name: 'settings' }, data: { MODE: 'x' } }],
  ...change,
})
const NAMES = ['PLAIN', 'KEY', 'NO_KEY', 'NO_SECRET', 'POD_IP', 'CM_MODE', 'ELSE']

async function lookAtPod(change: Cluster, containers?: object[]) {
  const api = await serveKube(cluster(change, containers))
  open.push(api)
  return look({ kubernetes: 'deployment/backend', context: 'test', namespace: 'api', kubeconfig: 'config' }, NAMES, { baseDir: api.folder })
}

it('follows a pod template into secrets and config maps', async () => {
  const { observation, unread, learned } = await lookAtPod({})
  expect(observation.source).toBe('deployment/backend container api')
  expect(observation.variables).toMatchObject({
    PLAIN: { present: true, length: 5 },
    KEY: { present: true, length: 10 },
    NO_KEY: { present: false },
    NO_SECRET: { present: false },
    CM_MODE: { present: true, length: 1 },
    ELSE: { present: false },
    POD_IP: { present: true },
  })
  expect(unread?.every((one) => one.path[1] === 'POD_IP' && one.reason === 'unsupported')).toBe(true)
  expect(learned).toContain('env.KEY=0123456789')
})

it('takes no binary data for a variable, and does not guess what a reference becomes', async () => {
  const env = [
    { name: 'URL', value: 'redis://:$(KEY)@host' },
    { name: 'ESCAPED', value: '$$(KEY)' },
  ]
  const { observation, unread } = await lookAtPod(
    { configmaps: [{ metadata: { name: 'settings' }, data: { MODE: 'x' }, binaryData: { RAW: 'AAAA' } }] },
    [{ ...container, env }],
  )
  expect(observation.names).toEqual(['CM_MODE', 'ESCAPED', 'URL'])
  expect(unread).toEqual([])
  const asked = await lookAtPod({}, [{ ...container, env: [{ name: 'PLAIN', value: 'redis://:$(KEY)@host' }] }])
  expect(asked.observation.variables['PLAIN']).toEqual({ present: true })
  expect(asked.unread?.map(({ path, reason }) => `${path.join('.')} ${reason}`)).toContain('variables.PLAIN.placeholder unsupported')
})

it('leaves unread what the cluster forbids, and what may come from there', async () => {
  const { observation, unread } = await lookAtPod({ secrets: 403, configmaps: 403 })
  const forbidden = unread?.filter((one) => one.reason === 'unauthorized').map((one) => one.path.join('.'))
  expect(forbidden).toEqual(['variables.KEY', 'variables.NO_KEY', 'variables.NO_SECRET', 'variables.CM_MODE', 'variables.ELSE', 'names'])
  expect(Object.keys(observation.variables)).toEqual(['PLAIN', 'POD_IP'])
})

it('does not guess the container or the workload', async () => {
  await expect(lookAtPod({}, [container, { name: 'sidecar' }])).rejects.toMatchObject({ reason: 'unconfigured' })
  await expect(lookAtPod({ deployments: [] })).rejects.toMatchObject({ reason: 'unconfigured' })
})

it('wants exactly one source', () => {
  for (const target of [{}, { file: 'a', process: 1 }, { kubernetes: 'deployment/a' }, { kubernetes: 'a', context: 'c', namespace: 'n' }]) {
    expect(Target.safeParse(target).success).toBe(false)
  }
})
