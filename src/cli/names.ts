import type { Checklist } from '../checklist/model.ts'
import type { Environment } from '../config/model.ts'
import { misspelt, nearest } from '../core/nearest.ts'
import type { Place, Problem } from '../core/problem.ts'
import type { Look } from '../looks/model.ts'
import { loadProbe } from '../probes/registry.ts'

type Kind = 'identity' | 'origin' | 'target' | 'limit'

/** A name of an environment that a look or step uses. */
interface Use {
  readonly kind: Kind
  readonly name: string
  /** Of a target: the kind that its probe looks at. */
  readonly of?: string
  readonly place: Place
}

const HOMES: Readonly<Record<Kind, string>> = { identity: 'identities', origin: 'origins', target: 'targets', limit: 'limits' }

/**
 * Warns of names that no environment declares. A label of `touches` without a limit is of use, since it keeps looks apart; only one that is
 * nearly the name of a limit that nothing touches is told.
 */
export async function unknownNames(checklists: readonly Checklist[], environments: readonly Environment[]): Promise<Problem[]> {
  const uses = await usesIn(checklists)
  return uses.flatMap((use): Problem[] => {
    const known = environments.flatMap((environment) => namesOf(environment, use))
    if (known.includes(use.name)) return []
    const idle = known.filter((name) => !uses.some((one) => one.kind === 'limit' && one.name === name))
    const near = use.kind === 'limit' ? misspelt(use.name, idle) : nearest(use.name, known)
    if (use.kind === 'limit' && near === undefined) return []
    const list = known.length === 0 ? `declare it under ${HOMES[use.kind]} of an environment` : `known: ${[...new Set(known)].join(', ')}`
    return [
      {
        code: `unknown-${use.kind}`,
        level: 'warning',
        message: `no environment has the ${use.kind} ${use.name}`,
        place: use.place,
        hint: near === undefined ? list : `did you mean ${near}?`,
      },
    ]
  })
}

/** Names that no environment declares, and that are nearly one of the chosen environment: nothing may be sent before they are mended. */
export async function misspeltNames(
  checklists: readonly Checklist[],
  chosen: Environment,
  environments: readonly Environment[],
): Promise<Problem[]> {
  const uses = await usesIn(checklists)
  return uses.flatMap((use): Problem[] => {
    // A label of a limit is told where the checklist is bound.
    if (use.kind === 'limit' || environments.some((environment) => namesOf(environment, use).includes(use.name))) return []
    const near = misspelt(use.name, namesOf(chosen, use))
    if (near === undefined) return []
    const message = `the environment ${chosen.name} has no ${use.kind} ${use.name}`
    return [{ code: `unknown-${use.kind}`, level: 'error', message, place: use.place, hint: `did you mean ${near}?` }]
  })
}

function namesOf({ identities, origins, targets, limits }: Environment, { kind, of }: Use): string[] {
  if (kind === 'target') return [...targets].filter(([, target]) => target.kind === of).map(([name]) => name)
  return [...{ identity: identities, origin: origins, limit: limits }[kind].keys()]
}

async function usesIn(checklists: readonly Checklist[]): Promise<Use[]> {
  const looks = checklists.flatMap((checklist) => [...checklist.looks.values()])
  return (await Promise.all(looks.map(usesOf))).flat()
}

async function usesOf(look: Look): Promise<Use[]> {
  const parts = look.kind === 'probe' ? [look] : [...look.steps, ...look.finally]
  const labels = Object.keys(look.touches).map((name): Use => ({ kind: 'limit', name, place: look.names?.touches ?? look.place }))
  const others = await Promise.all(
    parts.map(async ({ probe, target, as, names, place }): Promise<Use[]> => {
      const of = target === undefined ? undefined : (await loadProbe(probe))?.target?.kind
      return [
        ...(as === undefined ? [] : [{ kind: 'identity', name: as, place: names?.as ?? place } as const]),
        ...(target === undefined || of === undefined
          ? []
          : [{ kind: of === 'origin' ? 'origin' : 'target', name: target, of, place: names?.target ?? place } as const]),
      ]
    }),
  )
  return [...labels, ...others.flat()]
}
