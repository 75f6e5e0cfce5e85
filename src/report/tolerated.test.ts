import { expect, it } from 'vitest'
import type { ItemResult, Report } from '../core/report.ts'
import { gate, item, report, section } from './fixtures/build.ts'
import { renderGithub } from './github/github.ts'
import { renderJunit } from './junit/junit.ts'
import { toleratedBy } from './tolerated.ts'

const STYLE = { width: 80, color: 0 as const, unicode: true, verbose: false, quiet: false }
const failing = (changes: Partial<ItemResult> = {}) => item('f', 'Fails', { outcome: 'fail', ...changes })

/** A report whose gate for high items wants this share. */
function wanting(share: number, items: readonly ItemResult[], changes: Parameters<typeof gate>[3] = {}): Report {
  const gates = [gate('high', share, items, changes)]
  const verdict = gates[0]?.state === 'met' ? 'GO' : 'NO-GO'
  return report([section('S', items)], { verdict, phases: [{ phase: 'staging', verdict, gates }] })
}

const ITEMS = [failing(), item('g', 'Passes')]
const [first = failing()] = ITEMS
const SHARE = 'high 1 of 2 = 50 %, needs 50 %'

it.each([
  ['the arithmetic of the gate that is met without it', wanting(50, ITEMS), first, SHARE],
  ['that it is only reported', wanting(100, ITEMS, { reportOnly: true }), first, 'report only'],
  ['nothing for one that the gate is lost by', wanting(100, ITEMS), first, undefined],
  ['nothing for one that no gate counts', wanting(50, ITEMS), failing({ severity: 'low' }), undefined],
  ['nothing for one of a phase that is not judged', wanting(50, ITEMS), failing({ phase: 'later' }), undefined],
  ['nothing for one that a selected item needs', wanting(50, ITEMS), failing({ needed: true }), undefined],
])('says %s', (_, whole, one, text) => {
  expect(toleratedBy(one, 'event-deletion', whole)).toBe(text)
})

it('a GO is no red build: no failure and no error of what the gate tolerates', () => {
  const unknown = item('u', 'Unknown', { outcome: 'unknown', unknown: { reason: 'timeout', detail: 'no answer' } })
  const whole = wanting(30, [...ITEMS, unknown])
  const xml = renderJunit(whole, STYLE)
  expect(xml).toMatch(/<testsuites [^>]*failures="0" errors="0"/)
  expect(xml).toContain('<skipped message="failed, tolerated by the gate (high 1 of 3 = 33.3 %, 1 unknown, needs 30 %): Fails"/>')
  expect(xml).toContain('<skipped message="unknown, tolerated by the gate (high 1 of 3')
  expect(renderJunit(wanting(100, ITEMS, { reportOnly: true }), STYLE)).toContain('failed, tolerated by the gate (report only): Fails')
  const lines = renderGithub(whole).split('\n')
  expect(lines.map((text) => text.split(' ')[0])).toEqual(['::notice', '::warning', '::warning', ''])
})

it('a NO-GO is an error, and so is what it is lost by', () => {
  expect(renderJunit(wanting(100, ITEMS), STYLE)).toMatch(/<testsuites [^>]*failures="3"/)
  expect(
    renderGithub(wanting(100, ITEMS))
      .split('\n')
      .map((text) => text.split(' ')[0]),
  ).toEqual(['::error', '::error', ''])
})
