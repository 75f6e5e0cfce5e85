import { afterAll, beforeAll, expect, it } from 'vitest'
import { paste } from '../../test/support/paste.ts'
import { serve } from '../../test/support/server.ts'
import type { TestServer } from '../../test/support/server.ts'
import { Secret } from '../redaction/secret.ts'
import type { Where } from './contract.ts'
import { loadProbe } from './registry.ts'

const token = new Secret('Bearer hidden-Value-1', 'saved.token', ['Bearer ', { variable: 'TOKEN', from: 'saved by the step login' }])
const word = new Secret('hidden-Value-1', 'saved.word')
const address = (url: string): Secret => new Secret(url, 'secrets.db', [{ variable: 'ADDRESS' }])
const POST = { method: 'POST', path: '/a' }

interface Row {
  readonly probe?: string
  readonly with: object
  readonly where?: Partial<Where>
  /** Variables that the line needs. */
  readonly needs: Readonly<Record<string, string>>
  /** Requests that it sends then. */
  readonly sends: number
}

const ROWS: Readonly<Record<string, Row>> = {
  'a header': { with: { path: '/a', headers: { Authorization: token } }, needs: { TOKEN: 'one' }, sends: 1 },
  'the value in JSON': { with: { ...POST, json: { a: [word], b: token } }, needs: { TOKEN: 'one', SAVED_WORD: 'two' }, sends: 1 },
  'a field of a form': { with: { ...POST, form: { word } }, needs: { SAVED_WORD: 'two' }, sends: 1 },
  'a body': { with: { ...POST, body: word }, needs: { SAVED_WORD: 'two' }, sends: 1 },
  cookies: { with: { path: '/a' }, where: { hasCookies: () => true }, needs: { COOKIES: 'a=b' }, sends: 1 },
  'requests at the same moment': {
    with: { ...POST, json: { word } },
    where: { again: { times: 4, atOnce: true } },
    needs: { SAVED_WORD: 'two' },
    sends: 4,
  },
  'requests one after the other': {
    with: { path: '/a', headers: { Authorization: token } },
    where: { again: { times: 3, atOnce: false } },
    needs: { TOKEN: 'one' },
    sends: 3,
  },
  'a burst': {
    probe: 'rate-limit',
    with: { request: { ...POST, form: { word } }, limit: 2, period: '1s' },
    needs: { SAVED_WORD: 'two' },
    sends: 3,
  },
  'a comparison of times': {
    probe: 'timing',
    with: { a: [{ ...POST, body: word }], b: [{ ...POST, body: 'b' }], pairs: 30, warmup: 0 },
    needs: { SAVED_WORD: 'two' },
    sends: 20,
  },
  'an address of a database': {
    probe: 'postgres',
    with: { queries: { one: { sql: 'select $1', params: [word] } } },
    where: { address: address('postgres://u:p@127.0.0.1:1/d') },
    needs: { ADDRESS: '', SAVED_WORD: 'two' },
    sends: 0,
  },
  'a driver in the address of a database': {
    probe: 'postgres',
    with: {},
    where: { address: address('postgresql+asyncpg://u:p@127.0.0.1:1/d') },
    needs: { ADDRESS: '' },
    sends: 0,
  },
  'a password of a database': {
    probe: 'postgres',
    with: { passwords: { user: 'app', tries: [word] } },
    where: { address: address('postgres://u:p@127.0.0.1:1/d') },
    needs: { ADDRESS: '', SAVED_WORD: 'two' },
    sends: 0,
  },
  'an address of Redis': {
    probe: 'redis',
    with: { key: 'a', keys: 'b*' },
    where: { address: address('redis://127.0.0.1:1') },
    needs: { ADDRESS: '' },
    sends: 0,
  },
  'a variable of a program': {
    probe: 'command',
    with: { command: ['sh', '-c', 'curl -s $URL'], env: { URL: new Secret('hidden-Value-1', 'secrets.url') } },
    needs: { SECRETS_URL: '' },
    sends: 1,
  },
  'what the history is searched for': {
    probe: 'files',
    with: { paths: [], history: { secrets: { word } } },
    needs: { SAVED_WORD: 'two' },
    sends: 0,
  },
}

let server: TestServer
beforeAll(async () => {
  server = await serve((_, response) => void response.end('{}'))
})
afterAll(() => server.close())

const lineOf = async ({ probe: name = 'http', with: raw, where }: Row): Promise<string> => {
  const probe = await loadProbe(name)
  return probe?.describe(probe.params.parse(raw), { origin: server.url, ...where }).repeat ?? ''
}

it.each(Object.entries(ROWS))('without a value nothing is sent and the line fails, with it the line works: %s', async (_, row) => {
  const line = await lineOf(row)
  expect(line).not.toContain('hidden-Value-1')
  const { needs } = row
  const given = Object.fromEntries(Object.entries(needs).map(([name, value]) => [name, value === '' ? server.url : value]))
  const before = server.requests.length
  for (const name of Object.keys(needs)) {
    for (const empty of [{}, { [name]: '' }]) {
      const others = Object.fromEntries(Object.entries(given).filter(([other]) => other !== name))
      const { code, stderr } = await paste(line, { ...others, ...empty })
      expect(code).toBeGreaterThan(0)
      expect(stderr).toContain(`${name}: `)
    }
  }
  expect(server.requests).toHaveLength(before)
  const { stderr } = await paste(line, given)
  expect(stderr).not.toMatch(/saved by|parameter null/)
  expect(server.requests).toHaveLength(before + row.sends)
})

it('a secret that is a file is read, and one that is not there is no empty secret', async () => {
  const kept = new Secret('hidden-Value-1', 'secrets.kept', [{ variable: 'SECRETS_KEPT', file: 'kept here' }])
  const line = await lineOf({ with: { path: '/a', headers: { 'X-Key': kept } }, needs: {}, sends: 1 })
  const before = server.requests.length
  expect((await paste(line, {}, '/')).code).toBeGreaterThan(0)
  expect(server.requests).toHaveLength(before)
  await paste(`cd "$(mktemp -d)" && echo value-1 >'kept here' && ${line}`)
  expect(server.requests.at(-1)?.headers['x-key']).toBe('value-1')
})

it('a line says what it does to the target', async () => {
  const told = async (effect: Where['effect'], probe = 'http', raw: object = POST) =>
    lineOf({ probe, with: raw, needs: {}, sends: 0, where: effect === undefined ? {} : { effect } })
  expect(await told('data')).toMatch(/ #"changes data on the target"$/)
  expect(await told('lockout', 'rate-limit', { request: POST, limit: 2, period: '1s' })).toMatch(/ #"changes the target: [^"]*"$/)
  expect(await told(undefined)).not.toContain('#')
})

it('an interactive bash takes the words as they are', async () => {
  const line = await lineOf({ with: { ...POST, body: new Secret('a!b', 's', ['a!b!', { variable: 'TOKEN' }]) }, needs: {}, sends: 1 })
  await paste(`printf '%s\\n' ${JSON.stringify(line).replaceAll('$', String.raw`\$`)} | bash --norc -i`, { TOKEN: 'one' })
  expect(server.requests.at(-1)?.body).toBe('a!b!one')
})
