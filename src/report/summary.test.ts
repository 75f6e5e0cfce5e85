import { expect, it } from 'vitest'
import type { Report } from '../core/report.ts'
import { caseReport } from './fixtures.ts'
import { item, report, section } from './fixtures/build.ts'
import { FORMATS, loadReporter } from './registry.ts'
import { headline, reasons, runNotices } from './summary.ts'

const phases = (verdicts: Readonly<Record<string, Report['verdict']>>): Report['phases'] =>
  Object.entries(verdicts).map(([phase, verdict]) => ({ phase, verdict, gates: [] }))
const noGo: Report = {
  ...caseReport('undetermined'),
  verdict: 'NO-GO',
  because: [],
  phases: phases({ a: 'GO', b: 'NO-GO', c: 'UNDETERMINED', d: 'NO-GO' }),
}

it('puts each phase under its own verdict, the worst first', () => {
  expect(headline(noGo)).toBe('NO-GO for b and d, UNDETERMINED for c, GO for a')
  expect(headline(caseReport('no-go'))).toBe('NO-GO for staging')
})

it('promises no GO for a phase while something speaks against every GO', () => {
  expect(headline({ ...noGo, leftBehind: ['x'] })).toBe('NO-GO for b and d, UNDETERMINED for a and c')
  expect(headline({ ...noGo, because: ['the target answered with more than one release'] })).not.toMatch(/(?<!NO-)GO for/)
  expect(headline({ ...noGo, verdict: 'UNDETERMINED', phases: phases({ a: 'GO' }), run: { ...noGo.run, interrupted: 'SIGINT' } })).toBe(
    'UNDETERMINED for a',
  )
})

it.each(FORMATS.filter(({ name }) => name !== 'json'))('says so as $name', async ({ name }) => {
  const reporter = await loadReporter(name)
  const text = reporter?.render(noGo, { width: 120, color: 0, unicode: true, verbose: false, quiet: false }) ?? ''
  expect(text.replaceAll('%2C', ',').replace(/\s+/g, ' ')).toContain('for b and d, UNDETERMINED for c, GO for a')
})

it('says once that a run was interrupted', () => {
  expect(runNotices({ ...noGo, run: { ...noGo.run, interrupted: 'interrupted by SIGINT' } })[0]).toBe(
    'Interrupted by SIGINT; what was not done is unknown',
  )
})

it('does not repeat and cut what was left behind: it has a list of its own', () => {
  const leftBehind = Array.from({ length: 40 }, (_, index) => `look: step ${index} answered 500`)
  expect(reasons({ ...noGo, leftBehind, because: [`left behind: ${leftBehind.join('; ')}`] })).toEqual([
    'left behind: look: step 0 answered 500 and 39 more',
  ])
})

it.each(['pretty', 'markdown', 'html'])('prints a shared cause in full once and no fix for it: %s', async (name) => {
  const detail = `nobody answers ${'x'.repeat(200)} to the end`
  const items = Array.from({ length: 4 }, (_, index) =>
    item(`u${index}`, `Item ${index}`, { outcome: 'unknown', unknown: { reason: 'unreachable', detail }, settle: 'Start it.', fix: 'FIX' }),
  )
  const reporter = await loadReporter(name)
  const text = reporter?.render(report([section('S', items)]), { width: 80, color: 0, unicode: true, verbose: false, quiet: false }) ?? ''
  const evidence = name === 'html' ? text.slice(text.indexOf('<table class="items"')) : text
  expect(evidence.replace(/\s+/g, ' ').match(/to the end/g)).toHaveLength(1)
  expect(text).toContain('as above: nobody answers')
  expect(text).not.toContain('FIX')
})
