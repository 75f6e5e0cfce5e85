import type { Environment } from '../config/model.ts'
import type { Unknown } from '../core/outcome.ts'
import type { Identified } from '../core/report.ts'
import { unproven } from '../core/unproven.ts'
import { holds } from '../judge/expectations.ts'
import { seenIn } from '../judge/finding.ts'
import type { Gear } from './gear.ts'
import { proofOf } from './proof.ts'

/** Asks whether the target is the environment that it is taken for; undefined when nothing says how to tell. */
export async function identify(environment: Environment, gear: Gear): Promise<Identified | undefined> {
  if (!environment.identify) return undefined
  const seen = await proofOf(environment.identify.look, gear)
  const { asked } = seen
  if (seen.failed) return { state: 'unknown', asked, detail: `${asked}: ${seen.failed.detail}` }
  const { observation, unread } = seen.sight
  for (const wanted of environment.identify.expect) {
    const { holds: yes, finding } = holds('expect', wanted, {
      values: { ...observation, environment: { name: environment.name } },
      unread,
      withheld: seen.withheld,
    })
    if (yes === true) continue
    const why = seenIn(finding) || finding.detail || ''
    const isNo = finding.result === 'false' || finding.result === 'absent' || finding.result === 'mismatch'
    return {
      state: isNo ? 'different' : 'unknown',
      asked,
      detail: `${finding.message ?? finding.text} ${isNo ? 'did not hold' : 'cannot be told'}${why === '' ? '' : ` (${why})`}`,
    }
  }
  return { state: 'proven', asked }
}

/** Why nothing that has an effect may be sent to this target, or undefined when it may. */
export function refusalOf(environment: string, identified: Identified | undefined): Unknown | undefined {
  if (!identified || identified.state === 'proven') return undefined
  return { reason: 'refused', detail: unproven(environment, identified.detail ?? `${identified.asked} did not prove it`) }
}
