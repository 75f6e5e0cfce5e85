import type { Program } from '../expression/index.ts'
import type { Expectation, Expr, Look, Step, TemplateTree } from './model.ts'

/** What is wanted of something, and whether it applies. */
interface Wanted {
  readonly when?: Expr
  readonly enough: readonly Expectation[]
  readonly expect: readonly Expectation[]
  readonly warn: readonly Expectation[]
}

/** Every expression that it takes to say whether something applies and holds, and to show what was seen. */
export const programsWanted = (wanted: Wanted): Program[] => [...(wanted.when ? [wanted.when.program] : []), ...programsJudged(wanted)]

/** The same without whether it applies. */
export function programsJudged({ enough, expect, warn }: Wanted): Program[] {
  const expectations = [...enough, ...expect, ...warn]
  return [...expectations, ...expectations.flatMap(({ show = [] }) => show)].map(({ program }) => program)
}

/** Every expression that a look needs before and while it is made, those in `${}` too. */
export const programsOfLook = (look: Look): Program[] =>
  look.kind === 'probe' ? programsIn(look.with) : [...look.steps, ...look.finally].flatMap(inStep)

function inStep(step: Step): Program[] {
  const rows = (step.each ?? []).flatMap(([, row]) => programsIn(row))
  const until = step.until ? [step.until.program] : []
  return [...programsIn(step.with), ...rows, ...until, ...step.save.map(({ value }) => value.program)]
}

/** Every expression inside a tree of templates. */
export function programsIn(tree: TemplateTree): Program[] {
  switch (tree.kind) {
    case 'literal':
      return []
    case 'template':
      return [...tree.template.programs]
    case 'list':
      return tree.items.flatMap(programsIn)
    case 'map':
      return tree.entries.flatMap(([, item]) => programsIn(item))
  }
}
