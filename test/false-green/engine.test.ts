import { createSocket } from 'node:dgram'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { withDeadline } from '../../src/io/deadline.ts'
import { lookup } from '../../src/io/http/lookup.ts'
import type * as Registry from '../../src/probes/registry.ts'
import { environmentOf, itemsOf, run } from '../support/run.ts'
import { serve } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'

/** What the probes `command` and `document` do in these tests: the command line can load no foreign probe that would do it. */
let observe: () => unknown = () => undefined
/** What its manifest says of a look before it is made. */
let describe: (() => never) | undefined
/** How long its code takes to load. */
let loading = async () => {}
vi.mock('../../src/probes/registry.ts', async (original) => {
  const registry = await original<typeof Registry>()
  const loadProbe: typeof registry.loadProbe = async (name) => {
    const probe = await registry.loadProbe(name)
    return probe && ['command', 'document'].includes(name)
      ? { ...probe, load: async () => (await loading(), observe as never), ...(describe && { describe }) }
      : probe
  }
  return { ...registry, loadProbe }
})

let server: TestServer
beforeAll(async () => {
  server = await serve((_, response) => void response.end('{}'))
})
afterAll(() => server.close())
afterEach(() => {
  describe = undefined
  loading = async () => {}
})

const BAD: readonly (readonly [string, () => unknown])[] = [
  [
    'throws at once',
    () => {
      throw new TypeError("Cannot read properties of undefined (reading 'rows')")
    },
  ],
  [
    'throws later',
    async () => {
      throw new RangeError('later')
    },
  ],
  [
    'throws what is no error',
    async () => {
      throw 'GO'
    },
  ],
  ['rejects with nothing', () => Promise.reject(undefined)],
  ['gives nothing', async () => undefined],
  ['gives another shape than it declares', async () => ({ observation: { exitCode: 'zero' } })],
  [
    'gives an observation that throws when it is read',
    async () => ({
      observation: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('trap')
          },
          get: () => {
            throw new Error('trap')
          },
        },
      ),
    }),
  ],
]

it.each(BAD)('F23 a probe that %s is unknown: internal for its item, stops no other, and is accounted for', async (_, bad) => {
  observe = bad
  const checklist = await itemsOf(`- id: one
  title: One
  severity: critical
  probe: command
  effect: read
  with: { command: [anything] }
  expect: "exitCode != 1"
- { id: good, title: Good, severity: critical, probe: http, with: { path: / }, expect: "status == 200" }`)
  const { report } = await run(checklist, await environmentOf(`url: "${server.url}"\nphases: [pre-deploy]`))
  const items = report.sections.flatMap((section) => section.items)
  expect(items.map(({ id, outcome, unknown }) => [id, outcome, unknown?.reason])).toEqual([
    ['one', 'unknown', 'internal'],
    ['good', 'pass', undefined],
  ])
  expect([report.verdict, report.ledger.planned]).toEqual(['UNDETERMINED', 2])
})

const STEPS = `- id: one
  title: One
  severity: critical
  effect: destructive
  steps:
    - { id: first, with: { method: POST, path: /first } }
    - { id: second, probe: command, with: { command: [anything] } }
    - { id: third, with: { method: POST, path: /third } }
  finally:
    - { id: broken, probe: command, with: { command: [anything] } }
    - { id: undo, with: { method: DELETE, path: /first } }
  expect: "steps.first.status == 200"`

it('a fault of a manifest that is to prove what the target is proves nothing', async () => {
  describe = () => {
    throw new TypeError('the fault')
  }
  const identify = 'identify: { probe: document, with: { file: anything }, expect: exists }'
  const environment = await environmentOf(`url: "${server.url}"\nphases: [pre-deploy]\n${identify}`)
  const items = '- { id: good, title: Good, severity: critical, probe: http, with: { path: / }, expect: "status == 200" }'
  const { report } = await run(await itemsOf(items), environment)
  expect([report.verdict, report.environment.identified]).toEqual([
    'UNDETERMINED',
    { state: 'unknown', asked: 'document', detail: 'document: a fault inside the probe: TypeError: the fault' },
  ])
})

it('what a look takes, and its deadline, do not hold the time that loading its code takes', async () => {
  const order: string[] = []
  observe = async () => (order.push('looked'), { observation: { exitCode: 0 } })
  loading = async () => void order.push('loaded')
  const listen = ({ type }: { readonly type: string }) => void (type.startsWith('look-') && order.push(type))
  const item =
    '- { id: one, title: One, severity: critical, probe: command, effect: read, with: { command: [anything] }, expect: "exitCode == 0" }'
  await run(await itemsOf(item), await environmentOf(`url: "${server.url}"\nphases: [pre-deploy]`), { listen })
  expect(order).toEqual(['loaded', 'look-started', 'looked', 'look-ended'])
})

it('a fault of a manifest amid the steps sends nothing further, skips no clean-up, and says what is left behind', async () => {
  observe = async () => ({ observation: {} })
  describe = () => {
    throw new TypeError('the fault')
  }
  const before = server.requests.length
  const environment = await environmentOf(`url: "${server.url}"\nallow: [destructive]\nphases: [pre-deploy]`)
  const { report } = await run(await itemsOf(STEPS), environment)
  expect(server.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /first', 'DELETE /first'])
  expect(report.leftBehind).toEqual(['item:one: broken: a fault inside the probe: TypeError: the fault'])
  expect(report.looks[0]?.steps.map(({ id, failed }) => [id, failed?.reason])).toEqual([
    ['first', undefined],
    ['second', 'internal'],
    ['third', undefined],
    ['broken', 'internal'],
    ['undo', undefined],
  ])
  expect(report.verdict).toBe('UNDETERMINED')
})

it('a DNS server that is silent is a timeout, never an empty answer', async () => {
  const silent = createSocket('udp4')
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve))
  const signal = new AbortController().signal
  const answer = withDeadline({ signal, timeoutMs: 300, what: 'no address came' }, (deadline) =>
    lookup('shop.silent.test', deadline, { servers: [`127.0.0.1:${silent.address().port}`] }),
  )
  await expect(answer).rejects.toMatchObject({ reason: 'timeout' })
  await new Promise<void>((resolve) => silent.close(() => resolve()))
})
