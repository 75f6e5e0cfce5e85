import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { testContext } from '../../../test/support/context.ts'
import { serve } from '../../../test/support/server.ts'
import { Secret } from '../../redaction/secret.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const NOW = new Date('2026-01-31T12:00:00.500Z')
const AT = NOW.getTime() / 1000 - 0.5

type Respond = (query: string, response: ServerResponse, path: string) => void

async function look(params: z.input<typeof Params>, respond: Respond, target: { bearer?: Secret; headers?: Record<string, string> } = {}) {
  const server = await serve(({ path }, response) => {
    const url = new URL(path, 'http://x')
    respond(url.searchParams.get('query') ?? '', response, url.pathname)
  })
  const context = testContext({ target: { url: `${server.url}/prom/`, ...target }, origins: [server.url], timeoutMs: 3000, now: () => NOW })
  try {
    return { ...(await observe(Params.parse(params), context)), requests: server.requests }
  } finally {
    await context.close()
    await server.close()
  }
}

const success = (data: unknown, extra: object = {}) => JSON.stringify({ status: 'success', data, ...extra })
const send = (response: ServerResponse, body: string, status = 200, type = 'application/json') =>
  void response.writeHead(status, { 'content-type': type }).end(body)
const vector = (...values: string[]) =>
  success({ resultType: 'vector', result: values.map((value, index) => ({ metric: { instance: `i${index}` }, value: [AT, value] })) })
const matrix = (...values: string[]) =>
  success({
    resultType: 'matrix',
    result: [{ metric: {}, values: values.map((value, index) => [AT - 60 * (values.length - 1 - index), value]) }],
  })
const fixed =
  (body: string): Respond =>
  (_, response) =>
    send(response, body)

it('gives the value of a single series, its labels and its time', async () => {
  const { observation, unread, requests } = await look({ queries: { total: 'sum(x{a="é &="})' } }, fixed(vector('12.5')), {
    bearer: new Secret('tok', 't'),
    headers: { 'X-Scope-OrgID': 'team' },
  })
  expect(Observation.parse(observation)).toEqual(observation)
  expect(observation).toEqual({
    queries: {
      total: {
        value: 12.5,
        seriesCount: 1,
        series: [{ labels: { instance: 'i0' }, value: 12.5, time: '2026-01-31T12:00:00.000Z', ageSeconds: 0.5 }],
      },
    },
  })
  expect(unread).toEqual([])
  expect(requests[0]?.path).toBe('/prom/api/v1/query?query=sum%28x%7Ba%3D%22%C3%A9+%26%3D%22%7D%29')
  expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer tok', 'x-scope-orgid': 'team' })
})

it('a scalar is a value', async () => {
  const { observation } = await look({ queries: { s: '1' } }, fixed(success({ resultType: 'scalar', result: [AT, '1'] })))
  expect(observation.queries['s']?.value).toBe(1)
})

const NO_VALUE = [
  ['M01 an empty vector', vector(), 'the query gave no series: no data is not zero'],
  ['M03 several series', vector('1', '2', '3'), '3 series where one is expected'],
  ['M02 NaN', vector('NaN'), 'a value is NaN'],
  ['M02 +Inf', vector('+Inf'), 'a value is +Inf'],
  ['M11 a unit', vector('1.5GB'), 'a value is no number'],
] as const

it.each(NO_VALUE)('%s is no value', async (_, body, detail) => {
  const { observation, unread } = await look({ queries: { q: 'x' } }, fixed(body))
  expect(observation.queries['q']).not.toHaveProperty('value')
  expect(unread?.at(-1)).toEqual({ path: ['queries', 'q', 'value'], reason: 'insufficient', detail })
})

it('M02 NaN among several series is unread there only', async () => {
  const { observation, unread } = await look({ queries: { q: 'x' } }, fixed(vector('1', 'NaN')))
  expect(observation.queries['q']?.series.map(({ value }) => value)).toEqual([1, undefined])
  expect(unread?.[0]?.path).toEqual(['queries', 'q', 'series', 1, 'value'])
})

it('M10 a range gives points, extremes and an increase over resets', async () => {
  const { observation, requests } = await look(
    { queries: { r: { query: 'x', range: '5m', step: '1m' } } },
    fixed(matrix('10', '15', '2', '4')),
  )
  expect(observation.queries['r']).toMatchObject({
    value: 4,
    min: 2,
    max: 15,
    first: 10,
    last: 4,
    increase: 9,
    expectedPoints: 6,
    seriesCount: 1,
  })
  expect(observation.queries['r']?.points?.[0]).toEqual({ time: '2026-01-31T11:57:00.000Z', value: 10 })
  expect(requests[0]?.path).toBe('/prom/api/v1/query_range?query=x&start=1769860500.5&end=1769860800.5&step=60')
})

