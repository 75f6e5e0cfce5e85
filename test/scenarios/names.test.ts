import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, HEALTH, type Folder } from './folder.ts'

let server: TestServer
let dir: Folder

const item = (id: string, keys: string): string => `- id: ${id}
  title: ${id}
  severity: critical
  probe: http
  with: { path: /health }
  expect: "status == 200"
${keys.replaceAll(/^/gm, '  ')}`

beforeAll(async () => {
  server = await serve((_, response) => void response.writeHead(200).end('{}'))
  const config = configAt(server.url, 'identities: { admin: {}, none: {} }\nlimits: { login: { max: 5, per: 1s } }')
  dir = await folder({
    'readiness.yaml': config,
    'checklist.yaml': checklistWith(HEALTH),
    'names.yaml': checklistWith([item('a', 'as: admn'), item('b', 'touches: { logn: all }'), item('c', 'target: elsewhere')].join('\n')),
    'admn.yaml': checklistWith(item('a', 'as: admn')),
    'robot.yaml': checklistWith(item('a', 'as: robot')),
    'include.yaml': checklistWith(
      '- { include: secrets, as: s, with: { secret: token, variable: TOKEN } }\n- { include: security-header, as: h, severity: high }',
      '',
    ),
    'user.yaml': checklistWith('- { include: session-cookies, as: c, severity: high }', ''),
    'share.yaml': checklistWith(HEALTH, 'gate: { critical: 1.0 }'),
    'steps.yaml': checklistWith(
      '- { id: a, title: A, severity: high, steps: [{ id: s, with: { path: / } }, { id: c, with: { path: / } }], expect: "steps.d.status == 200" }',
      '',
    ),
  })
})

afterAll(async () => {
  await dir.remove()
  await server.close()
})

const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

it('validate warns of names that no environment has', async () => {
  const { status, stderr } = await dir.run(['validate', '--checklist', 'names.yaml'])
  expect(status).toBe(0)
  expect(flat(stderr)).toMatch(
    /names\.yaml:\d+:\d+: warning: no environment has the identity admn \[unknown-identity\].* = did you mean admin\?/,
  )
  expect(flat(stderr)).toMatch(/no environment has the limit logn \[unknown-limit\].* = did you mean login\?/)
  expect(flat(stderr)).toMatch(/no environment has the origin elsewhere \[unknown-origin\].* = known: default/)
})

it.each(['check', 'plan'])('%s refuses a misspelt identity before anything is sent', async (command) => {
  const before = server.requests.length
  const { status, stderr } = await dir.run([command, '--checklist', 'admn.yaml'])
  expect([status, flat(stderr)]).toEqual([2, expect.stringMatching(/has no identity admn.* = did you mean admin\?.*1 problem/)])
  expect(server.requests.length).toBe(before)
})

it('an identity that is missing is settled as an identity', async () => {
  const { status, stdout } = await dir.run(['check', '--checklist', 'robot.yaml', '-f', 'json'])
  expect([status, stdout]).toEqual([3, expect.stringContaining('"declare the identity robot under identities of the environment')])
})

it('what an include lacks is told once, at the include, and nothing of the files of the pack', async () => {
  const { status, stderr } = await dir.run(['validate', '--checklist', 'include.yaml'])
  expect(status).toBe(2)
  expect(flat(stderr)).toMatch(
    /include\.yaml:\d+:\d+: error: set, strong, not-committed of the pack have no severity.* = add severity: to the include/,
  )
  expect(flat(stderr)).toMatch(/the pack security-header cannot be used.* = did you mean security-headers\?/)
  expect(stderr).toMatch(/^2 problems;/m)
  expect(stderr).not.toContain('packs/')
})

it('a parameter that an include must give is named with the include', async () => {
  const { stderr } = await dir.run(['validate', '--checklist', 'user.yaml'])
  expect(stderr).toContain('= add user: to with: of the include c')
})

it('names are listed where one letter is not enough to tell which was meant', async () => {
  const { stderr } = await dir.run(['validate', '--checklist', 'steps.yaml'])
  expect(flat(stderr)).toMatch(/steps has no field d .* = known here: s, c/)
})

it('an unknown parameter is answered with those that are known', async () => {
  const { status, stderr } = await dir.run(['check', '--param', 'a=b'])
  expect([status, flat(stderr)]).toEqual([2, expect.stringContaining('= parameters: none is declared')])
})

it('a share that is no text says at once what is wanted', async () => {
  const { stderr } = await dir.run(['validate', '--checklist', 'share.yaml'])
  expect(stderr).toContain('wants a share with a percent sign, for example 100%; came the number 1')
  expect(stderr).not.toContain('put it in quotes')
})
