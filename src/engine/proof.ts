import type { Unknown } from '../core/outcome.ts'
import type { ProbeLook } from '../looks/model.ts'
import { attempts } from './attempt.ts'
import { asLookError } from './deadline.ts'
import type { Gear } from './gear.ts'
import { prepare } from './prepare.ts'
import { failedBy, redactOptional, redactSeen } from './sight.ts'
import type { Sight } from './types.ts'

/** What a look of the environment itself (`release`, `identify`) was answered, or why nothing was. */
export type Proof = { readonly asked: string } & (
  | {
      readonly sight: Sight
      /** In a few words, as `404 Not Found, 12 bytes`. */
      readonly answer?: string
      readonly withheld: readonly string[]
      readonly failed?: undefined
    }
  | { readonly failed: Unknown }
)

/** Makes a look of the environment itself, redacted like every other. It never throws: a fault of ours proves nothing. */
export async function proofOf(look: ProbeLook, gear: Gear): Promise<Proof> {
  try {
    return await made(look, gear)
  } catch (error) {
    return { asked: look.probe, failed: failedBy(asLookError(error), gear) }
  }
}

async function made(look: ProbeLook, gear: Gear): Promise<Proof> {
  const prepared = await prepare(look, { values: {} }, gear)
  if ('unknown' in prepared) return { asked: look.probe, failed: prepared.unknown }
  const asked = gear.redactor.redactText(prepared.description.summary)
  const tried = await attempts(prepared, look.retry, gear, gear.signal)
  if ('error' in tried) return { asked, failed: failedBy(tried.error, gear) }
  const answer = redactOptional(tried.seen.answer, gear)
  return { asked, sight: redactSeen(tried.seen, gear), ...(answer === undefined ? {} : { answer }), withheld: prepared.withheld }
}
