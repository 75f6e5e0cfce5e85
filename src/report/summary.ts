import { formatDuration } from '../core/duration.ts'
import { OUTCOMES, SETTLED_BY, type Outcome, type Verdict } from '../core/outcome.ts'
import type { GateResult, Identified, PhaseVerdict, ReleaseSummary, Report } from '../core/report.ts'
import { count, evidence, line, listed, thousands, time } from './text.ts'
import { attemptsLine, OUTCOME_WORDS, SETTLED_WORDS, topItems } from './view.ts'

/** The sentences that every format for people shares. All of them are safe single lines. */

/** `NO-GO for pre-deploy and staging, GO for rollback`: each phase under its own verdict, the verdict of the run first. */
export function headline(report: Report): string {
  const own = report.phases.map(({ phase, verdict }) => ({
    phase: line(phase, 40),
    verdict: verdict === 'GO' && doubtful(report) ? 'UNDETERMINED' : verdict,
  }))
  const groups = WORST_FIRST.map((verdict) => ({
    verdict,
    phases: own.filter((one) => one.verdict === verdict).map(({ phase }) => phase),
  })).filter(({ phases }) => phases.length > 0)
  if (groups.length === 0) return report.verdict
  if (groups[0]?.verdict !== report.verdict)
    return `${report.verdict} for ${listed(
      own.map(({ phase }) => phase),
      6,
    )}`
  return groups.map(({ verdict, phases }) => `${verdict} for ${listed(phases, 6)}`).join(', ')
}

const WORST_FIRST: readonly Verdict[] = ['NO-GO', 'UNDETERMINED', 'GO']

/** Whether something beside the items speaks against every GO: a mixed release, something left behind, an interruption. */
function doubtful({ because, phases, run, leftBehind }: Report): boolean {
  if (run.interrupted !== undefined || leftBehind.length > 0) return true
  return because.some((why) => !why.startsWith('no gate speaks of the phase ') && !phases.some(({ phase }) => why.startsWith(`${phase}: `)))
}

/** `61 items, 23 looks: 50 pass (48 looked at, 2 attested), 3 fail, 8 unknown`. */
export function ledgerLine(report: Report): string {
  const { planned, looks, outcomes } = report.ledger
  const parts = OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map(
    (outcome) => `${thousands(outcomes[outcome])} ${OUTCOME_WORDS[outcome]}${howPassed(report, outcome)}`,
  )
  return `${count(planned, 'item')}, ${count(looks, 'look')}: ${parts.length > 0 ? parts.join(', ') : 'nothing planned'}`
}

function howPassed(report: Report, outcome: Outcome): string {
  if (outcome !== 'pass') return ''
  const passed = topItems(report).filter((item) => item.outcome === 'pass')
  if (passed.length !== report.ledger.outcomes.pass) return ''
  const parts = SETTLED_BY.map((by) => ({ by, number: passed.filter((item) => item.settledBy === by).length })).filter(
    (part) => part.number > 0,
  )
  return ` (${parts.map(({ by, number }) => `${thousands(number)} ${SETTLED_WORDS[by]}`).join(', ')})`
}

const GATE_WORDS: Readonly<Record<GateResult['state'], string>> = {
  met: '',
  failed: ': cannot be met',
  open: ': not met yet',
  empty: ': nothing to judge it by',
}

/** The arithmetic of one gate and what follows from it; names its checklist when there are several. */
export function gateLine(gate: GateResult, report: Report): string {
  const of = report.checklists.length > 1 ? `${line(gate.checklist, 60)}: ` : ''
  const only = gate.reportOnly && !gate.text.includes('reported only') ? ', reported only' : ''
  return `${of}${line(gate.text)}${only}${GATE_WORDS[gate.state]}`
}

/** Why the verdict is what it is, without the sentences that only repeat a gate's arithmetic. */
export function reasons(report: Report, max = 8): string[] {
  const arithmetic = report.phases.flatMap((phase) => phase.gates.map((gate) => gate.text))
  const own = report.because.filter((why) => !arithmetic.some((text) => text !== '' && why.includes(text)))
  const rest = own.length - max
  return [
    ...own.slice(0, max).map((why) => (why.startsWith('left behind: ') ? leftLine(report, why) : line(why))),
    ...(rest > 0 ? [`and ${count(rest, 'more reason')}`] : []),
  ]
}

