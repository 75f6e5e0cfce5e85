import type { Report } from '../core/report.ts'
import { gate, item, report, section } from './fixtures/build.ts'
import { hostile } from './fixtures/hostile.ts'
import {
  adminGuarded,
  blocked,
  csp,
  dbReachable,
  headersHsts,
  kubernetesOnly,
  LOOKS,
  passing,
  slowQueries,
  stakeholders,
  tokensReplay,
  topologySafe,
} from './fixtures/items.ts'

export interface ReportCase {
  readonly name: string
  /** What the command line ends with for this report; part of the golden's name. */
  readonly exitStatus: number
  readonly report: Report
}

const LATER = [
  { id: 'h1.no-503', title: 'No 503 on the token endpoint', phase: 'post-deploy', severity: 'high' },
  { id: 'h1.latency', title: 'Latency stays where it was', phase: 'post-deploy', severity: 'medium' },
] as const

const FACTS: Report['facts'] = [
  { name: 'multi', text: 'looks.topology.instances.size() > 1 || looks.workload.maxReplicas > 1', value: 'false' },
  { name: 'cluster', text: 'looks.workload.kinds.size() > 0', unknown: { reason: 'unconfigured', detail: 'targets.cluster is not set' } },
]

/** Whole reports of every kind that a run can end in. Test data. */
export const CASES: readonly ReportCase[] = [
  { name: 'go', exitStatus: 0, report: go() },
  { name: 'no-go', exitStatus: 1, report: noGo() },
  { name: 'undetermined', exitStatus: 3, report: undetermined() },
  { name: 'partial', exitStatus: 0, report: partial() },
  { name: 'interrupted', exitStatus: 130, report: interrupted() },
  { name: 'gate-empty', exitStatus: 3, report: gateEmpty() },
  { name: 'thousand', exitStatus: 1, report: thousand() },
  { name: 'hostile', exitStatus: 1, report: hostile() },
]

/** The report of that case. */
export function caseReport(name: string): Report {
  const found = CASES.find((one) => one.name === name)
  if (!found) throw new Error(`no case ${name}`)
  return found.report
}

function go(): Report {
  const sections = [
    section('Verify deployment topology', [topologySafe, ...passing(3)]),
    section('Headers ヘッダー 🚀', [csp, kubernetesOnly]),
    section('People', [stakeholders]),
    section('Performance', [slowQueries]),
  ]
  return report(sections, { looks: LOOKS, later: LATER, facts: FACTS.slice(0, 1) })
}

function noGo(): Report {
  const sections = [
    section('Verify deployment topology', [topologySafe, tokensReplay, ...passing(4)]),
    section('Headers', [headersHsts, csp, adminGuarded, kubernetesOnly]),
    section('Database', [dbReachable, ...blocked(14), slowQueries]),
    section('People', [stakeholders]),
    section('Nothing here yet', []),
  ]
  const left = 'event ev_1: DELETE answered 409; remove it by hand'
  const plain = report(sections)
  return report(sections, {
    looks: LOOKS,
    later: LATER,
    facts: FACTS,
    because: [...plain.because, `left behind: ${left}`],
    leftBehind: [left],
    notes: [
      'checklists/event-deletion.yaml:88: all expectations of headers.csp only deny',
      'a value under 8 characters was withheld in looks.store',
    ],
  })
}

function undetermined(): Report {
  const sections = [section('Database', [dbReachable, ...blocked(2)]), section('Routes', passing(9))]
  return report(sections, { looks: LOOKS, release: { state: 'undeclared' } })
}

function partial(): Report {
  const plain = go()
  return {
    ...plain,
    run: { ...plain.run, partial: 'only items of severity critical or high', command: 'readiness check --env staging --severity high' },
  }
}

function interrupted(): Report {
  const cut = ['Rollback was rehearsed', 'Backups restore'].map((title, index) =>
    item(`ops.${index + 1}`, title, {
      severity: 'critical',
      outcome: 'unknown',
      unknown: { reason: 'interrupted', detail: 'SIGINT came before this was looked at' },
      settle: 'Run again to the end.',
    }),
  )
  const plain = report([section('Routes', passing(3)), section('Operations', cut)], { looks: LOOKS })
  return { ...plain, run: { ...plain.run, interrupted: 'SIGINT after 12.4 s' } }
}

/** No GO by the gate alone: nothing fails, but no critical item applies. */
function gateEmpty(): Report {
  const items = passing(4).map((one) => ({ ...one, severity: 'high' as const }))
  const gates = [gate('critical', 100, items), gate('high', 80, items)]
  return report([section('Routes', items)], {
    looks: LOOKS,
    because: [
      'staging: critical no applicable item, needs 100 %: has no applicable item',
      'the gate medium 60 % of event-deletion has no item in this run',
    ],
    phases: [{ phase: 'staging', verdict: 'UNDETERMINED', gates }],
  })
}

function thousand(): Report {
  const sections = Array.from({ length: 20 }, (_, index) => {
    const items = passing(50, `s${index + 1}`)
    return section(
      `Service ${index + 1}`,
      index % 7 === 3 ? [...items.slice(0, 49), { ...tokensReplay, id: `s${index + 1}.tokens` }] : items,
    )
  })
  return report(sections, { looks: LOOKS })
}
