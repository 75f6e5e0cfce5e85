import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ItemResult, Report } from '../../src/core/report.ts'
import { serve, type TestServer } from '../support/server.ts'
import { checklistWith, configAt, folder, type Folder } from './folder.ts'

const INCLUDE = `- include: security-headers
  as: headers
  severity: critical
  only: [nosniff, frames, referrer, scripts, banner]`
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
}
const ITEMS = ['nosniff', 'frames', 'referrer', 'scripts', 'banner']

let server: TestServer
let dir: Folder
let missingPage: number
let without: string | undefined
beforeAll(async () => {
  server = await serve(({ path }, response) => {
    const sent = Object.entries(HEADERS).filter(([name]) => name !== without)
    response.writeHead(path === '/' ? 200 : missingPage, Object.fromEntries(sent)).end()
  })
  dir = await folder({ 'checklist.yaml': checklistWith(INCLUDE), 'readiness.yaml': configAt(server.url) })
})
afterAll(async () => {
  await server.close()
  await dir.remove()
})

async function outcomes(status: number, missing?: string): Promise<Record<string, string>> {
  missingPage = status
  without = missing
  const { stdout } = await dir.run(['check', '-f', 'json'])
  const leaves = (items: readonly ItemResult[]): ItemResult[] =>
    items.flatMap((item) => (item.children.length > 0 ? leaves(item.children) : [item]))
  const all = leaves((JSON.parse(stdout) as Report).sections.flatMap(({ items }) => items))
  return Object.fromEntries(all.map((item) => [item.id.replace('headers.', ''), item.unknown?.reason ?? item.outcome]))
}
const all = (outcome: string) => Object.fromEntries(ITEMS.map((id) => [id, outcome]))

it('a page with an unexpected status hides no header that is missing', async () => {
  expect(await outcomes(200, 'content-security-policy')).toEqual({ ...all('insufficient'), scripts: 'fail' })
  expect(await outcomes(200, 'x-content-type-options')).toEqual({ ...all('insufficient'), nosniff: 'fail' })
})

it('and makes no pass of what was not seen', async () => {
  expect(await outcomes(200)).toEqual(all('insufficient'))
  expect(await outcomes(404)).toEqual(all('pass'))
})
