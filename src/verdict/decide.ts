import type { Verdict } from '../core/outcome.ts'
import type { EnvironmentSummary, GateResult, PhaseVerdict, ReleaseSummary } from '../core/report.ts'
import { onlyBegins } from '../core/release.ts'
import { judgePhase, type Counted, type Rule } from './gate.ts'

/** What beside the items bears on the verdict. */
export interface Circumstances {
  readonly environment: Pick<EnvironmentSummary, 'name' | 'identified'>
  readonly release: ReleaseSummary
  readonly leftBehind: readonly string[]
  readonly interrupted?: string
  readonly partial?: string
}

export interface Decision {
  readonly verdict: Verdict
  readonly because: readonly string[]
  readonly phases: readonly PhaseVerdict[]
}

/**
 * The verdict of a run: the worst of its phases. Anything that makes the evidence doubtful (another target or release,
 * something left behind, an interruption) turns a GO into UNDETERMINED, never the other way.
 */
export function decide(phases: readonly string[], rules: readonly Rule[], items: readonly Counted[], about: Circumstances): Decision {
  const judged = phases
    .map((phase) => judgePhase(phase, rules, items))
    .filter((phase) => phase.gates.length > 0 || hasItems(phase.phase, items))
  const doubts = [...doubtsOf(about), ...silentGates(rules)]
  const worst = worstOf(judged, doubts)
  return { verdict: worst, because: [...reasons(judged), ...doubts], phases: judged }
}

/** A gate over nothing is not met, unless it says so itself (design section 3). */
const silentGates = (rules: readonly Rule[]): string[] =>
  rules
    .filter((rule) => rule.speaks.length === 0 && !rule.emptyOk && !rule.reportOnly)
    .map(
      (rule) => `the gate ${rule.severity} ${rule.atLeast} % of ${rule.checklist} has no item to count: take it out or say \`empty: ok\``,
    )

const hasItems = (phase: string, items: readonly Counted[]): boolean => items.some((item) => item.phase === phase)

function worstOf(phases: readonly PhaseVerdict[], doubts: readonly string[]): Verdict {
  if (phases.some((phase) => phase.verdict === 'NO-GO')) return 'NO-GO'
  if (phases.length === 0 || doubts.length > 0) return 'UNDETERMINED'
  return phases.every((phase) => phase.verdict === 'GO') ? 'GO' : 'UNDETERMINED'
}

function doubtsOf({ environment, release, leftBehind, interrupted }: Circumstances): string[] {
  const doubts: string[] = []
  if (interrupted) doubts.push(`the run was ended early: ${interrupted}`)
  doubts.push(...otherTarget(environment))
  if (release.state === 'mixed') doubts.push(`the target answered with more than one release${release.detail ? `: ${release.detail}` : ''}`)
  if (release.state === 'different') doubts.push(otherRelease(release))
  if (release.state === 'unknown') doubts.push(`the release that runs could not be told${release.detail ? `: ${release.detail}` : ''}`)
  if (leftBehind.length > 0) doubts.push(`left behind: ${leftBehind.join('; ')}`)
  return doubts
}

function reasons(phases: readonly PhaseVerdict[]): string[] {
  const sayings: Readonly<Record<GateResult['state'], string>> = {
    met: '',
    failed: 'cannot be met',
    open: 'is not met yet',
    empty: 'nothing to judge it by',
  }
  const gates = phases.flatMap(({ phase, gates: own }) =>
    own.filter((gate) => !gate.reportOnly && gate.state !== 'met').map((gate) => ({ phase, gate })),
  )
  const order: readonly GateResult['state'][] = ['failed', 'empty', 'open']
  const unspoken = phases
    .filter(({ gates: own }) => own.every((gate) => gate.reportOnly))
    .map(({ phase }) => `no gate speaks of the phase ${phase}`)
  return [
    ...order.flatMap((state) =>
      gates.filter(({ gate }) => gate.state === state).map(({ phase, gate }) => `${phase}: ${gate.text}: ${sayings[state]}`),
    ),
    ...unspoken,
  ]
}

function otherTarget({ name, identified }: Circumstances['environment']): string[] {
  if (!identified || identified.state === 'proven') return []
  const why = identified.detail ?? `${identified.asked} did not prove it`
  return [
    identified.state === 'different' ? `the target is not ${name}: ${why}` : `whether the target is ${name} could not be told: ${why}`,
  ]
}

function otherRelease({ running = 'something else', expected = '' }: ReleaseSummary): string {
  return `the target runs ${running}, not the release ${expected} that was asked for${onlyBegins(running, expected)}`
}
