import type { Checklist } from '../checklist/model.ts'
import {
  REPORT_SCHEMA,
  type ChecklistSummary,
  type Identified,
  type ReleaseSummary,
  type Report,
  type RuleSummary,
  type SectionResult,
} from '../core/report.ts'
import { decide } from '../verdict/decide.ts'
import { account } from '../verdict/ledger.ts'
import { uncounted } from '../verdict/uncounted.ts'
import type { Ran } from './run.ts'
import type { Plan, RunInfo } from './types.ts'

export interface Ending {
  readonly finishedAt: Date
  readonly durationMs: number
  readonly release: ReleaseSummary
  readonly identified: Identified | undefined
  readonly interrupted?: string
  readonly replayOf?: { readonly id: string; readonly startedAt: string }
  readonly notes: readonly string[]
}

/** Decides the verdict and puts the report together. Throws when the ledger does not add up. */
export function reportOf(plan: Plan, info: RunInfo, ran: Ran, ending: Ending): Report {
  const { release, interrupted } = ending
  const environment = {
    name: plan.environment.name,
    origins: Object.fromEntries(plan.environment.origins),
    allow: plan.environment.allow,
    ...(ending.identified === undefined ? {} : { identified: ending.identified }),
  }
  const partial = plan.partial === undefined ? {} : { partial: plan.partial }
  const leftOut = plan.leftOut === undefined ? {} : { leftOut: plan.leftOut }
  const counted = ran.items
    .filter(({ item }) => item.needed === undefined)
    .map(({ checklist, item: { id, severity, phase, outcome } }) => ({ checklist: checklist.id, id, severity, phase, outcome }))
  const rules = plan.checklists.flatMap(({ checklist }) => rulesOf(checklist).map((rule) => ({ ...rule, checklist: checklist.id })))
  const decision = decide(plan.phases, rules, counted, {
    environment,
    release,
    leftBehind: ran.leftBehind,
    ...partial,
    ...(interrupted === undefined ? {} : { interrupted }),
  })
  const passedOver = uncounted(rules, counted)
  const planned = plan.checklists.flatMap(({ checklist, selected, needed }) =>
    checklist.sections.flatMap(({ items }) =>
      items.filter(({ id }) => selected.has(id) || needed.has(id)).map(({ id }) => `${checklist.id} ${id}`),
    ),
  )
  return {
    schema: REPORT_SCHEMA,
    tool: { name: 'readiness', version: info.version },
    run: {
      id: info.id,
      startedAt: info.startedAt.toISOString(),
      finishedAt: ending.finishedAt.toISOString(),
      durationMs: Math.round(ending.durationMs),
      command: info.command,
      ...partial,
      ...leftOut,
      ...(interrupted === undefined ? {} : { interrupted }),
      ...(ending.replayOf === undefined ? {} : { replayOf: ending.replayOf }),
    },
    environment,
    release,
    checklists: plan.checklists.map(({ checklist }) => summaryOf(checklist)),
    ...decision,
    ledger: account(
      planned,
      ran.items.map(({ checklist, item }) => ({ checklist: checklist.id, item })),
      ran.looks,
    ),
    facts: ran.facts,
    sections: sectionsOf(plan, ran),
    looks: ran.looks,
    later: laterOf(plan),
    leftBehind: ran.leftBehind,
    ...(passedOver.length > 0 && { uncounted: passedOver }),
    signOff: plan.checklists.flatMap(({ checklist }) => checklist.signOff),
    notes: [
      ...ending.notes,
      ...(ran.withheld.length > 0
        ? [`values of looks that used ${ran.withheld.join(', ')} are not shown: too short or too common to be masked`]
        : []),
    ],
  }
}

function sectionsOf(plan: Plan, ran: Ran): SectionResult[] {
  return plan.checklists.flatMap(({ checklist }) => {
    const results = new Map(ran.items.filter((one) => one.checklist === checklist).map(({ item }) => [item.id, item]))
    return checklist.sections
      .map(({ title, items }) => ({ checklist: checklist.id, title, items: items.flatMap(({ id }) => results.get(id) ?? []) }))
      .filter(({ items }) => items.length > 0)
  })
}

/** Items of phases that the run did not judge; a partial run lists none, it left out more than phases. */
function laterOf(plan: Plan): Report['later'] {
  if (plan.partial !== undefined) return []
  const phases = new Set(plan.phases)
  return plan.checklists.flatMap(({ checklist, needed }) =>
    checklist.sections
      .flatMap(({ items }) => items)
      .filter(({ id, phase }) => !phases.has(phase) && !needed.has(id))
      .map(({ id, title, phase, severity }) => ({ id, title, phase, severity })),
  )
}

function summaryOf(checklist: Checklist): ChecklistSummary {
  const { id, title, source, owner, file, digest } = checklist
  return {
    id,
    title,
    ...(source === undefined ? {} : { source }),
    ...(owner === undefined ? {} : { owner }),
    file,
    digest,
    gate: rulesOf(checklist),
  }
}

function rulesOf({ gate, sections }: Checklist): RuleSummary[] {
  const items = sections.flatMap((section) => section.items)
  return gate.map(({ severity, atLeast, reportOnly, emptyOk, phases, refs }) => {
    const counted = items.filter((item) => item.severity === severity && (phases?.includes(item.phase) ?? true))
    return {
      severity,
      atLeast,
      reportOnly,
      emptyOk,
      ...(phases === undefined ? {} : { phases }),
      speaks: [...new Set(counted.map(({ phase }) => phase))],
      refs,
    }
  })
}
