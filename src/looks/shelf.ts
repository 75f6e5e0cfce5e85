import * as z from 'zod'
import type { JsonSchema } from '../expression/index.ts'
import type { Probe } from '../probes/contract.ts'
import { loadProbe } from '../probes/registry.ts'

/** A loaded probe with what the expression layer needs of it. */
export interface Shelved {
  readonly probe: Probe
  /** JSON schema of its observation. */
  readonly observation: JsonSchema
}

/** The probes that a document names; a name that is missing here is not known. */
export type Shelf = ReadonlyMap<string, Shelved>

/** Loads the named probes and no others. `load` is a parameter for tests. */
export async function stock(names: Iterable<string>, load: (name: string) => Promise<Probe | undefined> = loadProbe): Promise<Shelf> {
  const loaded = await Promise.all([...new Set(names)].map(async (name) => [name, await load(name)] as const))
  return new Map(loaded.flatMap(([name, probe]) => (probe ? [[name, { probe, observation: observationOf(probe) }] as const] : [])))
}

const schemas = new WeakMap<Probe, JsonSchema>()

/** One object for each probe, so that scopes can be cached by it. */
function observationOf(probe: Probe): JsonSchema {
  const known = schemas.get(probe)
  if (known) return known
  const schema = z.toJSONSchema(probe.observation, { io: 'output' }) as JsonSchema
  schemas.set(probe, schema)
  return schema
}

/** The probe of a look or step in raw data: what `probe:` says, `http` for a step that says nothing. */
export function probeNamesIn(raw: unknown): string[] {
  if (typeof raw !== 'object' || raw === null) return []
  const { probe, steps, finally: last } = raw as Record<string, unknown>
  const nested = [steps, last].filter((list) => Array.isArray(list)).flat()
  const ofSteps = nested.flatMap((step) => {
    const name: unknown = typeof step === 'object' && step !== null && 'probe' in step ? step.probe : STEP_PROBE
    return typeof name === 'string' ? [name] : []
  })
  return typeof probe === 'string' ? [probe, ...ofSteps] : ofSteps
}

/** What a step uses when it does not say. */
export const STEP_PROBE = 'http'
