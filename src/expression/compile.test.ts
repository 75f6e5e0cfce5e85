import { expect, it } from 'vitest'
import { compile, resultSchema } from './compile.ts'
import { refuse, scope } from './sample.ts'

/** The source, the code, the part under the caret, and the hint. */
it.each<[string, string, string, string | undefined]>([
  ['statuss == 200', 'unknown_variable', 'statuss', 'did you mean status?'],
  ['ok && latencyMS < 5', 'unknown_variable', 'latencyMS', 'did you mean latencyMs?'],
  ['pods.all(p, q.restarts > 0)', 'unknown_variable', 'q', undefined],
  ['steps.frist.status == 200', 'no_such_key', 'frist', 'did you mean first?'],
  ['pods.all(p, p.restart > 0)', 'no_such_key', 'restart', 'did you mean restarts?'],
  ['facts.topolgy.instances.size() > 1', 'no_such_key', 'topolgy', 'did you mean topology?'],
  ['params.constructor == "x"', 'no_such_key', 'constructor', 'known here: league'],
  ['text.length == 3', 'cannot_index_type', 'length', undefined],
  ['status == "x"', 'no_such_overload', '==', undefined],
  ['(status + 1)   ==   "x"', 'no_such_overload', '==', undefined],
  ['status + text == 1', 'no_such_overload', '+', undefined],
  ['proxy == null', 'no_such_overload', '==', 'a declared field is never null: write has(x) or !has(x)'],
  ['latencyMs in [4]', 'no_such_overload', 'in', 'write the numbers of the list with a point, as in 4.0'],
  ['text.contians("x")', 'no_matching_overload', 'contians', 'did you mean contains?'],
  ['(text).contians("x")', 'no_matching_overload', 'contians', 'did you mean contains?'],
  ['pods.exist(p, p.restarts > 1)', 'unknown_variable', 'p', undefined],
  ['siez(pods) == 1', 'no_matching_overload', 'siez', 'did you mean size?'],
  ['nonsense(pods)', 'no_matching_overload', 'nonsense', undefined],
  ['latencies.percentile(95) < 5.0', 'no_matching_overload', 'percentile', 'write percentile(x, ...)'],
  ['contains(text, "a")', 'no_matching_overload', 'contains', 'write x.contains(...)'],
  ['text.contains(1)', 'no_matching_overload', 'contains', undefined],
  ['status > 100 && text', 'invalid_logical_operand', 'text', undefined],
  ['status && ok', 'invalid_logical_operand', 'status', undefined],
  ['status ==', 'unexpected_token', '=', undefined],
  ['status = 200', 'unexpected_character', '=', 'write =='],
  ['ok and ok', 'unexpected_character', 'and', 'write &&'],
  ['ok & ok', 'unexpected_character', '&', 'write &&'],
  ['package == 1', 'reserved_identifier', 'package', undefined],
  ['has(headers["x"])', 'invalid_macro_argument', 'headers["x"]', "has() takes a field, as in has(a.b); for a key of a map write 'x' in a"],
  [
    'pods.all(status, has(status))',
    'invalid_macro_argument',
    'status',
    "has() takes a field, as in has(a.b); for a key of a map write 'x' in a",
  ],
  ['steps.bare.header("X") == "1"', 'no_headers', 'bare', undefined],
  ['header(1) == "1"', 'no_such_overload', '1', undefined],
  ['status / 2 == 100', 'integer_division', '/', 'write double(a) / b'],
  ['json.failed / json.total <= 0.1', 'integer_division', '/', 'write double(a) / b'],
  ['(status + 1)  /  json.n == 1', 'integer_division', '/', 'write double(a) / b'],
  ['now - timestamp(notAfter) < duration("30d")', 'invalid_duration', '"30d"', "write duration('720h'): the units are h, m, s, ms"],
  ['duration("soon") < duration("1h")', 'invalid_duration', '"soon"', "the units are h, m, s, ms, as in duration('1h30m')"],
  ['timestamp("2026-01-01") < now', 'invalid_timestamp', '"2026-01-01"', "write timestamp('2026-01-31T00:00:00Z')"],
  ['timestamp("2026-01-01T00:00:00") < now', 'invalid_timestamp', '"2026-01-01T00:00:00"', "write timestamp('2026-01-31T00:00:00Z')"],
  ['semver("x") < semver("1.0.0")', 'invalid_version', '"x"', undefined],
  ['text.matches("(a")', 'invalid_regex', '"(a"', undefined],
  ['text.matches("a(?=b)")', 'invalid_regex', '"a(?=b)"', undefined],
  ['text.matches(r"(a)\\1")', 'invalid_regex', 'r"(a)\\1"', undefined],
  ['now.getHours("Europe/Berlin") == 1', 'machine_zone', 'getHours', 'use UTC, as in now.getHours(), and durations'],
  ['now.getDayOfYear() == 1', 'machine_zone', 'getDayOfYear', 'use UTC, as in now.getHours(), and durations'],
  ['framing == "dney"', 'unknown_literal', '"dney"', 'did you mean "deny"?'],
  ['"dney" != framing', 'unknown_literal', '"dney"', 'did you mean "deny"?'],
  ['framing in ["deny", "sameorigins"]', 'unknown_literal', '"sameorigins"', 'did you mean "sameorigin"?'],
  ['[framing].exists(f, f == "x") || framing == "x"', 'unknown_literal', '"x"', undefined],
  ['[1, 2.5].size() == 2', 'heterogeneous_list_element', '2.5', 'the elements of a list must be of one type: write 1.0 beside 2.5'],
  ['[].all(x, x == 1)', 'unsupported', '[].all(x, x == 1)', undefined],
  ['status + 1', 'result_type', 'status + 1', undefined],
  ['text', 'result_type', 'text', undefined],
])('%s: %s under %s', (source, code, under, hint) => {
  const problem = refuse(source)
  expect({ code: problem.code, under: source.slice(problem.start, problem.end), hint: problem.hint }).toEqual({ code, under, hint })
})

