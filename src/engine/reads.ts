import type { Program } from '../expression/index.ts'
import type { Look, Step, TemplateTree } from '../looks/model.ts'
import { named, readsComputed } from './context.ts'

/** Every program inside a tree of templates. */
export function programsOf(tree: TemplateTree): readonly Program[] {
  switch (tree.kind) {
    case 'literal':
      return []
    case 'template':
      return tree.template.programs
    case 'list':
      return tree.items.flatMap(programsOf)
    case 'map':
      return tree.entries.flatMap(([, value]) => programsOf(value))
  }
}

/** The names of secrets that programs read; all of the declared ones when a name is only known when it is evaluated. */
export function secretsIn(programs: readonly Program[], declared: Iterable<string>): string[] {
  const reads = programs.flatMap((program) => program.reads)
  return readsComputed(reads, 'secrets') ? [...declared] : named(reads, 'secrets')
}

const stepPrograms = (step: Step): readonly Program[] => [
  ...programsOf(step.with),
  ...(step.each ?? []).flatMap(([, row]) => programsOf(row)),
  ...step.save.map(({ value }) => value.program),
  ...(step.until ? [step.until.program] : []),
]

/** Every program that a look needs before and while it is made. */
export const lookPrograms = (look: Look): readonly Program[] =>
  look.kind === 'probe' ? programsOf(look.with) : [...look.steps, ...look.finally].flatMap(stepPrograms)

/** Probe uses of a look: itself, or each of its steps and clean-up steps. */
export const usesOf = (look: Look): readonly { readonly probe: string; readonly target?: string; readonly as?: string }[] =>
  look.kind === 'probe' ? [look] : [...look.steps, ...look.finally]
