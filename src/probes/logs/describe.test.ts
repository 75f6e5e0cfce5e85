import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder, type TemporaryFolder } from '../../../fixtures/servers/temporary.ts'
import { serveKube } from '../../../test/support/kube-api.ts'
import { paste } from '../../../test/support/paste.ts'
import { serve } from '../../../test/support/server.ts'
import { describe } from './describe.ts'
import { Params, Target } from './schema.ts'

let folder: TemporaryFolder
beforeAll(() => {
  folder = temporaryFolder('log-lines')
  writeFileSync(join(folder.path, 'app 1.log'), `boot\nit's "one"\nboot\nERROR: it's two\n`)
  writeFileSync(join(folder.path, 'app 2.log'), `boot\n-e three\n`)
})
afterAll(() => folder.remove())

const lineOf = (params: object, target: object): string | undefined =>
  describe(Params.parse(params), { settings: Target.parse(target) }).repeat
const pasted = async (params: object, target: object): Promise<string> => (await paste(lineOf(params, target), {}, folder.path)).stdout

const ROWS: readonly (readonly [string, object, object, string])[] = [
  ['a text in one file', { contains: "it's" }, { file: 'app 1.log' }, `it's "one"\nERROR: it's two\n`],
  ['two texts in all files of a glob', { contains: ["it's", 'ERROR'] }, { file: `app *.log` }, `app 1.log:ERROR: it's two\n`],
  ['a text with a dash, in a list of files', { contains: '-e ' }, { file: ['./app 1.log', 'app 2.log'] }, 'app 2.log:-e three\n'],
  ['a text among the last lines', { contains: "it's", tail: 2 }, { file: 'app 1.log' }, `ERROR: it's two\n`],
  ['the last lines', { tail: 1 }, { file: 'app 2.log' }, '-e three\n'],
  ['all lines, as far as they go on a screen', {}, { file: 'app 2.log' }, 'boot\n-e three\n'],
  [
    'a text beside the marker of a start',
    { since: 'boot', bootMarker: 'boot', contains: 'ERROR' },
    { file: 'app 1.log' },
    `boot\nboot\nERROR: it's two\n`,
  ],
  ['starts alone', { since: 'boot', bootMarker: 'boot' }, { file: 'app 2.log' }, 'boot\n'],
  ['what a program prints', { contains: ['b c', 'd'], since: 'run' }, { command: ['printf', '%s\\n', 'a', 'b c', 'b c d'] }, 'b c d\n'],
  ['the end of what a program prints', { tail: 1 }, { command: ['printf', '%s\\n', 'a', 'b'] }, 'b\n'],
]

it.each(ROWS)('the line shows %s', async (_, params, target, wanted) => {
  expect(await pasted(params, target)).toBe(wanted)
})

it('the line says what it cannot leave out', () => {
  expect(lineOf({ since: '1h', contains: 'x' }, { file: '/var/log/app-*.log' })).toBe(
    `grep -F -e x /var/log/app-*.log #"older lines too, not only since the last 1 h 0 min"`,
  )
  expect(lineOf({ since: 'run', contains: 'x' }, { file: 'a.log' })).toContain('#"older lines too, not only since this run"')
  expect(describe(Params.parse({}), { target: 'app' })).toEqual({ summary: 'lines of app' })
})

it('the line asks for the logs of all pods', async () => {
  const labels = { app: 'backend' }
  const spec = { containers: [{ name: 'api' }] }
  const pods = ['a', 'b'].map((name) => ({ metadata: { name, namespace: 'api', labels }, spec, status: { phase: 'Running' } }))
  const deployment = { metadata: { name: 'backend', namespace: 'api' }, spec: { selector: { matchLabels: labels } } }
  const api = await serveKube({ deployments: [deployment], pods })
  const asked: string[] = []
  const front = await serve(async ({ path, headers }, response) => {
    if (/\/pods\/[ab]\/log/.test(path)) {
      asked.push(path)
      return void response.writeHead(200, { 'content-type': 'text/plain' }).end('12:00 started\n12:01 ERROR\n')
    }
    const answer = await fetch(`${api.server.url}${path}`, { headers: { accept: String(headers['accept'] ?? '') } })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  const config = readFileSync(join(api.folder, 'config'), 'utf8').replaceAll(api.server.url, front.url)
  writeFileSync(join(folder.path, 'config'), config)
  const cluster = { context: 'test', namespace: 'api', kubeconfig: 'config' }
  const wanted = '[pod/a/api] 12:01 ERROR\n[pod/b/api] 12:01 ERROR\n'
  const target = { ...cluster, kubernetes: { selector: 'app=backend' }, container: 'api' }
  expect((await pasted({ contains: 'ERROR', since: '60s' }, target)).split('\n').sort().join('\n').trim()).toBe(wanted.trim())
  expect(asked.map((path) => new URL(path, front.url).searchParams.get('sinceSeconds'))).toEqual(['60', '60'])
  expect(lineOf({}, { ...cluster, kubernetes: 'deployment/backend' })).toBe(
    'kubectl --context=test --namespace=api --kubeconfig=config logs --prefix --timestamps --tail=20 --all-pods deployment/backend',
  )
  await front.close()
  await api.close()
})
