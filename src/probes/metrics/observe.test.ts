import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { testContext } from '../../../test/support/context.ts'
import { serve } from '../../../test/support/server.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const TEXT = `# HELP hits_total Hits.
# TYPE hits_total counter
hits_total{code="200"} 90
hits_total{code="503"} 10
# TYPE heat gauge
heat 1.5
lag NaN
lag{node="b"} 2
`

async function look(params: z.input<typeof Params>, respond: (response: ServerResponse) => void) {
  const server = await serve((_, response) => respond(response))
  const context = testContext({ origin: server.url, timeoutMs: 3000 })
  try {
    return { ...(await observe(Params.parse(params), context)), requests: server.requests }
  } finally {
    await context.close()
    await server.close()
  }
}

const answer =
  (body: string, status = 200, type = 'text/plain; version=0.0.4') =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': type }).end(body)

it('gives each metric with type, help, samples and sum', async () => {
  const { observation, requests } = await look({ names: ['hits_total', 'heat', 'gone'] }, answer(TEXT))
  expect(Observation.parse(observation)).toEqual(observation)
  expect(observation).toEqual({
    metrics: {
      hits_total: {
        type: 'counter',
        help: 'Hits.',
        count: 2,
        sum: 100,
        samples: [
          { labels: { code: '200' }, value: 90 },
          { labels: { code: '503' }, value: 10 },
        ],
      },
      heat: { type: 'gauge', count: 1, sum: 1.5, samples: [{ labels: {}, value: 1.5 }] },
    },
    names: ['heat', 'hits_total', 'lag'],
    sampleCount: 5,
    missing: ['gone'],
    nonFinite: [],
  })
  expect(requests.map(({ path }) => path)).toEqual(['/metrics'])
})

it('M02 a sample that is NaN is listed, and the sum is unread', async () => {
  const { observation, unread } = await look({ path: '/m' }, answer(TEXT))
  expect(observation.metrics['lag']).toEqual({ type: 'untyped', count: 2, samples: [{ labels: { node: 'b' }, value: 2 }] })
  expect(observation.nonFinite).toEqual([{ name: 'lag', labels: {}, value: 'NaN' }])
  expect(unread).toEqual([{ path: ['metrics', 'lag', 'sum'], reason: 'insufficient', detail: 'a sample of lag is NaN or infinite' }])
})

const FAILURES = [
  ['M05 HTML', answer('<!doctype html><title>Sign in</title>', 200, 'text/html'), 'malformed'],
  ['M11 a unit', answer('memory 1.5GB'), 'malformed'],
  ['401', answer('', 401), 'unauthorized'],
  ['404', answer('', 404), 'unsupported'],
  ['503', answer('', 503), 'unreachable'],
  ['a cut off page', answer('a 1\n', 200, 'application/openmetrics-text; version=1.0.0'), 'malformed'],
  ['M07 too many samples', answer(Array.from({ length: 10_001 }, (_, n) => `m{n="${n}"} 1`).join('\n')), 'malformed'],
] as const

it.each(FAILURES)('%s is no page of metrics', async (_, respond, reason) => {
  await expect(look({}, respond)).rejects.toMatchObject({ name: 'LookError', reason })
})

it('without an origin the look is unconfigured', async () => {
  await expect(observe({}, testContext())).rejects.toMatchObject({ reason: 'unconfigured' })
})

it('the observation is plain JSON by its schema', () => {
  expect(z.toJSONSchema(Observation, { io: 'output' })).toMatchObject({ type: 'object' })
})
