import { expect, it } from 'vitest'
import { environmentOf, gearOf, itemsOf } from '../../test/support/run.ts'
import { prepare } from './prepare.ts'
import { refusalSeen } from './refused-identity.ts'

const OWN = 'https://shop.example.com'
const ENVIRONMENT = `url: ${OWN}
identities: { admin: { bearer: "\${secrets.token}" }, none: {} }
secrets: { token: { env: SHOP_TOKEN } }`

/** What is said of an answer to this request. */
async function said(request: string, observation: Readonly<Record<string, unknown>>, more = ''): Promise<string | undefined> {
  const environment = await environmentOf(ENVIRONMENT)
  const checklist = await itemsOf(
    `- { id: a, title: A, severity: critical, probe: http, with: { ${request} }, ${more} expect: "status == 200" }`,
    'gate: { critical: 100% }',
  )
  const look = checklist.looks.get('item:a')
  if (look?.kind !== 'probe') throw new Error('the item has no look')
  const gear = gearOf(environment, { secrets: { token: 'kD93-token-of-the-shop' } })
  const prepared = await prepare(look, { values: {} }, gear)
  gear.close()
  if ('unknown' in prepared) throw new Error(prepared.unknown.detail)
  return refusalSeen(look, prepared, { observation, unread: [], saved: {}, notReached: [] }, environment)
}

it.each([401, 403])('%i of our own origin names the identity and the variable of its secret', async (status) => {
  expect(await said('path: /a', { status, url: `${OWN}/a` })).toBe(`the target refused the identity admin (SHOP_TOKEN): ${status}`)
})

it.each([
  ['was another status', 'path: /a', { status: 404, url: `${OWN}/a` }, ''],
  ['came from elsewhere after a redirect', 'path: /a', { status: 401, url: 'https://login.example.org/' }, ''],
  ['went to a request without identity', 'path: /a, anonymous: true', { status: 401, url: `${OWN}/a` }, ''],
  ['went to an identity that sends nothing', 'path: /a', { status: 401, url: `${OWN}/a` }, 'as: none,'],
  ['went to a credential of the author', 'path: /a, headers: { Authorization: Basic eDp5 }', { status: 401, url: `${OWN}/a` }, ''],
])('nothing is said of an answer that %s', async (_, request, observation, more) => {
  expect(await said(request, observation, more)).toBeUndefined()
})
