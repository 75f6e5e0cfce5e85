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