it('a single point tells no increase, and a series that ended early no last value', async () => {
  const range = { query: 'x', range: '1h', step: '1m' }
  const one = await look({ queries: { r: range } }, fixed(matrix('500')))
  expect(one.observation.queries['r']).toMatchObject({ value: 500, last: 500 })
  expect(one.unread).toEqual([{ path: ['queries', 'r', 'increase'], reason: 'insufficient', detail: 'one point alone tells no increase' }])
  const ended = success({ resultType: 'matrix', result: [{ metric: {}, values: [180, 120].map((ago) => [AT - ago, '7']) }] })
  const { observation, unread } = await look({ queries: { r: range } }, fixed(ended))
  expect(observation.queries['r']).toMatchObject({ max: 7, increase: 0 })
  expect(observation.queries['r']).not.toHaveProperty('value')
  const detail = 'the last point is 121 s old: the series ended before the range'
  expect(unread).toEqual(['value', 'last'].map((field) => ({ path: ['queries', 'r', field], reason: 'insufficient', detail })))
})

it('M02 NaN in the middle of a range leaves all of it unread', async () => {
  const { observation, unread } = await look({ queries: { r: { query: 'x', range: '5m', step: '1m' } } }, fixed(matrix('1', 'NaN', '2')))
  expect(observation.queries['r']).not.toHaveProperty('value')
  expect(unread?.map(({ path, detail }) => `${path[2]}: ${detail}`)).toEqual(
    ['value', 'points', 'min', 'max', 'first', 'last', 'increase'].map((field) => `${field}: a value is NaN`),
  )
})

it('M06 a clock that is ahead shows as a negative age', async () => {
  const { observation } = await look(
    { queries: { q: 'x' } },
    fixed(success({ resultType: 'vector', result: [{ metric: {}, value: [AT + 600, '1'] }] })),
  )
  expect(observation.queries['q']?.series[0]?.ageSeconds).toBe(-599.5)
})

const error = (errorType: string) => JSON.stringify({ status: 'error', errorType, error: 'bad \u001b[31m query' })
const FAILURES = [
  ['M04 warnings', success({ resultType: 'vector', result: [] }, { warnings: ['a store is down'] }), 200, 'insufficient'],
  ['M05 status error', error('bad_data'), 400, 'malformed'],
  ['M05 422', error('execution'), 422, 'malformed'],
  ['M05 503', error('timeout'), 503, 'timeout'],
  ['M05 HTML', '<html>', 200, 'malformed'],
  ['M05 HTML of a proxy', '<html>', 502, 'unreachable'],
  ['401', '', 401, 'unauthorized'],
  ['404', 'not found', 404, 'unsupported'],
  ['no result', success({}), 200, 'malformed'],
  ['a string', success({ resultType: 'string', result: [AT, 'x'] }), 200, 'malformed'],
  ['M07 too many series', vector(...Array.from({ length: 10_001 }, () => '1')), 200, 'malformed'],
  ['M07 8 MiB', ' '.repeat(8 * 1024 * 1024 + 1), 200, 'malformed'],
] as const

it.each(FAILURES)('%s leaves that query unread, and alone ends the look', async (_, body, status, reason) => {
  const respond: Respond = (query, response) => (query === 'good' ? send(response, vector('1')) : send(response, body, status))
  const { observation, unread } = await look({ queries: { bad: 'bad', good: 'good' } }, respond)
  expect(observation.queries).toMatchObject({ good: { value: 1 } })
  expect(unread).toEqual([{ path: ['queries', 'bad'], reason, detail: expect.not.stringContaining('\u001b') }])
  if (body.includes('errorType')) expect(unread?.[0]?.detail).toMatch(/^Prometheus refused the query \(\d+ \w+\): bad {2}\[31m query$/)
  await expect(look({ queries: { bad: 'bad' } }, respond)).rejects.toMatchObject({ name: 'LookError', reason })
})

it('M08 label values are data', async () => {
  const odd = '"><script>\u001b[2J'
  const { observation } = await look(
    { queries: { q: 'x' } },
    fixed(success({ resultType: 'vector', result: [{ metric: { __proto__x: odd }, value: [AT, '1'] }] })),
  )
  expect(observation.queries['q']?.series[0]?.labels).toEqual({ __proto__x: odd })
})

it('reads the alerting rules', async () => {
  const rule = {
    type: 'alerting',
    name: 'Down',
    query: 'up == 0',
    state: 'inactive',
    health: 'ok',
    labels: { severity: 'page' },
    duration: 300,
    annotations: {},
  }
  const body = success({ groups: [{ name: 'g', file: 'f', rules: [rule, { type: 'recording', name: 'r', query: 'x', health: 'ok' }] }] })
  const { observation, requests } = await look({ rules: true }, fixed(body))
  expect(observation).toEqual({
    queries: {},
    rules: [
      { name: 'Down', group: 'g', query: 'up == 0', state: 'inactive', health: 'ok', labels: { severity: 'page' }, durationSeconds: 300 },
    ],
  })
  expect(requests[0]?.path).toBe('/prom/api/v1/rules?type=alert')
})

it('rules that cannot be read leave the queries as they are', async () => {
  const { unread } = await look({ queries: { q: 'x' }, rules: true }, (_, response, path) =>
    path.endsWith('rules') ? send(response, '', 403) : send(response, vector('1')),
  )
  expect(unread).toMatchObject([{ path: ['rules'], reason: 'unauthorized' }])
})

it('a look without queries and rules is a mistake of the author', () => {
  expect(Params.safeParse({}).success).toBe(false)
  expect(Params.safeParse({ queries: {} }).success).toBe(false)
})

it('the observation is plain JSON by its schema', () => {
  expect(z.toJSONSchema(Observation, { io: 'output' })).toMatchObject({ type: 'object' })
})
