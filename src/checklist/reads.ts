import type { Path } from '../core/unread.ts'
import type { Program } from '../expression/index.ts'
import type { Look } from '../looks/model.ts'
import { programsOfLook, programsWanted } from '../looks/programs.ts'
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

function programsOf(of: Item | Fact | Look): Program[] {
  if ('kind' in of) return programsOfLook(of)
  return 'value' in of ? [of.value.program] : programsWanted(of)
}

/** The second part of each path below a root; a path that names none, as in `looks.size()`, reads them all. */
function namesUnder(root: string, paths: readonly Path[], all: () => string[]): string[] {
  return paths.filter(([first]) => first === root).flatMap(([, name]) => (typeof name === 'string' && name !== '[]' ? [name] : all()))
}
