import { fails, refused, unknown } from '../row.ts'
import type { Expect, Row, Setup } from '../row.ts'
import { raw, whole, type Act } from '../servers.ts'

const now = () => Date.now() / 1000
const vector = (...values: (string | readonly [string, object])[]) =>
  JSON.stringify({
    status: 'success',
    data: {
      resultType: 'vector',
      result: values.map((value) =>
        typeof value === 'string' ? { metric: { job: 'a' }, value: [now(), value] } : { metric: value[1], value: [now(), value[0]] },
      ),
    },
  })

const ITEM = 'probe: prometheus\nwith: { queries: { errors: "sum(errors)" } }\nexpect: "queries.errors.value < 5.0"'

const at =
  (act: Act, item: string, more: Partial<Setup> = {}): Row['setup'] =>
  async (stage) => {
    const server = await raw(stage, (socket) => void socket.once('data', () => act(socket)))
    return { environment: `targets: { metrics: { kind: prometheus, url: "${server.url}" } }`, item, ...more }
  }

/** A Prometheus that gives this body to everything. */
const says = (id: string, title: string, body: () => string, expect: Expect, item = ITEM, more: Partial<Setup> = {}): Row => ({
  id,
  title,
  expect,
  setup: at((socket) => void socket.end(whole(body(), 'Content-Type: application/json')), item, more),
})

/** What a Prometheus answers that looks like a number and is none. */
export const rows: readonly Row[] = [
  says('M01', 'an empty vector', () => vector(), unknown('insufficient', /no series|0 series/)),
  ...['NaN', '+Inf', '-Inf'].map((value) => says('M02', `the value ${value}`, () => vector(value), unknown('insufficient', /NaN|Inf/i))),
  says('M03', 'two series where one is wanted', () => vector('1', ['2', { job: 'b' }]), unknown('insufficient', /2 series/)),
  says(
    'M04',
    'success with a warning',
    () => JSON.stringify({ ...(JSON.parse(vector('1')) as object), warnings: ['partial response'] }),
    unknown('insufficient', /warning|partial/i),
  ),
  says('M05', 'an error that calls itself so', () => '{"status":"error","errorType":"bad_data","error":"parse error"}', {
    status: 3,
    outcome: 'unknown',
    says: /error|refused|bad_data/i,
  }),
  says('M05', 'HTML of an ingress', () => '<html>welcome</html>', unknown('malformed', /JSON|Prometheus/)),
  {
    id: 'M05',
    title: '503',
    expect: { status: 3, outcome: 'unknown', says: /503/ },
    setup: at((socket) => void socket.end('HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n'), ITEM),
  },
  says(
    'M06',
    'a sample of yesterday',
    () => JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [now() - 86_400, '1'] }] } }),
    { status: 3, outcome: 'unknown', says: /old|stale|age|seconds/ },
    ITEM.replace('expect:', 'enough: "queries.errors.series[0].ageSeconds < 300.0"\nexpect:'),
  ),
  {
    id: 'M07',
    title: '100 MB of series',
    expect: unknown('malformed', /larger than|more than/),
    setup: at(
      (socket) =>
        void socket.end(
          whole(
            `{"status":"success","data":{"resultType":"vector","result":[${`{"metric":{"a":"${'x'.repeat(1000)}"},"value":[1,"1"]},`.repeat(20_000)}null]}}`,
          ),
        ),
      `${ITEM}\ntimeout: 5s`,
      { deadlineMs: 5000 },
    ),
  },
  says(
    'M08',
    'labels with ANSI, HTML and quotes',
    () => vector(['9', { job: '\u001b[2J<script>alert(1)</script>"\'' }]),
    fails(/u001b\[2J<script>/),
    ITEM.replace('"queries.errors.value < 5.0"', '"queries.errors.series.all(s, s.labels.job == \'a\')"'),
    {
      verify: ({ outputs }) => [
        Object.values(outputs).some((text) => text.includes('\u001b')) && 'a raw ESC reached an output',
        outputs['report.html']?.includes('<script>alert') === true && 'markup reached the HTML report',
      ],
    },
  ),
  {
    id: 'M11',
    title: 'a number with a unit where a number is wanted',
    expect: refused(/no-such-overload|unexpected|result-type|expression/),
    setup: at(() => {}, ITEM.replace('< 5.0', '< 1.5GB')),
  },
  {
    id: 'M11',
    title: 'a comparison with text',
    expect: refused(/no-such-overload/),
    setup: at(() => {}, ITEM.replace('< 5.0', "< '95%'")),
  },
]