it.each([
  ['pods.all(p, p.restart > 0)', 'p has no field restart'],
  ['status == "x"', '== does not work on int and string'],
  ['framing == "dney"', 'framing is never "dney", only "deny", "sameorigin", "none"'],
  ['text', 'this must be true or false, but it is string'],
  ['json.failed / json.total <= 0.1', 'the division of whole numbers cuts off the fraction'],
])('%s is refused in words: %s', (source, message) => {
  expect(refuse(source).message).toBe(message)
})

it.each<[string, readonly unknown[][]]>([
  ['status == 200', [['status']]],
  ['json.a.b == 1 || json.a.b == 2', [['json', 'a', 'b']]],
  [
    'headers["x-a"] == header("X-Frame-Options")',
    [
      ['headers', 'x-a'],
      ['headers', 'x-frame-options'],
    ],
  ],
  ['steps.first.header("X-A") == "1"', [['steps', 'first', 'headers', 'x-a']]],
  ['pods.all(p, p.probe.period > 0)', [['pods', '[]', 'probe', 'period']]],
  ['pods.all(p, ok)', [['ok'], ['pods']]],
  [
    'pods[0].name == pods[json.i].name',
    [
      ['pods', '[]', 'name'],
      ['json', 'i'],
    ],
  ],
  ['has(server)', [['server']]],
  ['has(hsts.maxAgeSeconds)', [['hsts', 'maxAgeSeconds']]],
  ['cel.bind(t, json.n, t > 1)', [['json', 'n']]],
  [
    'pods.filter(p, p.restarts > 1).map(p, p.name).all(n, n != "")',
    [
      ['pods', '[]', 'restarts'],
      ['pods', '[]', 'name'],
    ],
  ],
  ['pods.all(status, status.restarts > 0)', [['pods', '[]', 'restarts']]],
  ['1 == 1', []],
])('%s reads %j', (source, reads) => {
  const program = compile(scope, source, 'bool')
  expect(program).toMatchObject({ kind: 'program', source, reads })
})

it.each<[string, string, object]>([
  ['ok', 'bool', { type: 'boolean' }],
  ['status', 'int', { type: 'integer' }],
  ['latencyMs * 2', 'double', { type: 'number' }],
  ['text', 'string', { type: 'string' }],
  ['now', 'google.protobuf.Timestamp', { 'x-cel': 'timestamp' }],
  ['latencies', 'list<double>', { type: 'array', items: { type: 'number' } }],
  ['pods', 'list<object.pods.item>', { type: 'array', items: {} }],
  ['json.l.filter(x, x > 1)', 'list', { type: 'array', items: {} }],
  ['headers', 'map<string, string>', {}],
  ['json.n', 'dyn', {}],
  ['now - now', 'google.protobuf.Duration', {}],
])('the result of %s is of type %s', (source, type, schema) => {
  const program = compile(scope, source, 'any')
  if (program.kind === 'problem') throw new Error(program.message)
  expect(program.type).toBe(type)
  expect(resultSchema(program)).toEqual(schema)
})
