import { expect, it } from 'vitest'
import { item, report, section } from '../fixtures/build.ts'
import { renderPretty } from './pretty.ts'
import { widthOf } from './width.ts'

const STYLE = { width: 80, color: 0 as const, unicode: true, verbose: false, quiet: false }
const finding = (text: string, result: 'true' | 'false') => ({ role: 'expect' as const, text, result, values: [] })

it('says why a parent fails before it shows its parts', () => {
  const parts = [item('p.1', 'Part', { outcome: 'fail', fix: 'Mend the part.' })]
  const text = renderPretty(report([section('S', [item('p', 'Whole', { outcome: 'fail', why: 'All of it.', children: parts })])]), STYLE)
  expect(text.indexOf('All of it.')).toBeLessThan(text.indexOf('Part'))
})

it('tells with --verbose what held from what did not', () => {
  const one = item('a', 'A', { outcome: 'fail', findings: [finding('x == 1', 'true'), finding('y == 2', 'false')] })
  const text = renderPretty(report([section('S', [one])]), { ...STYLE, verbose: true })
  expect(text).toMatch(/holds {3}x == 1\n +wanted {2}y == 2/)
})

it('keeps steps with two digits within the width', () => {
  const items = Array.from({ length: 12 }, (_, index) => item(`i${index}`, 'I', { outcome: 'fail', fix: `${index} ${'word '.repeat(40)}` }))
  const rows = renderPretty(report([section('S', items)]), STYLE).split('\n')
  expect(rows.filter((row) => /^ {2}\d+ /.test(row)).map((row) => row.trim().split(' ')[0])).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
  ])
  expect(rows.filter((row) => widthOf(row) > 80)).toEqual([])
})

it('tells what is wanted in its sentence, and the expression with --verbose alone', () => {
  const findings = [{ ...finding('x == 1', 'false'), message: 'One is there', shown: [{ label: 'found', value: '2' }] }]
  const one = report([section('S', [item('a', 'A', { outcome: 'fail', findings })])])
  expect(renderPretty(one, STYLE)).toMatch(/wanted {2}One is there\n +seen {4}found: 2\n/)
  expect(renderPretty(one, STYLE)).not.toContain('x == 1')
  expect(renderPretty(one, { ...STYLE, verbose: true })).toMatch(/wanted {2}One is there\n +x == 1\n +seen {4}found: 2\n/)
})

it('tells a reason once, and nothing of a field that is missing where what is shown says so', () => {
  const gone = { ...finding('x == 1', 'true'), result: 'unread' as const, detail: 'the target is down' }
  const absent = { ...finding('x == 1', 'true'), result: 'absent' as const, shown: [{ label: 'x', value: 'not set' }] }
  const one = item('a', 'A', { outcome: 'fail', findings: [gone, gone, absent] })
  const text = renderPretty(report([section('S', [one])]), STYLE)
  expect(text).toMatch(/seen {4}the target is down\n(?:.*\n)? +seen {4}as above\n(?:.*\n)? +seen {4}x: not set\n/)
  expect(text).not.toContain('absent')
})

it('tells what was too little below, where it stands as wanted and seen', () => {
  const enough = { ...finding('x > 0', 'false'), role: 'enough' as const, values: [{ text: 'x', value: '0' }] }
  const unknown = { reason: 'insufficient' as const, detail: 'too little to judge: wanted x > 0, saw x = 0' }
  const text = renderPretty(report([section('S', [item('a', 'A', { outcome: 'unknown', unknown, findings: [enough] })])]), STYLE)
  expect(text).toMatch(/unknown too little to judge\n +enough {2}x > 0\n +seen {4}x = 0\n/)
})
