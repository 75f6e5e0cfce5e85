import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ItemResult, Report } from '../../src/core/report.ts'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, type Folder } from './folder.ts'

const ITEMS = ['http-only', 'secure', 'same-site', 'path', 'lifetime', 'sound']
const FLAGS = '; HttpOnly; Secure; SameSite=Lax'
const including = (more: string) => `- include: session-cookies
  as: c
  severity: critical
  with: { user: a@example.com, passwordSecret: password, narrowCookie: refresh_token, narrowPath: /auth${more} }`

let server: TestServer
let dir: Folder
let lines: readonly string[]
beforeAll(async () => {
  server = await serve((_, response) => void response.setHeader('set-cookie', lines).end())
  const config = configAt(
    server.url.replace('127.0.0.1', 'localhost'),
    'allow: [session]\nlimits: { login: { max: 100, per: 1s } }\nsecrets: { password: { env: PASSWORD } }',
  )
  dir = await folder({
    'guess.yaml': checklistWith(including('')),
    'named.yaml': checklistWith(including(', cookies: [sid]')),
    'readiness.yaml': config,
  })
})
afterAll(async () => {
  await server.close()
  await dir.remove()
})

async function outcomes(checklist: string, ...set: string[]): Promise<Record<string, string>> {
  lines = set
  const line = ['check', '--checklist', checklist, '-f', 'json']
  const { stdout, stderr } = await dir.run(line, { PASSWORD: 'hunter2-Zk9qLmX4' })
  expect(stderr).not.toContain('error:')
  const leaves = (items: readonly ItemResult[]): ItemResult[] =>
    items.flatMap((item) => (item.children.length > 0 ? leaves(item.children) : [item]))
  const all = leaves((JSON.parse(stdout) as Report).sections.flatMap(({ items }) => items))
  return Object.fromEntries(all.map((item) => [item.id.replace('c.', ''), item.unknown?.reason ?? item.outcome]))
}
const all = (outcome: string) => Object.fromEntries(ITEMS.map((id) => [id, outcome]))
const narrow = `refresh_token=1; Path=/auth${FLAGS}`

it('passes a login that protects its cookies, and takes old ones away', async () => {
  const set = ['sid=; Max-Age=0; Path=/old', 'sid=; Max-Age=0; Path=/', `sid=1; Path=/${FLAGS}`, narrow]
  expect(await outcomes('named.yaml', ...set)).toEqual(all('pass'))
  expect(await outcomes('guess.yaml', ...set)).toEqual(all('pass'))
})

it('does not take a cookie that is deleted for one that is set', async () => {
  const gone = [`sid=; Path=/; Max-Age=0${FLAGS}`, `refresh_token=; Path=/auth; Max-Age=0${FLAGS}`, 'theme=dark']
  expect(await outcomes('named.yaml', ...gone)).toEqual(all('fail'))
  expect(await outcomes('guess.yaml', ...gone)).toEqual(all('fail'))
})

it('wants the narrow cookie once, and not set and deleted', async () => {
  const sid = `sid=1; Path=/${FLAGS}`
  expect(await outcomes('named.yaml', sid, narrow, `refresh_token=1; Path=/${FLAGS}`)).toMatchObject({ path: 'fail', sound: 'pass' })
  expect(await outcomes('named.yaml', sid, narrow, 'refresh_token=; Path=/auth; Max-Age=0')).toMatchObject({ sound: 'fail' })
})
