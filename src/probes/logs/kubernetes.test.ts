import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../../fixtures/servers/temporary.ts'
import { testContext } from '../../../test/support/context.ts'
import { serveKube } from '../../../test/support/kube-api.ts'
import { serve } from '../../../test/support/server.ts'
import type { Received } from '../../../test/support/server.ts'
import { observe } from './observe.ts'
import { Params, Target } from './schema.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const one of open.splice(0)) await one.close()
})

const pod = (name: string, phase = 'Running', app = 'backend') => ({
  metadata: { name, namespace: 'api', labels: { app } },
  spec: { containers: [{ name: 'api' }] },
  status: { phase },
})
const deployment = { metadata: { name: 'backend', namespace: 'api' }, spec: { selector: { matchLabels: { app: 'backend' } } } }
const STAMP = '2026-01-31T12:00:00.123456789Z'

/** A cluster whose pods have these logs; a number is the status that their log is answered with. */
async function look(
  pods: readonly object[],
  logs: Readonly<Record<string, string | number>>,
  params: object = {},
  target: object = { kubernetes: 'deployment/backend' },
) {
  const api = await serveKube({ deployments: [deployment], pods })
  const front = await serve(async ({ path, headers }, response) => {
    const name = /\/pods\/([^/]+)\/log/.exec(path)?.[1]
    if (name !== undefined) {
      const log = logs[name] ?? 404
      const body =
        typeof log === 'string'
          ? log
          : JSON.stringify({
              kind: 'Status',
              apiVersion: 'v1',
              status: 'Failure',
              code: log,
              reason: log === 403 ? 'Forbidden' : 'BadRequest',
              message: 'container "api" in pod is waiting to start: hunter2-message',
            })
      return void response
        .writeHead(typeof log === 'string' ? 200 : log, { 'content-type': typeof log === 'string' ? 'text/plain' : 'application/json' })
        .end(body)
    }
    const answer = await fetch(`${api.server.url}${path}`, { headers: { accept: String(headers['accept'] ?? '') } })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  const config = join(api.folder, 'config')
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(api.server.url, front.url))
  const parsed = Target.parse({ context: 'test', namespace: 'api', kubeconfig: 'config', ...target })
  const context = testContext({ target: parsed, baseDir: api.folder, startedAt: new Date('2026-01-31T12:00:00Z'), timeoutMs: 20_000 })
  open.push(api, front, context)
  const asked = (): Received[] => front.requests.filter(({ path }) => path.includes('/log'))
  return { seen: () => observe(Params.parse(params), context), asked }
}

it('reads every pod of a deployment, not one of them', async () => {
  const logs = { 'backend-a': `${STAMP} START\n${STAMP} secret configured\n`, 'backend-b': `${STAMP} START\n` }
  const pods = [
    pod('backend-a'),
    pod('backend-b'),
    pod('backend-old', 'Succeeded'),
    pod('backend-gone', 'Failed'),
    pod('other', 'Running', 'frontend'),
  ]
  const { seen, asked } = await look(pods, logs, { since: 'boot', bootMarker: 'START', contains: 'secret configured' })
  const { observation } = await seen()
  expect(observation).toMatchObject({ sourceCount: 2, matched: 1, everySource: false })
  expect(observation.lines).toEqual([{ source: 'backend-a', text: 'secret configured', time: '2026-01-31T12:00:00.123Z', number: 2 }])
  expect(observation.sources.map(({ name, bootFound }) => [name, bootFound])).toEqual([
    ['backend-a', true],
    ['backend-b', true],
  ])
  expect(asked().every(({ path }) => path.includes('timestamps=true'))).toBe(true)
}, 30_000)

it('asks for the window only, by selector, and for the container that is named', async () => {
  const { seen, asked } = await look(
    [pod('backend-a')],
    { 'backend-a': `2026-01-31T11:59:00Z old\n${STAMP} new\n` },
    { since: 'run' },
    { kubernetes: { selector: 'app=backend' }, container: 'api' },
  )
  expect((await seen()).observation.lines?.map(({ text }) => text)).toEqual(['new'])
  expect(asked()[0]?.path).toMatch(/container=api.*sinceTime=2026-01-31T11%3A58%3A58/)
}, 30_000)

it('one pod whose log cannot be read ends the look, without the words of the server', async () => {
  for (const [status, reason] of [
    [403, 'unauthorized'],
    [400, 'unreachable'],
  ] as const) {
    const { seen } = await look([pod('backend-a'), pod('backend-b')], { 'backend-a': `${STAMP} fine\n`, 'backend-b': status })
    await expect(seen()).rejects.toMatchObject({ reason, message: expect.stringMatching(/^the log of pod backend-b (?!.*hunter2)/) })
  }
}, 30_000)

/** In place of kubectl for the pod backend-a: it writes to the cache for forty seconds and heeds no SIGTERM. The others wait for it. */
const STUBBORN = `#!/bin/sh
PATH="$REAL_PATH"
for one; do case "$one" in --cache-dir=*) cache="\${one#--cache-dir=}";; esac; done
case "$*" in
*pod/backend-a) trap '' TERM; for i in $(seq 2000); do mkdir -p "$cache/http/$i"; sleep 0.02; done;;
*pod/backend-b) until [ -e "$cache/http/1" ]; do sleep 0.02; done;;
esac
exec kubectl "$@"`

it('one pod whose log cannot be read ends the reading of the others, and nothing is left behind', async () => {
  const folder = temporaryFolder('kubectl')
  open.push({ close: () => folder.remove() })
  writeFileSync(join(folder.path, 'kubectl'), STUBBORN.replace('$REAL_PATH', process.env['PATH'] ?? ''), { mode: 0o755 })
  vi.stubEnv('PATH', `${folder.path}:${process.env['PATH']}`)
  const { seen } = await look([pod('backend-a'), pod('backend-b')], { 'backend-a': '', 'backend-b': 403 })
  const temporary = join(folder.path, 'temporary')
  mkdirSync(temporary)
  vi.stubEnv('TMPDIR', temporary)
  await expect(seen()).rejects.toMatchObject({ reason: 'unauthorized' })
  await pause(100)
  expect(readdirSync(temporary)).toEqual([])
}, 16_000)

it('no pod and no deployment are no empty log', async () => {
  await expect((await look([], {})).seen()).rejects.toMatchObject({ reason: 'unreachable' })
  await expect((await look([], {}, {}, { kubernetes: 'deployment/gone' })).seen()).rejects.toMatchObject({ reason: 'unconfigured' })
}, 30_000)
