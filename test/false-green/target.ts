import { gzipSync } from 'node:zlib'
import type { Answer } from './case.ts'

const CUT = gzipSync('{"ok":true,"padding":"this is whole before it is cut off"}').subarray(0, 24)
const METRICS = '# TYPE queue gauge\nqueue NaN\n'

/** Answers of the shared target by path; any other path is 404. */
const ANSWERS: Readonly<
  Record<
    string,
    {
      readonly status?: number
      readonly type?: string
      readonly body?: string | Buffer
      readonly headers?: Readonly<Record<string, string>>
    }
  >
> = {
  '/ok': { body: '{"ok":true,"n":1,"errors":[],"replicas":[{"ready":true}]}' },
  '/bad': { status: 503, body: '{"ok":false}' },
  '/forbidden': { status: 401, body: '{"error":"unauthorized"}' },
  '/forbidden-prometheus/api/v1/query': { status: 401, body: '{"status":"error"}' },
  '/login': { type: 'text/html', body: '<!doctype html><title>Log in</title><p>Everything is ok' },
  '/empty': { body: '' },
  '/nothing': { status: 204, type: 'text/plain', body: '' },
  '/lists': { body: '{"items":[],"errors":[]}' },
  '/text-number': { body: '{"n":"1","failed":"0"}' },
  '/cut': { body: CUT, headers: { 'content-encoding': 'gzip' } },
  '/metrics': { type: 'text/plain; version=0.0.4', body: METRICS },
  '/no-metrics': { type: 'text/plain; version=0.0.4', body: '' },
  '/one': { body: '{"name":"production"}' },
  // Prometheus: an instant query without a series, and one that is NaN.
  '/prometheus/api/v1/query': { body: '{"status":"success","data":{"resultType":"vector","result":[]}}' },
  '/nan/api/v1/query': { body: '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000,"NaN"]}]}}' },
}

/** The shared target of the suite. `/never` accepts and says nothing. */
export const target: Answer = ({ path }, response) => {
  const [plain = ''] = path.split('?')
  if (plain === '/never') return
  const answer = ANSWERS[plain] ?? { status: 404, body: '{}' }
  const { status = 200, type = 'application/json', body = '', headers = {} } = answer
  response.writeHead(status, { 'content-type': type, ...headers }).end(body)
}
