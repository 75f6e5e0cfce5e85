import type { GateResult, Report } from '../../core/report.ts'
import { factValue } from '../facts.ts'
import { nextSteps } from '../next.ts'
import { environmentLine, gateLine, headline, laterLines, ledgerLine, reasons, releaseLine, runNotices, timeLine } from '../summary.ts'
import { line, listed, time } from '../text.ts'
import { looksById, topItems, whyNotSignable } from '../view.ts'
import { stepViews } from './brief.ts'
import { itemView, type Page } from './item-view.ts'
import { notKnown } from './not-known.ts'
import { unmetViews } from './unmet.ts'

export interface GateView {
  readonly phase: string
  readonly severity: string
  readonly text: string
  readonly state: GateResult['state']
  readonly word: string
  /** Per cent, 0 to 100, for the bar. */
  readonly share: number
  readonly needs: number
}

const GATE_WORDS: Readonly<Record<GateResult['state'], string>> = {
  met: '✓ met',
  failed: '✗ not met',
  open: '? open',
  empty: '✗ nothing applies',
}

/** Everything the page shows, as safe text that needs only HTML escaping. */
export function pageModel(report: Report) {
  const page: Page = { looks: looksById(report), anchors: new Set(), told: new Set() }
  const blocked = whyNotSignable(report)
  const sections = report.sections.map((section) => ({
    title: report.checklists.length > 1 ? `${line(section.checklist, 60)}: ${line(section.title)}` : line(section.title),
    fine: section.items.every((item) => item.outcome === 'pass' || item.outcome === 'not-applicable'),
    items: section.items.map((item) => itemView(item, page)),
  }))
  const reached = (anchor: string): string => (page.anchors.has(anchor) ? anchor : '')
  return {
    verdict: report.verdict,
    subject: headline(report).slice(report.verdict.length).trim(),
    because: reasons(report, 20),
    notices: runNotices(report),
    titles: report.checklists.map((checklist) => line(checklist.title)),
    identity: identity(report),
    gates: gates(report),
    ledger: ledgerLine(report),
    notJudged: laterLines(report),
    next: stepViews(nextSteps(report), reached),
    sections,
    unmet: unmetViews(report).map((one) => ({ ...one, anchor: reached(one.anchor) })),
    unknown: notKnown(report),
    later: report.later.map((item) => ({
      id: line(item.id, 80),
      title: line(item.title),
      phase: line(item.phase, 40),
      severity: item.severity,
    })),
    facts: report.facts.map((fact) => ({ name: line(fact.name, 80), value: factValue(fact) })),
    leftBehind: report.leftBehind.map((left) => line(left)),
    notes: report.notes.map((note) => line(note)),
    words: attestations(report),
    notSignable: blocked === undefined ? '' : `Not signable: ${blocked}.`,
    covers: `${environmentLine(report)}; release ${releaseLine(report)}; run ${line(report.run.id, 80)} of ${time(report.run.startedAt)}`,
    digests: report.checklists.map((checklist) => `${line(checklist.id, 80)} ${line(checklist.digest, 80)}`),
    roles: report.signOff.map((sign) => line(sign.role, 80)),
    foot: `run ${report.run.id}, ${report.verdict}`.replace(/[^\w .,:-]/g, '').slice(0, 80),
  }
}

function identity(report: Report): { label: string; text: string; mono: boolean }[] {
  return [
    { label: 'Environment', text: environmentLine(report, Number.POSITIVE_INFINITY), mono: false },
    { label: 'Release', text: releaseLine(report), mono: false },
    { label: 'Time', text: `${timeLine(report)} (ended ${time(report.run.finishedAt)})`, mono: false },
    { label: 'Run', text: line(report.run.id, 80), mono: true },
    ...report.checklists.map((checklist) => ({
      label: 'Checklist',
      text: `${line(checklist.file, 200)}, SHA-256 ${line(checklist.digest, 80)}${checklist.source === undefined ? '' : `, from ${line(checklist.source, 200)}`}${checklist.owner === undefined ? '' : `, owner ${line(checklist.owner, 80)}`}`,
      mono: false,
    })),
    { label: 'Effects', text: report.environment.allow.length > 0 ? listed(report.environment.allow, 10) : 'none', mono: false },
    { label: 'Command', text: line(report.run.command, 500), mono: true },
    { label: 'Made by', text: `readiness ${line(report.tool.version, 40)}`, mono: false },
  ]
}

function gates(report: Report): GateView[] {
  return report.phases.flatMap((phase) =>
    phase.gates.map((gate) => ({
      phase: line(phase.phase, 40),
      severity: gate.severity,
      text: gateLine(gate, report),
      state: gate.state,
      word: GATE_WORDS[gate.state],
      share: percent(gate.applicable === 0 ? 0 : (gate.met * 100) / gate.applicable),
      needs: percent(gate.atLeast),
    })),
  )
}

function percent(value: number): number {
  return Math.round(Math.min(Math.max(value, 0), 100))
}

function attestations(
  report: Report,
): { item: string; person: string; role: string; at: string; release: string; expires: string; proof: string }[] {
  return topItems(report).flatMap(({ id, attestation: word }) => {
    if (!word) return []
    return [
      {
        item: line(id, 120),
        person: line(word.person, 80),
        role: line(word.role, 80),
        at: time(word.at),
        release: word.release === undefined ? 'any' : line(word.release, 80),
        expires: word.expires === undefined ? 'no end' : time(word.expires),
        proof: word.evidence === undefined ? 'none' : line(word.evidence, 200),
      },
    ]
  })
}
