import { expect, it } from 'vitest'
import { item, report, section } from '../fixtures/build.ts'
import { caseReport } from '../fixtures.ts'
import { renderGithub } from './github.ts'

it('escapes percent, line ends, colon and comma where they would be read', () => {
  const place = { file: 'a,b:c%.yaml', line: 3 }
  const text = renderGithub(report([section('S', [item('x', '50 %\nof: it, all', { outcome: 'fail', place })])]))
  expect(text).toContain('::error file=a%2Cb%3Ac%25.yaml,line=3,title=x (high)::50 %25 of: it, all%0A')
})

it('is one command a line: the verdict, error for a fail, warning for what is not known', () => {
  const kinds = renderGithub(caseReport('no-go'))
    .trimEnd()
    .split('\n')
    .map((row) => /^::(\w+) /.exec(row)?.[1])
  expect(kinds).toEqual(['error', 'error', 'error', 'error', 'warning', 'warning', 'error'])
})
