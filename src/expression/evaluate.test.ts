import { expect, it } from 'vitest'
import { judge } from './sample.ts'

const TRUE = [
  'status == 200',
  'status == 200.0',
  'status in [200, 204]',
  'latencyMs < 5',
  'latencyMs == 4',
  'latencyMs * 2 > 7',
  'latencyMs + 1 == 5',
  'latencyMs in [4.0]',
  'ok',
  '!has(server)',
  '!has(proxy)',
  'has(status)',
  'size(pods) == 2',
  'headers["x-a"] == "1"',
  'header("X-A") == "1"',
  'steps.first.header("X-A") == "1"',
  '"x-b" in headers == false',
  '!("x-b" in headers)',
  'pods[0].name == "a"',
  'pods.all(p, p.restarts > 0)',
  'pods.map(p, p.restarts) == [1, 2]',
  'pods.filter(p, has(p.probe)).size() == 1',
  'pods[0].probe.period == 5',
  'byName["x"].value == 1',
  'byName.x.value == 1',
  'steps.race.exists_one(r, r.status == 400)',
  'steps.race.exists_one(r, r.status == 400 && r.json.detail.contains("already used"))',
  'steps.race[0].json.id == 7',
  'type == "t"',
  'list == "l"',
  'int == 5',
  'int(latencyMs) == 4',
  'cel == "c"',
  'google == "g"',
  'optional == "o"',
  'type(status) == type(1)',
  'pods.all(status, status.restarts > 0)',
  'cel.bind(n, json.n, n > 1 && n < 4)',
  'ok ? status == 200 : false',
  'params.league == "lg"',
  'now < timestamp(notAfter)',
  'timestamp(notAfter) - now > duration("720h")',
  'timestamp(json.exp) > timestamp("2020-01-01T00:00:00Z")',
  'text.matches("^a+b$")',
  'r"\\d".matches("d")',
  'text.split("b").size() == 2',
  'text.substring(json.i).startsWith("aa")',
  'semver("1.10.0") > semver("1.9.3")',
  'semver("15.18") >= semver("15.2.0")',
  'semver("15.18 (Debian 15.18-1)") < semver("16")',
  'semver("v7.2.4") == semver("7.2.4")',
  'semver("1.0.0-rc.1") < semver("1.0.0")',
  'percentile(latencies, 50) == 3.0',
  'percentile(json.l, 100) == 3',
  'percentile(latencies, 95) == 100.0',
]
it.each(TRUE)('%s is true', (source) => {
  expect(judge(source).result).toEqual({ kind: 'true' })
})

const FALSE = [
  'status == 503',
  'latencyMs != 4',
  'latencyMs == 3',
  'latencyMs == 5',
  '5 == latencyMs',
  'has(server)',
  'pods.all(p, p.restarts < 2 && ok)',
  'pods.exists(p, p.restarts > 5)',
  'byName.x.value == 2',
  'steps.race.exists_one(r, r.status >= 200)',
  'text.matches("^b")',
  'text.matches("(a+)+$")',
  'semver("1.9") > semver("1.10")',
  'framing == "none"',
]
it.each(FALSE)('%s is false', (source) => {
  expect(judge(source).result).toEqual({ kind: 'false' })
})

it.each([
  ['server == "nginx"', 'server', 'server is not there'],
  ['proxy == "x"', 'proxy', 'proxy is not there'],
  ['hsts.maxAgeSeconds > 1', 'hsts', 'hsts is not there'],
  ['has(hsts.maxAgeSeconds)', 'hsts', 'hsts is not there'],
  ['pods[9].name == "a"', 'pods[9]', 'pods[9] is not there'],
  ['pods.all(p, p.probe.period > 0)', 'probe', 'p.probe is not there'],
  ['headers["x-b"] == "1"', 'headers["x-b"]', 'headers["x-b"] is not there'],
  ['header("X-B") == "1"', 'header("X-B")', 'there is no header x-b'],
  ['json.a.c.contains("x")', 'c', 'json.a.c is not there'],
  ['json.__proto__ == 1', '__proto__', 'json.__proto__ is not there'],
  ['json["constructor"] == 1', 'json["constructor"]', 'json["constructor"] is not there'],
  ['percentile(json.none, 50) > 1.0', 'percentile(json.none, 50)', 'percentile() of an empty list'],
])('%s is absent at %s', (source, at, why) => {
  const { result } = judge(source)
  expect(result).toMatchObject({ kind: 'absent', why })
  expect(placeOf(source, result)).toBe(at)
})

