import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../fixtures/servers/temporary.ts'
import { serveKube } from '../../../test/support/kube-api.ts'
import { paste } from '../../../test/support/paste.ts'
import { describe } from './describe.ts'
import { Params, Target } from './schema.ts'

const NAMES = ['PLAIN', 'EMPTY', 'BLANK', 'A.B', 'ABSENT', 'KEY']
const VALUE = 'hunter2-Zk9qLmX4'

const lineOf = (target: object): string | undefined =>
  describe(Params.parse({ variables: NAMES }), { target: 'app', settings: Target.parse(target) }).repeat

/** What a person sees who pastes the line in this folder. */
async function pasted(target: object, folder?: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await paste(lineOf(target), {}, folder)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).not.toContain(VALUE)
  return stdout.trim().split('\n')
}

const SET = ['PLAIN=...', 'EMPTY=', 'A.B=...']
const lines = [`PLAIN=${VALUE}`, `OTHER=${VALUE}`, 'EMPTY=', `A.B=${VALUE}`, `AxB=${VALUE}`, `PLAINER=${VALUE}`]

it('the line shows which variables of a file are set, and no value', async () => {
  const folder = temporaryFolder('env-line')
  writeFileSync(join(folder.path, 'my.env'), `# PLAIN=${VALUE}\n${lines.join('\n')}\n  export KEY = "${VALUE}"\nBLANK=  \n`)
  expect((await pasted({ file: 'my.env' }, folder.path)).map((line) => line.trim())).toEqual([...SET, 'export KEY =...', 'BLANK='])
  await folder.remove()
})

it('the line shows those that a program prints', async () => {
  expect(await pasted({ command: ['printf', '%s\\n', ...lines] })).toEqual(SET)
  expect(await pasted({ command: ['printf', '%s\\0', ...lines] })).toEqual(SET)
})

it('the line shows those of a process, where the system has /proc', async () => {
  const folder = temporaryFolder('env-line')
  const line = `sleep 5 & echo $! >'the pid'; ${lineOf({ pidFile: 'the pid' })}; kill $!`
  const { stdout } = await paste(line, { PLAIN: VALUE, EMPTY: '' }, folder.path)
  expect(stdout.split('\n').filter(Boolean).sort()).toEqual(existsSync('/proc/self/environ') ? ['EMPTY=', 'PLAIN=...'] : [])
  expect(lineOf({ process: 4711 })).toContain('</proc/4711/environ')
  await folder.remove()
})

it('the line shows those of a workload, and where the others come from', async () => {
  const env = [
    { name: 'PLAIN', value: VALUE },
    { name: 'EMPTY', value: '' },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 'backend-secrets', key: 'key' } } },
    { name: 'OTHER', value: `${VALUE}\nABSENT=${VALUE}` },
  ]
  const containers = [{ name: 'api', env }]
  const api = await serveKube({
    deployments: [{ metadata: { name: 'backend', namespace: 'api' }, spec: { template: { spec: { containers } } } }],
  })
  const target = { kubernetes: 'deployment/backend', context: 'test', namespace: 'api', kubeconfig: 'config' }
  const wanted = ['PLAIN=...', 'EMPTY=', '# KEY from secret backend-secrets, key key', 'ABSENT=...']
  expect(await pasted(target, api.folder)).toEqual(wanted)
  expect(await pasted({ ...target, container: 'api' }, api.folder)).toEqual(wanted)
  await api.close()
})

it('there is no line where the target is not known', () => {
  expect(describe(Params.parse({ variables: { A: {} } }), { target: 'app' })).toEqual({ summary: 'read A of the environment app' })
})
