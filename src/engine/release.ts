import type { Environment } from '../config/model.ts'
import type { Unknown } from '../core/outcome.ts'
import { ASKED } from '../core/release.ts'
import type { ReleaseSummary } from '../core/report.ts'
import { evaluate, type Evaluation } from '../expression/index.ts'
import type { Gear } from './gear.ts'
import { proofOf, type Proof } from './proof.ts'

type Result = Evaluation['result']

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
    const seen = await proofOf(look, gear)
    if (seen.failed) return { answers, failed: seen.failed }
    const { result } = evaluate(value.program, { values: seen.sight.observation, unread: seen.sight.unread })
    const name = nameIn(result)
    if (name === undefined) return { answers, failed: { reason: 'malformed', detail: noName(value.program.source, result, seen) } }
    answers.push(name)
  }
  return { answers }
}

/** A text or number that can name a release; null, a blank text, a list or an object name none. */
function nameIn(result: Result): string | undefined {
  if (result.kind !== 'value' || (typeof result.value !== 'string' && typeof result.value !== 'number')) return undefined
  const name = String(result.value)
  return name.trim() === '' ? undefined : name
}

/** `GET https://host/versio answered 404 Not Found, 9 bytes: json.commit is not there`. */
function noName(source: string, result: Result, { asked, answer, withheld }: Extract<Proof, { readonly failed?: undefined }>): string {
  const answered = answer === undefined ? `${asked}: ` : `${asked} answered ${answer}: `
  if (result.kind === 'absent') return `${answered}${source} is not there`
  if (result.kind === 'unread' && withheld.length === 0) return `${answered}${result.why.split(/[:;] /)[0]}`
  return `${answered}${source} is no name of a release`
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
