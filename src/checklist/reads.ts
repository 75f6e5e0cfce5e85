import type { Path } from '../core/unread.ts'
import type { Program } from '../expression/index.ts'
import type { Look, Step, TemplateTree } from '../looks/model.ts'
import type { Checklist, Fact, Item } from './model.ts'

/** Names of looks and facts that something reads itself, not through others; looks of items are `item:<id>`. */
export interface Dependencies {
  readonly looks: string[]
  readonly facts: string[]
}

/** What an item, fact or look must wait for. Children of an item are items of their own and not followed. */
export function dependencies(of: Item | Fact | Look, checklist: Pick<Checklist, 'looks' | 'facts'>): Dependencies {
  const paths = programsOf(of).flatMap(({ reads }) => reads)
  const own = 'body' in of && of.body.kind === 'look' ? [of.body.look] : []
  const named = () => [...checklist.looks.values()].filter((look) => look.named).map(({ id }) => id)
  const facts = () => checklist.facts.map(({ name }) => name)
  return { looks: [...new Set([...own, ...namesUnder('looks', paths, named)])], facts: [...new Set(namesUnder('facts', paths, facts))] }
}

/** Every expression of an item, fact or look, those in `${}` too. */
export function programsOf(of: Item | Fact | Look): Program[] {
  if ('kind' in of) return of.kind === 'probe' ? inTree(of.with) : [...of.steps, ...of.finally].flatMap(inStep)
  if ('value' in of) return [of.value.program]
  return [...(of.when ? [of.when] : []), ...of.enough, ...of.expect, ...of.warn].map(({ program }) => program)
}

/** The second part of each path below a root; a path that names none, as in `looks.size()`, reads them all. */
function namesUnder(root: string, paths: readonly Path[], all: () => string[]): string[] {
  return paths.filter(([first]) => first === root).flatMap(([, name]) => (typeof name === 'string' && name !== '[]' ? [name] : all()))
}

function inStep(step: Step): Program[] {
  const rows = (step.each ?? []).flatMap(([, row]) => inTree(row))
  const until = step.until ? [step.until.program] : []
  return [...inTree(step.with), ...rows, ...until, ...step.save.map(({ value }) => value.program)]
}

function inTree(tree: TemplateTree): Program[] {
  switch (tree.kind) {
    case 'literal':
      return []
    case 'template':
      return [...tree.template.programs]
    case 'list':
      return tree.items.flatMap(inTree)
    case 'map':
      return tree.entries.flatMap(([, item]) => inTree(item))
  }
}
