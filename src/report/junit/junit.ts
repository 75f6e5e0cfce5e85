import type { ItemResult, LookResult, Report, SectionResult } from '../../core/report.ts'
import type { Style } from '../style.ts'
import { environmentLine, gateLine, headline, ledgerLine, releaseLine, runNotices } from '../summary.ts'
import { inFull, inOneLine } from '../explain.ts'
import { line } from '../text.ts'
import { toleratedBy } from '../tolerated.ts'
import { looksById, OUTCOME_WORDS, SETTLED_WORDS } from '../view.ts'
import { element, textElement, type Attributes } from './xml.ts'

type State = 'passed' | 'failure' | 'error' | 'skipped'

interface TestCase {
  readonly state: State
  readonly seconds: number
  readonly xml: readonly string[]
}

/**
 * JUnit XML as Jenkins reads it: fail is a failure, unknown an error; waived, not applicable, and what the gate tolerates are
 * skipped. The suite `later` holds items of phases that were not judged, as skipped; `verdict` repeats the verdict as test
 * cases, so that a CI that reads nothing else cannot go green on a NO-GO.
 */
export function renderJunit(report: Report, _style: Style): string {
  const looks = looksById(report)
  const timed = new Set<string>()
  const suites = report.sections.map((section) => ({
    name: suiteName(section, report),
    cases: section.items.map((item) => itemCase(item, section, looks, timed, toleratedBy(item, section.checklist, report))),
  }))
  const later = report.later.length === 0 ? [] : [{ name: 'later', cases: laterCases(report) }]
  const all = [...suites, ...later, { name: 'verdict', cases: verdictCases(report) }]
  const stamp = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})/.exec(report.run.startedAt)?.[1]
  const rows = all.flatMap(({ name, cases }) =>
    element(
      'testsuite',
      {
        name,
        ...counts(cases),
        skipped: tally(cases, 'skipped'),
        time: seconds(cases),
        ...(stamp === undefined ? {} : { timestamp: stamp }),
      },
      [...properties(report), ...cases.flatMap((one) => one.xml)],
    ),
  )
  const cases = all.flatMap((suite) => suite.cases)
  const root = element(
    'testsuites',
    { name: `readiness ${line(report.environment.name, 80)}`, ...counts(cases), time: (report.run.durationMs / 1000).toFixed(3) },
    rows,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.join('\n')}\n`
}

function suiteName(section: SectionResult, report: Report): string {
  return report.checklists.length > 1 ? `${line(section.checklist, 80)}: ${line(section.title)}` : line(section.title)
}

function itemCase(
  item: ItemResult,
  section: SectionResult,
  looks: ReadonlyMap<string, LookResult>,
  timed: Set<string>,
  tolerated: string | undefined,
): TestCase {
  const mine = item.looks.filter((id) => !timed.has(id))
  for (const id of mine) timed.add(id)
  const duration = mine.reduce((sum, id) => sum + (looks.get(id)?.durationMs ?? 0), 0) / 1000
  const name = `${line(item.id, 120)}: ${line(item.title)}`
  return testCase(name, `readiness.${line(section.checklist, 80).replaceAll('.', '_')}`, duration, item, looks, tolerated)
}

const STATES: Readonly<Record<ItemResult['outcome'], State>> = {
  pass: 'passed',
  fail: 'failure',
  unknown: 'error',
  waived: 'skipped',
  'not-applicable': 'skipped',
}

function testCase(
  name: string,
  classname: string,
  duration: number,
  item: ItemResult,
  looks: ReadonlyMap<string, LookResult>,
  tolerated: string | undefined,
): TestCase {
  const open = item.outcome === 'fail' || item.outcome === 'unknown'
  const state = open && tolerated !== undefined ? 'skipped' : STATES[item.outcome]
  const attributes = { name, classname, time: duration.toFixed(3) }
  const body = [
    `${item.severity}, ${SETTLED_WORDS[item.settledBy]}, ${line(item.place.file, 200)}:${item.place.line}`,
    ...inFull(item, looks),
  ].join('\n')
  const inner: Readonly<Record<State, () => string[]>> = {
    passed: () => (item.attestation ? textElement('system-out', {}, body) : []),
    failure: () => textElement('failure', { type: item.severity, message: inOneLine(item) }, body),
    error: () => textElement('error', { type: item.unknown?.reason ?? 'unknown', message: inOneLine(item) }, body),
    skipped: () => element('skipped', { message: whySkipped(item, tolerated) }),
  }
  return { state, seconds: duration, xml: element('testcase', attributes, inner[state]()) }
}

/** Items of phases that this run did not judge: skipped, so that they are not taken for passed. */
function laterCases(report: Report): TestCase[] {
  return report.later.map(({ id, title, phase }) => {
    const attributes = { name: `${line(id, 120)}: ${line(title)}`, classname: 'readiness.later', time: '0.000' }
    return {
      state: 'skipped',
      seconds: 0,
      xml: element('testcase', attributes, element('skipped', { message: `later: ${line(phase, 40)}` })),
    }
  })
}

function whySkipped(item: ItemResult, tolerated: string | undefined): string {
  if (item.outcome === 'not-applicable') return OUTCOME_WORDS[item.outcome]
  if (item.outcome === 'waived') return `waived: ${inOneLine(item)}`
  return `${item.outcome === 'fail' ? 'failed' : 'unknown'}, tolerated by the gate (${tolerated ?? ''}): ${inOneLine(item)}`
}

/** One case for the verdict, and one for each gate that is not met and not reported only. */
function verdictCases(report: Report): TestCase[] {
  const unmet = report.phases.flatMap((phase) =>
    phase.gates
      .filter((gate) => gate.state !== 'met' && !gate.reportOnly)
      .map((gate) => ({
        name: `gate ${line(phase.phase, 40)} ${gate.severity}`,
        state: gate.state === 'failed' ? ('failure' as const) : ('error' as const),
        message: gateLine(gate, report),
      })),
  )
  const because = report.because.map((why) => line(why)).slice(0, 20)
  const states: Readonly<Record<Report['verdict'], State>> = { GO: 'passed', 'NO-GO': 'failure', UNDETERMINED: 'error' }
  const cases = [{ name: 'gate', state: states[report.verdict], message: headline(report) }, ...(report.verdict === 'GO' ? [] : unmet)]
  return cases.map(({ name, state, message }) => ({
    state,
    seconds: 0,
    xml: element(
      'testcase',
      { name, classname: 'readiness.verdict', time: '0.000' },
      state === 'passed' ? [] : textElement(state, { type: report.verdict, message }, [message, ...because, ledgerLine(report)].join('\n')),
    ),
  }))
}

function properties(report: Report): string[] {
  const pairs: [string, string][] = [
    ['verdict', report.verdict],
    ['environment', environmentLine(report)],
    ['release', releaseLine(report)],
    ['run', line(report.run.id, 80)],
    ...runNotices(report).map((notice): [string, string] => ['notice', notice]),
  ]
  return element(
    'properties',
    {},
    pairs.flatMap(([name, value]) => element('property', { name, value })),
  )
}

function counts(cases: readonly TestCase[]): Attributes {
  return { tests: cases.length, failures: tally(cases, 'failure'), errors: tally(cases, 'error') }
}

function tally(cases: readonly TestCase[], state: State): number {
  return cases.filter((one) => one.state === state).length
}

function seconds(cases: readonly TestCase[]): string {
  return cases.reduce((sum, one) => sum + one.seconds, 0).toFixed(3)
}