/** The first of what was left behind: all of it has a place of its own in every report. */
function leftLine({ leftBehind }: Report, why: string): string {
  const [first] = leftBehind
  return first === undefined || leftBehind.length === 1 ? line(why) : `left behind: ${line(first)} and ${leftBehind.length - 1} more`
}

/** Gates of a phase in one line: `critical 36 of 36 = 100 %, needs 100 % · high ...`. */
export function gatesLine(phase: PhaseVerdict, report: Report): string {
  return phase.gates.map((gate) => gateLine(gate, report)).join(' · ')
}

const RELEASE_WORDS: Readonly<Record<ReleaseSummary['state'], string>> = {
  confirmed: 'confirmed',
  observed: 'as the target answered',
  mixed: 'MIXED: the target gave two answers',
  different: 'DIFFERENT from what was expected',
  unknown: 'unknown',
  undeclared: 'not declared',
}

/** `4f2c1e9 (confirmed)`. */
export function releaseLine(report: Report): string {
  const { expected, running, state, detail } = report.release
  const name = running ?? expected
  const against = state === 'different' && expected !== undefined ? `, expected ${line(expected, 80)}` : ''
  const more = detail === undefined ? '' : `: ${line(detail)}`
  return name === undefined ? `${RELEASE_WORDS[state]}${more}` : `${line(name, 80)} (${RELEASE_WORDS[state]}${against}${more})`
}

/** `staging at https://api.example.com (identify holds: GET https://api.example.com/environment)`; of many origins the first, unless `most` says otherwise. */
export function environmentLine(report: Report, most = 3): string {
  const origins = Object.values(report.environment.origins).map((origin) => line(origin, 200))
  const name = line(report.environment.name, 80)
  return `${origins.length > 0 ? `${name} at ${listed(origins, most)}` : name}${proofText(report.environment.identified)}`
}

/** What `identify` came to; why it did not hold stands beside the verdict. */
function proofText(identified: Identified | undefined): string {
  if (!identified) return ''
  const words = { proven: 'identify holds', different: 'identify does NOT hold', unknown: 'identify cannot be told' }
  return ` (${words[identified.state]}: ${evidence(identified.asked, 120)})`
}

/** `2026-11-21 02:16:09 UTC, took 12.4 s`. */
export function timeLine(report: Report): string {
  return `${time(report.run.startedAt)}, took ${formatDuration(report.run.durationMs)}`
}

/** What a reader must know of the run itself: partial, interrupted, replayed, items that no rule counts, looks that came only when they were made again. */
export function runNotices(report: Report): string[] {
  const { partial, leftOut = [], interrupted, replayOf } = report.run
  const notices: string[] = []
  if (interrupted !== undefined)
    notices.push(
      `${/^interrupted\b/i.test(interrupted) ? `I${line(interrupted).slice(1)}` : `Interrupted: ${line(interrupted)}`}; what was not done is unknown`,
    )
  if (partial !== undefined) notices.push(`Partial run: ${line(partial)}; it cannot be signed`)
  if (leftOut.length > 0)
    notices.push(
      `Not in this partial run: ${listed(
        leftOut.map((phase) => line(phase, 40)),
        6,
      )}`,
    )
  if (replayOf) notices.push(`Replay of run ${line(replayOf.id, 80)} of ${time(replayOf.startedAt)}; nothing was looked at anew`)
  return [...notices, ...(report.uncounted ?? []).map((text) => line(text)), ...flaky(report)]
}

/** `1 item of rollback and 2 items of day1 are not judged in this run`; nothing when every item was. */
export function laterLines({ later }: Report): string[] {
  const phases = new Map<string, number>()
  for (const { phase } of later) phases.set(phase, (phases.get(phase) ?? 0) + 1)
  if (phases.size === 0) return []
  const parts = [...phases].map(([phase, number]) => `${count(number, 'item')} of ${line(phase, 40)}`)
  return [`${listed(parts, 8)} ${later.length === 1 ? 'is' : 'are'} not judged in this run`]
}

/** Looks that saw something only when they were made again: their items may pass, and nobody may take that for steady. */
function flaky({ looks }: Report): string[] {
  const again = looks.filter(({ attempts, failed }) => attempts > 1 && !failed)
  const told = again.slice(0, 3).map((look) => `Not at once: ${evidence(look.summary, 120)}: ${attemptsLine(look) ?? ''}`)
  return again.length > 3 ? [...told, `Not at once: ${count(again.length - 3, 'further look')}`] : told
}
