import type { Checklist } from '../checklist/model.ts'
import type { Environment } from '../config/model.ts'
import type { Program } from '../expression/index.ts'
import type { Look } from '../looks/model.ts'
import { programsIn, programsOfLook, programsWanted } from '../looks/programs.ts'
import { loadProbe } from '../probes/registry.ts'
import { named } from './context.ts'
import { secretsIn, usesOf } from './reads.ts'
import { withChildren } from './select.ts'
import type { Plan } from './types.ts'

/** The looks that a plan may make: those of its items, and those that expressions and facts read. */
export function looksOf({ checklist, selected, needed }: Plan['checklists'][number]): Look[] {
  const items = [...selected, ...needed].flatMap((id) => withChildren(checklist.items.get(id) ?? missing(id)))
  const ids = new Set(items.flatMap(({ body }) => (body.kind === 'look' ? [body.look] : [])))
  const facts = new Set<string>()
  const visit = (programs: readonly Program[]) => {
    const reads = programs.flatMap((program) => program.reads)
    for (const fact of named(reads, 'facts')) addFact(checklist, fact, facts, visit)
    for (const id of named(reads, 'looks')) addLook(id)
  }
  const addLook = (id: string) => {
    if (ids.has(id)) return
    ids.add(id)
    const look = checklist.looks.get(id)
    if (look) visit(programsOfLook(look))
  }
  const ofLooks = [...ids].flatMap((id) => programsOfLook(checklist.looks.get(id) ?? missing(id)))
  const ofItems = items.flatMap(programsWanted)
  // Many items expect the same: a program is gone through once.
  visit([...new Set([...ofLooks, ...ofItems])])
  return [...checklist.looks.values()].filter(({ id }) => ids.has(id))
}

function addFact(checklist: Checklist, name: string, seen: Set<string>, visit: (programs: readonly Program[]) => void): void {
  if (seen.has(name)) return
  seen.add(name)
  const fact = checklist.facts.find((one) => one.name === name)
  if (fact) visit([fact.value.program])
}

/** The names of the secrets that a plan needs, so that no other is ever resolved. */
export async function secretsNeeded(plan: Plan): Promise<Set<string>> {
  const { environment } = plan
  const looks = [...plan.checklists.flatMap(looksOf), ...ofEnvironment(environment)]
  const names = new Set(looks.flatMap((look) => secretsIn(programsOfLook(look), environment.secrets.keys())))
  const uses = new Map(looks.flatMap(usesOf).map((use) => [JSON.stringify([use.probe, use.target, use.as]), use]))
  for (const use of uses.values()) {
    for (const name of await secretsOfUse(use, environment)) names.add(name)
  }
  return names
}

const ofEnvironment = ({ release, identify }: Environment): Look[] => [
  ...(release ? [release.look] : []),
  ...(identify ? [identify.look] : []),
]

/** The secrets of the target and the identity that one use of a probe speaks with. */
export async function secretsOfUse(
  use: { readonly probe: string; readonly target?: string; readonly as?: string },
  environment: Environment,
): Promise<string[]> {
  const kind = (await loadProbe(use.probe))?.target?.kind
  const targets = [...environment.targets].filter(
    ([name, target]) => target.kind === kind && (use.target === undefined || use.target === name),
  )
  const identity = environment.identities.get(use.as ?? environment.identities.keys().next().value ?? '')
  const identityTrees = identity
    ? [...identity.headers.map(([, tree]) => tree), ...(identity.basic ? [identity.basic.user, identity.basic.password] : [])]
    : []
  const trees = [
    ...targets.slice(0, use.target === undefined ? 1 : targets.length).map(([, target]) => target.with),
    ...(kind === 'origin' ? identityTrees : []),
  ]
  return secretsIn(trees.flatMap(programsIn), environment.secrets.keys())
}

function missing(id: string): never {
  throw new Error(`no item or look ${id}`)
}
