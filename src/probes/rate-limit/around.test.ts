import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { observe } from './observe.ts'
import { Params } from './schema.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Answer = number | readonly [status: number, headers: Record<string, string>]

/** Looks at a server that answers the n-th request, from 1, so. */
async function look(answer: (n: number, request: IncomingMessage) => Answer, params: Record<string, unknown> = {}) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const said = answer(asked.length, request)
    const [status, headers] = typeof said === 'number' ? [said, {}] : said
    response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const context = testContext({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  closing.push(context.close, () => {
    server.closeAllConnections()
    server.close()
  })
  const { observation, unread = [] } = await observe(
    Params.parse({ limit: 5, period: '60s', concurrency: 'sequence', request: { method: 'POST', path: '/login' }, ...params }),
    context,
  )
  return { observation, asked, why: Object.fromEntries(unread.map(({ path, detail }) => [path[0], detail])) }
}

it('sends a sequence over many connections, so that workers that count for themselves are seen', async () => {
  const counts = new Map<unknown, number>()
  const { observation, asked } = await look((_, { socket }) => {
    counts.set(socket, (counts.get(socket) ?? 0) + 1)
    return (counts.get(socket) ?? 0) > 5 ? 429 : 401
  })
  expect(observation).toMatchObject({ admitted: 6, exact: false })
  expect([asked.length, counts.size]).toEqual([6, 6])
})

it('a refusal in the middle of a sequence is not exact, though the numbers are', async () => {
  const { observation } = await look((n) => (n === 3 ? 429 : 401), { spoof: false })
  expect(observation).toMatchObject({ admitted: 5, refusedCount: 1, firstRefusal: 3, exact: false })
})

it.each(['x-forwarded-for', 'x-real-ip', 'forwarded'])('sees who believes %s, and asks three times to be sure', async (name) => {
  const counts = new Map<string, number>()
  const { observation, asked } = await look((_, { headers }) => {
    const key = String(headers[name] ?? 'client')
    counts.set(key, (counts.get(key) ?? 0) + 1)
    return (counts.get(key) ?? 0) > 5 ? 429 : 401
  })
  expect(observation).toMatchObject({ exact: true, spoofEscapes: true })
  expect(asked.map(({ headers }) => name in headers)).toEqual([...Array.from({ length: 6 }, () => false), true, false, true])
})

it('does not take a bucket that had refilled for one that believes a forged address', async () => {
  const again = await look((n) => (n === 6 ? 429 : 401))
  expect(again.observation).not.toHaveProperty('spoofEscapes')
  expect(again.why['spoofEscapes']).toBe(
    'a request with a forged address was admitted, and the one without one after that was admitted too: the limit admits some again after so short a time',
  )
  const drop = await look((n) => ([6, 8, 9].includes(n) ? 429 : 401))
  expect(drop.why['spoofEscapes']).toMatch(/, and the one with another forged address was not: /)
})

it('a ban that follows admits nobody, whatever its status', async () => {
  const banned = (n: number): Answer => (n <= 5 ? 401 : n === 6 ? [429, { 'retry-after': '0' }] : 403)
  const { observation, why } = await look(banned, { period: '2s', recovery: true })
  expect(observation).toMatchObject({ exact: true })
  expect(observation).not.toHaveProperty('spoofEscapes')
  expect(observation).not.toHaveProperty('recovered')
  expect(why).toMatchObject({
    spoofEscapes: 'the answer with a forged address was 403, neither admitted nor refused',
    recovered: 'the answer after the time was 403, neither admitted nor refused',
  })
  expect((await look(banned, { period: '2s', ok: [401, 403] })).why['spoofEscapes']).toMatch(/admitted too/)
})

it('does not call a limit exact that is announced as larger, since others may have spent the rest', async () => {
  const partly = (announced: string) => (n: number) => [n > 5 ? 429 : 401, { 'x-ratelimit-limit': announced }] as const
  const { observation, why } = await look(partly('10'), { spoof: false })
  expect(observation).not.toHaveProperty('exact')
  expect(observation).toMatchObject({ announcedLimit: 10, agree: false })
  expect(why['exact']).toBe('the target announces a limit of 10, above the 5 that were admitted: its window may have been partly spent')
  expect((await look(partly('5'), { spoof: false })).observation.exact).toBe(true)
  // The limit of all calls stands in what is admitted, the one that refuses in the refusal.
  const two = await look((n) => (n > 5 ? [429, { 'x-ratelimit-limit': '5' }] : [401, { 'x-ratelimit-limit': '100' }]), { spoof: false })
  expect(two.observation).toMatchObject({ exact: true, announcedLimit: 100 })
})
