import type { Step } from '../looks/model.ts'

/** Nothing is there (any more): RFC 9110 15.5.5 and 15.5.11. */
const GONE: ReadonlySet<number> = new Set([404, 410])

/** Every observation of a step of `finally`: `times` and `copies` make a list of it, `each` a map. */
export function seenOf(step: Step, observation: unknown): readonly unknown[] {
  if (observation === undefined) return []
  if (step.each) return Object.values(observation as object)
  return Array.isArray(observation) ? observation : [observation]
}

export const wantedOf = (step: Step): number => step.each?.length ?? step.copies ?? step.times ?? 1

export const isGone = (observation: unknown): boolean => GONE.has(numberOf(observation, 'status') ?? 0)

/** Why an answer does not say that the thing was undone. A redirect and an exit status do where the step's own `until` says so. */
export function undoneBy(observation: unknown, step: Step): string | undefined {
  const status = numberOf(observation, 'status')
  const exitCode = numberOf(observation, 'exitCode')
  if (status !== undefined && status >= (step.until ? 400 : 300) && !isGone(observation)) return `the target answered ${status}`
  if (exitCode !== undefined && exitCode !== 0 && !step.until) return `the program ended with exit status ${exitCode}`
  return undefined
}

function numberOf(observation: unknown, field: 'status' | 'exitCode'): number | undefined {
  const value = (observation as Readonly<Record<string, unknown>> | null | undefined)?.[field]
  return typeof value === 'number' ? value : undefined
}
