import type { Program } from '../expression/index.ts'
import type { Look } from '../looks/model.ts'
import { named, readsComputed } from './context.ts'

/** The names of secrets that programs read; all of the declared ones when a name is only known when it is evaluated. */
export function secretsIn(programs: readonly Program[], declared: Iterable<string>): string[] {
  const reads = programs.flatMap((program) => program.reads)
  return readsComputed(reads, 'secrets') ? [...declared] : named(reads, 'secrets')
}

/** Probe uses of a look: itself, or each of its steps and clean-up steps. */
export const usesOf = (look: Look): readonly { readonly probe: string; readonly target?: string; readonly as?: string }[] =>
  look.kind === 'probe' ? [look] : [...look.steps, ...look.finally]
