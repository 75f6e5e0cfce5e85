import { expect, it } from 'vitest'
import { familyOf, parseExposition } from './parse.ts'
import type { Page } from './parse.ts'

function page(text: string): Page {
  const parsed = parseExposition(text)
  if ('badLine' in parsed) throw new Error(`line ${parsed.badLine} is bad`)
  return parsed
}

it('reads names, labels, values, timestamps and comments', () => {
  const { samples, types, helps } = page(`# HELP http_requests_total Requests, with a \\\\ and a\\nline.
# TYPE http_requests_total counter
# just a comment
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total { method = "post" , code="400", } 3e2

no_labels -1.5
empty_labels{} 0
:colon:name +4.
`)
  expect(samples).toEqual([
    { name: 'http_requests_total', labels: { method: 'post', code: '200' }, value: '1027' },
    { name: 'http_requests_total', labels: { method: 'post', code: '400' }, value: '3e2' },
    { name: 'no_labels', labels: {}, value: '-1.5' },
    { name: 'empty_labels', labels: {}, value: '0' },
    { name: ':colon:name', labels: {}, value: '+4.' },
  ])
  expect(types.get('http_requests_total')).toBe('counter')
  expect(helps.get('http_requests_total')).toBe('Requests, with a \\ and a\nline.')
})

it('undoes the escapes of label values, and keeps what only looks like syntax', () => {
  const { samples } = page('m{path="C:\\\\DIR\\\\F.TXT",error="Cannot find:\\n\\"F\\"",odd="} # , = é"} 1.458255915e9')
  expect(samples[0]?.labels).toEqual({ path: 'C:\\DIR\\F.TXT', error: 'Cannot find:\n"F"', odd: '} # , = é' })
})

it('reads NaN and infinities, and a bucket without end', () => {
  expect(page('a NaN\nb +Inf\nc -Inf\nd{le="+Inf"} 7').samples.map(({ value }) => value)).toEqual(['NaN', '+Inf', '-Inf', '7'])
})

it('passes over exemplars and knows the end of OpenMetrics', () => {
  const text = `# TYPE foo histogram
# UNIT foo seconds
foo_bucket{le="10.0"} 11 # {trace_id="KOO5S4vxi0o"} 0.67 1520879607.789
foo_bucket{le="+Inf"} 17 1520879607.789 # {trace_id="oHg5"} 9.8
foo_count 17
foo_sum 324789.3
# TYPE bar counter
bar_total 17.0
bar_created 1520430000.123
# EOF
`
  const parsed = page(text)
  expect(parsed.ended).toBe(true)
  expect(parsed.samples.map(({ value }) => value)).toEqual(['11', '17', '17', '324789.3', '17.0', '1520430000.123'])
  expect(['foo_bucket', 'foo_count', 'bar_total', 'lonely_total'].map((name) => parsed.types.get(familyOf(name, parsed)))).toEqual([
    'histogram',
    'histogram',
    'counter',
    undefined,
  ])
})

it('reads quoted names', () => {
  expect(page('{"my.metric",a="b"} 1').samples).toEqual([{ name: 'my.metric', labels: { a: 'b' }, value: '1' }])
})

it('a label called __proto__ is a label', () => {
  expect(Object.entries(page('m{__proto__="x"} 1').samples[0]?.labels ?? {})).toEqual([['__proto__', 'x']])
})

const BAD = [
  '<!doctype html>',
  '{"a": 1}',
  'm 1.5GB',
  'm 95%',
  'm 12,5',
  'm',
  'm{a="b" 1',
  'm{a=b} 1',
  'm{a="b} 1',
  'm 1 2 3',
  '1m 1',
  'm 0x1p3',
  'm{a="1",a="2"} 1',
  'm 1\nm 2',
  'm{a="1",b="2"} 1\nm{b="2",a="1"} 1',
  '# EOF\nm 1',
]

it.each(BAD.slice(0, 13))('M11 %s is no sample', (line) => {
  expect(parseExposition(`fine 1\n${line}\n`)).toEqual({ badLine: 2 })
})

it('a series that stands twice and lines after the end are found', () => {
  expect(BAD.slice(13).map((text) => parseExposition(text))).toEqual([{ badLine: 2 }, { badLine: 2 }, { badLine: 2 }])
})

it('reads 100,000 samples in the time of a request', () => {
  const text = Array.from({ length: 100_000 }, (_, index) => `m{n="${index}"} ${index}`).join('\n')
  const start = performance.now()
  expect(page(text).samples).toHaveLength(100_000)
  expect(performance.now() - start).toBeLessThan(5000)
})
