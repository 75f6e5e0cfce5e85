import type { Checklist, Item } from '../checklist/model.ts'
import { named } from '../engine/context.ts'
import type { Look } from '../looks/model.ts'
import { programsWanted } from '../looks/programs.ts'

/** What an item looks at, one line per look. */
export function looksFor(item: Item, { looks, facts }: Checklist): string[] {
  const reads = programsWanted(item).flatMap((program) => program.reads)
  const viaFacts = named(reads, 'facts').flatMap((name) => facts.find((fact) => fact.name === name)?.value.program.reads ?? [])
  const ids = new Set([...(item.body.kind === 'look' ? [item.body.look] : []), ...named([...reads, ...viaFacts], 'looks')])
  return [...ids].flatMap((id) => {
    const look = looks.get(id)
    return look ? [describe(look)] : []
  })
}

function describe(look: Look): string {
  const name = look.named ? `${look.id}: ` : ''
  if (look.kind === 'probe') return `${name}${look.probe}${look.target === undefined ? '' : ` on ${look.target}`} (${look.effect})`
  return `${name}steps ${look.steps.map(({ id, probe }) => `${id} (${probe})`).join(', ')} (${look.effect})`
}
