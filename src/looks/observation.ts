import type { JsonSchema } from '../expression/index.ts'
import { objectOf } from './scopes.ts'
import type { Roots } from './scopes.ts'
import { STEP_PROBE } from './shelf.ts'
import type { Shelf } from './shelf.ts'

const ANYTHING: JsonSchema = {}

/**
 * The JSON schema of what a look observes, from its raw data: that of its probe, or `{ steps: { id: ... } }`. A mistake in
 * the data gives `{}` (anything) in its place, so that it is told once and not again for each expression.
 */
export function observationOf(raw: unknown, shelf: Shelf): JsonSchema {
  if (!isRecord(raw)) return ANYTHING
  if (!Array.isArray(raw['steps'])) return shelf.get(String(raw['probe']))?.observation ?? ANYTHING
  const steps = raw['steps'].filter(isRecord).filter((step) => typeof step['id'] === 'string')
  const fields = Object.fromEntries(steps.map((step) => [String(step['id']), stepObservation(step, shelf)]))
  return objectOf({ steps: objectOf(fields, Object.keys(fields)) }, ['steps'])
}

/** What one step observes: one observation, a list of them, or one for each row. */
function stepObservation(step: Record<string, unknown>, shelf: Shelf): JsonSchema {
  const one = shelf.get(String(step['probe'] ?? STEP_PROBE))?.observation ?? ANYTHING
  if (step['copies'] !== undefined || step['times'] !== undefined) return { type: 'array', items: one }
  if (!isRecord(step['each'])) return one
  const rows = Object.keys(step['each'])
  return objectOf(Object.fromEntries(rows.map((row) => [row, one])), rows)
}

/** The names that the steps of a raw look save; secret unless they are public. */
export function savedBy(raw: unknown): Roots {
  if (!isRecord(raw) || !Array.isArray(raw['steps'])) return {}
  const all = raw['steps'].filter(isRecord).flatMap((step) => (isRecord(step['save']) ? Object.entries(step['save']) : []))
  return Object.fromEntries(all.map(([name, value]) => [name, savedSchema(isRecord(value) && value['public'] === true)]))
}

/** The schema of a saved value: of a public one only the run knows the kind. */
export function savedSchema(isPublic: boolean): JsonSchema {
  return isPublic ? {} : { 'x-cel': 'secret' }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
