import { expect, it } from 'vitest'
import type { ItemResult, Report } from '../core/report.ts'
import type { Recording } from '../engine/record.ts'
import { item, report, section } from '../report/fixtures/build.ts'
import { contradictions } from './same-judgement.ts'

const part = (outcome: ItemResult['outcome']) => item('a.1', 'Part', { outcome })
const judged = (outcome: ItemResult['outcome'], version = '0.1.0'): Report =>
  report([section('S', [item('a', 'Whole', { children: [part(outcome)] })])], { tool: { name: 'readiness', version } })
const recording = (recorded: Report, text = ''): Recording =>
  ({ report: recorded, checklists: [{ file: 'c.yaml', text, params: {}, selected: [], needed: [] }] }) as unknown as Recording

it('a run that is judged alike contradicts nothing, whatever the version', () => {
  expect(contradictions(recording(judged('pass')), judged('pass', '0.2.0'))).toEqual([])
})

it('names the part, both outcomes and both versions', () => {
  expect(contradictions(recording(judged('fail')), judged('pass', '0.2.0'))).toEqual([
    'a.1: recorded fail, judged again pass: the file was changed since, or judged by another version (recorded by 0.1.0, this is 0.2.0)',
  ])
})

it('names an item that is gone', () => {
  expect(contradictions(recording(judged('pass')), report([]))).toContainEqual(
    'a: recorded pass, judged again not there: the file was changed since',
  )
})

it('does not take a checklist in which a secret is masked for a changed one', () => {
  const other = { ...judged('pass'), checklists: [] }
  expect(contradictions(recording(other), judged('pass'))).toHaveLength(1)
  expect(contradictions(recording(other, 'fix: wi[secret:saved.x]'), judged('pass'))).toEqual([])
})
