import { expect, it } from 'vitest'
import { judge } from './sample.ts'

it.each([
  ['none.all(x, x.x > 0)', ['none.all()']],
  ['!none.exists(x, x.x > 0)', ['none.exists()']],
  ['!none.exists_one(x, x.x > 0)', ['none.exists_one()']],
  ['none.filter(x, x.x > 0).size() == 0', ['none.filter()']],
  ['none.map(x, x.x).size() == 0', ['none.map()']],
  ['none.map(x, x.x).all(x, x > 0)', ['none.map()', 'none.map(x, x.x).all()']],
  ['pods.filter(p, p.restarts > 9).all(p, p.name == "x")', ['pods.all()']],
  ['(none + none).all(x, x.x > 0)', ['(none + none).all()']],
  ['json.none.all(x, x > 0)', ['json.none.all()']],
  ['json["none"].all(x, x > 0)', ['json.none.all()']],
  ['nested.all(n, n.ports.all(p, p > 0))', ['nested[].ports.all()']],
  ['cel.bind(list, none, list.all(x, x.x > 0))', ['none.all()']],
])('%s is true of nothing, and says which list was empty', (source, empty) => {
  const evaluation = judge(source)
  expect(evaluation.result).toEqual({ kind: 'true' })
  expect(evaluation.empty).toEqual(empty)
})

it.each([
  'none.size() == 0 || none.all(x, x.x > 0)',
  'faults.all(f, f.line > 0)',
  '!faults.exists(f, f.line > 0)',
  'faults.filter(f, f.line > 9).size() == 0',
  'faults.map(f, f.line).all(l, l > 0)',
  'faults.filter(f, f.line > 9).all(f, f.line > 0)',
  '(faults + faults).all(f, f.line > 0)',
  'faults.size() == 0',
  'pods.all(p, p.restarts > 0)',
  '[1].all(x, x == 1)',
  '[1].filter(x, x > 1).size() == 0',
  '[1].filter(x, x > 1).all(x, x > 2)',
])('%s ranges over nothing observed that ought to be there', (source) => {
  const evaluation = judge(source)
  expect(evaluation.result).toEqual({ kind: 'true' })
  expect(evaluation.empty).toEqual([])
})

it('a list of findings and an ordinary one together are ordinary', () => {
  expect(judge('(faults.map(f, f.line) + none.map(n, n.x)).all(l, l > 0)').empty).toContain(
    '(faults.map(f, f.line) + none.map(n, n.x)).all()',
  )
})

it('what one evaluation found empty is not remembered for the next', () => {
  expect(judge('none.all(x, x.x > 0)').empty).toEqual(['none.all()'])
  expect(judge('none.all(x, x.x > 0)', { values: { none: [{ x: 1 }] } }).empty).toEqual([])
})
