import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeCertificates } from '../../../fixtures/servers/certificates.ts'
import type { Certificates } from '../../../fixtures/servers/certificates.ts'
import { startRedis } from '../../../fixtures/servers/redis.ts'
import type { RedisServer } from '../../../fixtures/servers/redis.ts'
import { paste } from '../../../test/support/paste.ts'
import { Secret } from '../../redaction/secret.ts'
import { describe } from './describe.ts'
import { Params } from './schema.ts'

const PASSWORD = 'horse battery é@:/'
let certificates: Certificates
let plain: RedisServer
let secure: RedisServer
beforeAll(async () => {
  certificates = await makeCertificates({ names: ['127.0.0.1'] })
  plain = await startRedis({ password: PASSWORD, extra: ['user reader on >reading-only +@all ~*'] })
  secure = await startRedis({ password: PASSWORD, tls: certificates })
}, 60_000)
afterAll(async () => {
  await plain.stop()
  await secure.stop()
  await certificates.remove()
})

async function pasted(url: string, params: object = {}, caFile?: string): Promise<string> {
  const address = new Secret(url, 'secrets.store', [{ variable: 'STORE', from: 'what the command of secrets.store prints' }])
  const { repeat } = describe(Params.parse(params), { address, ...(caFile === undefined ? {} : { caFile }) })
  return (await paste(repeat, { STORE: url })).stdout
}

it('the line logs in as the look does', async () => {
  expect(await pasted(plain.url)).toContain('redis_version:')
  expect(await pasted(`redis://reader:reading-only@127.0.0.1:${plain.port}/0`)).toContain('redis_version:')
  expect(await pasted(secure.url, {}, certificates.ca)).toContain('redis_version:')
  expect(await pasted(secure.url)).not.toContain('redis_version:')
})

it('the line shows the keys and the key that are asked for, in their database', async () => {
  await paste('redis-cli -u "$STORE" --user default -n 3 MSET used:1 a used:2 b other c', { STORE: plain.url })
  await paste('redis-cli -u "$STORE" --user default -n 3 EXPIRE used:1 100', { STORE: plain.url })
  expect((await pasted(plain.url, { keys: 'used:*', database: 3 })).trim().split('\n').sort()).toEqual(['used:1', 'used:2'])
  expect(await pasted(plain.url, { key: 'used:1', database: 3 })).toMatch(/^(?:100|99)\n$/)
  expect(await pasted(plain.url, { key: 'used:1' })).toBe('-2\n')
})

it('a line without an address asks no other server', async () => {
  const address = new Secret('redis://h', 'secrets.store', [{ variable: 'STORE', from: 'printed' }])
  const { repeat } = describe(Params.parse({}), { address })
  expect(repeat).toBe('redis-cli -u "${STORE:?printed}" INFO')
  expect(await paste(repeat)).toMatchObject({ code: 127, stdout: '', stderr: expect.stringContaining('STORE: printed') })
})
