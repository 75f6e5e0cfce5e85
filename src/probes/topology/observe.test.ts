import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { serve, serveRaw } from '../../../test/support/server.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function look(origin: string, params: Record<string, unknown> = {}, timeoutMs = 10_000) {
  const context = testContext({ origin, timeoutMs })
  closing.push(context.close)
  const seen = await observe(Params.parse({ instance: 'json.instance_id', samples: 12, ...params }), context)
  expect(Observation.parse(seen.observation)).toEqual(seen.observation)
  return seen
}

/** A balancer over `count` instances in turn; the handler may answer in its own way. */
async function balanced(
  count: number,
  answer: (at: number, response: Parameters<Parameters<typeof serve>[0]>[1]) => boolean = () => false,
) {
  let asked = -1
  const server = await serve((_, response) => {
    asked += 1
    if (answer(asked, response)) return
    response.setHeader('x-release', asked % count === 0 ? 'v1' : 'v2').end(JSON.stringify({ instance_id: `i-${asked % count}` }))
  })
  closing.push(server.close)
  return server
}

it('counts the instances behind a balancer, each sample on a connection of its own without cookies', async () => {
  const server = await balanced(3)
  const { observation, unread, answer } = await look(server.url)
  expect(observation).toMatchObject({
    samples: 12,
    failed: 0,
    identified: 12,
    statuses: { 200: 12 },
    distinct: 3,
    missedSecondInstance: 0,
    addresses: ['127.0.0.1'],
    instances: [
      { id: 'i-0', count: 4 },
      { id: 'i-1', count: 4 },
      { id: 'i-2', count: 4 },
    ],
  })
  expect([unread, answer, server.connections()]).toEqual([[], '3 instances in 12 answers', 12])
  expect(server.requests.every(({ headers }) => headers.cookie === undefined)).toBe(true)
})

it('says how likely a second instance was missed', async () => {
  const { observation } = await look((await balanced(1)).url)
  expect(observation).toMatchObject({ distinct: 1, missedSecondInstance: 0.5 ** 11 })
})

it('never takes answers without an id for one instance', async () => {
  const server = await balanced(1, (at, response) => at % 4 === 0 && Boolean(response.end('{}')))
  const { observation, unread } = await look(server.url)
  expect(observation).toMatchObject({ samples: 12, identified: 9 })
  expect(observation).not.toHaveProperty('distinct')
  expect(unread).toContainEqual({
    path: ['instances'],
    reason: 'insufficient',
    detail: '3 of 12 answers carried no instance id at json.instance_id',
  })
  expect(unread?.map(({ path }) => path[0])).toEqual(['instances', 'distinct', 'missedSecondInstance'])
})

it('never takes missing answers for one instance', async () => {
  const server = await balanced(1, (at, response) => at % 4 === 0 && Boolean(response.destroy()))
  const { observation, unread } = await look(server.url)
  expect(observation).toMatchObject({ samples: 9, failed: 3, identified: 9 })
  expect(observation).not.toHaveProperty('instances')
  expect(unread?.[0]?.detail).toBe('9 of 12 requests were answered; the first failure: the server closed the connection before it answered')
})

it('never takes what a cache kept for an instance, and asks caches to stand back', async () => {
  const server = await balanced(1, (at, response) => {
    if (at > 0) response.setHeader('age', '0')
    return false
  })
  const { observation, unread } = await look(server.url, { version: 'header.x-release' })
  expect(observation).toMatchObject({ samples: 12, identified: 1 })
  expect(unread?.map(({ path }) => path[0])).toEqual(['instances', 'distinct', 'missedSecondInstance', 'versions'])
  expect(new Set(unread?.map(({ detail }) => detail))).toEqual(new Set(['11 of 12 answers came from a cache: they have an Age']))
  expect(server.requests.map(({ headers }) => headers['cache-control'])).toEqual(Array(12).fill('no-cache'))
})

it('takes one release among missing answers for no proof of one, and two for two', async () => {
  const broken = (count: number) => balanced(count, (at, response) => at > 5 && Boolean(response.destroy()))
  const { observation, unread } = await look((await broken(1)).url, { version: 'header.x-release', concurrency: 1 })
  expect(observation).not.toHaveProperty('versions')
  expect(unread?.at(-1)).toMatchObject({ path: ['versions'], detail: expect.stringMatching(/^6 of 12 requests were answered/) as string })
  expect((await look((await broken(2)).url, { version: 'header.x-release', concurrency: 1 })).observation.versions).toEqual(['v1', 'v2'])
})

it('knows two instances for two, however many requests failed', async () => {
  const server = await balanced(2, (at, response) => at > 5 && Boolean(response.destroy()))
  const { observation, unread } = await look(server.url, { concurrency: 1 })
  expect(observation).toMatchObject({ samples: 6, failed: 6, distinct: 2 })
  expect(unread).toEqual([])
})

it('sees releases side by side, and reads ids from headers', async () => {
  const { observation } = await look((await balanced(2)).url, { instance: 'header.X-Release', version: 'header.x-release' })
  expect(observation).toMatchObject({
    versions: ['v1', 'v2'],
    instances: [
      { id: 'v1', count: 6 },
      { id: 'v2', count: 6 },
    ],
  })
  const { observation: other, unread } = await look((await balanced(2)).url, { version: 'json.commit' })
  expect(other).not.toHaveProperty('versions')
  expect(unread).toEqual([{ path: ['versions'], reason: 'insufficient', detail: '12 of 12 answers carried no version at json.commit' }])
})

it('names cookies by which a balancer ties a client to one instance', async () => {
  const server = await balanced(1, (_, response) => {
    response.setHeader('set-cookie', ['AWSALB=abc; Path=/', 'theme=dark'])
    return false
  })
  expect((await look(server.url)).observation.affinityCookies).toEqual(['AWSALB'])
})

it.each([
  'AWSELB',
  'AWSELBCORS',
  'ApplicationGatewayAffinity',
  'ApplicationGatewayAffinityCORS',
  '_1d52e',
  'AWSALBTG',
  'route',
  'GCILB',
  'stickysession',
])('knows the cookie %s of a balancer', async (name) => {
  const server = await balanced(1, (_, response) => {
    response.setHeader('set-cookie', [`${name}=x; Path=/`, '_ga12345=x', '_session=x'])
    return false
  })
  expect((await look(server.url, { samples: 2 })).observation.affinityCookies).toEqual([name])
})

it('keeps what it saw when one instance never answers', { timeout: 15_000 }, async () => {
  let asked = 0
  const server = await serveRaw(
    (socket) =>
      void socket.once('data', () => {
        asked += 1
        if (asked % 4 !== 0) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{"instance_id":"a"}')
      }),
  )
  closing.push(server.close)
  const { observation, unread } = await look(server.url, { samples: 8, concurrency: 1 }, 3000)
  expect(observation).toMatchObject({ samples: 6, failed: 2 })
  expect(unread?.[0]?.reason).toBe('insufficient')
})

it('is unreachable when nothing answers at all', async () => {
  await expect(look('http://127.0.0.1:1')).rejects.toMatchObject({ reason: 'unreachable' })
})

it.each([
  { instance: 'instance_id' },
  { instance: 'json.' },
  { instance: 'json.id', samples: 1 },
  { instance: 'json.id', samples: 501 },
  {},
])('does not take %o', (params) => {
  expect(Params.safeParse(params).success).toBe(false)
})
