import type { Environment } from '../config/model.ts'
import type { Unknown } from '../core/outcome.ts'
import type { ReleaseSummary } from '../core/report.ts'
import { unproven } from '../core/unproven.ts'
import { evaluate } from '../expression/index.ts'
import { holds } from '../judge/expectations.ts'
import { attempts } from './attempt.ts'
import type { Gear } from './gear.ts'
import { prepare } from './prepare.ts'
import { failedBy, redactSeen } from './sight.ts'
import type { ProbeLook } from '../looks/model.ts'
import type { Sight } from './types.ts'

/** How often the release is asked at the start and at the end: several replicas may answer differently. */
const ASKED = 3

/** What the target said of its release, asked several times. */
export interface Answers {
  readonly answers: readonly string[]
  readonly failed?: Unknown
}

/** Asks the environment's `release:` look; undefined when it has none. */
export async function askRelease(environment: Environment, gear: Gear): Promise<Answers | undefined> {
  if (!environment.release) return undefined
  const { look, value } = environment.release
  const answers: string[] = []
  for (let n = 0; n < ASKED; n += 1) {
    const seen = await lookOnce(look, gear)
    if ('failed' in seen) return { answers, failed: seen.failed }
    const { result } = evaluate(value.program, { values: seen.sight.observation, unread: seen.sight.unread })
    if (result.kind !== 'value') return { answers, failed: { reason: 'malformed', detail: `${value.program.source} gave no value` } }
    answers.push(String(result.value))
  }
  return { answers }
}

/** Puts the answers of the start and the end together; two different ones are `mixed`, which is never GO. */
export function summarizeRelease(expected: string | undefined, first: Answers | undefined, last: Answers | undefined): ReleaseSummary {
  const asked = expected === undefined ? {} : { expected }
  if (!first || !last) {
    return expected === undefined
      ? { state: 'undeclared' }
      : { ...asked, state: 'unknown', detail: 'the environment has no `release:` that tells what runs' }
  }
  const failed = first.failed ?? last.failed
  const seen = [...new Set([...first.answers, ...last.answers])]
  if (seen.length > 1) return { ...asked, state: 'mixed', detail: seen.join(', ') }
  const [running] = seen
  if (failed || running === undefined)
    return { ...asked, ...(running === undefined ? {} : { running }), state: 'unknown', detail: failed?.detail ?? 'it was not asked' }
  if (expected === undefined) return { running, state: 'observed' }
  return { ...asked, running, state: running === expected ? 'confirmed' : 'different' }
}

/** Whether the target proves to be the environment; a reason why every effect is refused, or undefined when it does. */
export async function identify(environment: Environment, gear: Gear): Promise<Unknown | undefined> {
  if (!environment.identify) return undefined
  const seen = await lookOnce(environment.identify.look, gear)
  const refused = (why: string): Unknown => ({ reason: 'refused', detail: unproven(environment.name, why) })
  if ('failed' in seen) return refused(seen.failed.detail)
  const { observation, unread } = seen.sight
  for (const { program } of environment.identify.expect) {
    const { holds: yes, finding } = holds('expect', program, {
      values: { ...observation, environment: { name: environment.name } },
      unread,
    })
    if (yes !== true)
      return refused(
        `${finding.text} did not hold (${finding.values.map(({ text, value }) => `${text} = ${value}`).join(', ') || finding.detail || ''})`,
      )
  }
  return undefined
}

async function lookOnce(look: ProbeLook, gear: Gear): Promise<{ readonly sight: Sight } | { readonly failed: Unknown }> {
  const prepared = await prepare(look, { values: {} }, gear)
  if ('unknown' in prepared) return { failed: prepared.unknown }
  const made = await attempts(prepared, look.retry, gear, gear.signal)
  return 'error' in made ? { failed: failedBy(made.error, gear) } : { sight: redactSeen(made.seen, gear) }
}