it.each([
  ['json.n', 'this is 3, not true or false'],
  ['json.a', 'this is {"b": "xyz"}, not true or false'],
  ['json.n != "3"', 'json.n != "3" compares number with string'],
  ['json.n == json.s', 'json.n == json.s compares number with string'],
  ['json.n in ["3"]', 'json.n in ["3"] looks for number in a list of string'],
  ['!(json.n in ["3"])', 'json.n in ["3"] looks for number in a list of string'],
  ['json.l.all(x, x != "a")', 'x != "a" compares number with string'],
  ['json.n.contains("x")', "found no matching overload for 'int.contains(string)'"],
  ['json.n < "a"', 'no such overload: int < string'],
  ['!json.n', 'no such overload: !int'],
  ['json.n && ok', "Logical operator requires bool operands, got 'int'"],
  ['text.matches(json.bad)', 'not a pattern of RE2: error parsing regexp: missing closing ): `(`'],
  ['semver(text) > semver("1.0.0")', `not a version: "${'a'.repeat(33)}b"`],
  ['double(json.n) / json.i > 1.0', 'double(json.n) / json.i is not a number: a division by zero or too large'],
  ['!(double(json.i) / json.i > 0.1)', 'double(json.i) / json.i is not a number: a division by zero or too large'],
  ['1 % json.i == 1', 'modulo by zero'],
  ['percentile(json.l, 101) > 1.0', 'percentile() takes 0 to 100, not 101'],
  ['timestamp(json.when) < now', 'not a time with a date and a zone: "2026-01-01T00:00:00.000"'],
])('%s is a mismatch', (source, why) => {
  const json = { n: 3, s: '3', a: { b: 'xyz' }, l: [1], i: 0, bad: '(', when: '2026-01-01T00:00:00.000' }
  expect(judge(source, { values: { json } }).result).toMatchObject({ kind: 'mismatch', why })
})

it.each([
  ['status == 200', { status: 'two hundred' }],
  ['status == 200', { status: 1.5 }],
  ['pods.size() == 2', { pods: 'a' }],
  ['pods[0].restarts == 1', { pods: [{ restarts: 'x' }] }],
  ['hsts.maxAgeSeconds == 1', { hsts: [1] }],
  ['ok', { ok: 'true' }],
])('%s over %j, which is not of the declared form, is a mismatch and not a crash', (source, changed) => {
  expect(judge(source, { values: changed }).result.kind).toBe('mismatch')
})

it.each([
  ['json.a.b == 1 || status == 200', 'true'],
  ['status == 200 || json.zip == 1', 'true'],
  ['json.zip == 1 && status == 503', 'false'],
  ['json.n == "3" || ok', 'true'],
  ['json.zip == 1 || status == 503', 'absent'],
  ['ok ? status == 200 : json.zip', 'true'],
])('%s: errors beside a decided answer are absorbed, else they stay (%s)', (source, kind) => {
  expect(judge(source).result.kind).toBe(kind)
})

it('an integer beyond 64 bits is internal, not an answer', () => {
  expect(judge('json.n * 9223372036854775807 > 0').result.kind).toBe('internal')
})

/** The part of the source that a result points to. */
function placeOf(source: string, result: object): string {
  const { start, end } = result as { start: number; end: number }
  return source.slice(start, end)
}
